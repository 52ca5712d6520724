#!/usr/bin/env node
// What Piscina and bare worker threads of Node do with the work that the other benchmarks give to worker pools: peers.js calls
// or peers.js life, with --quick for fewer repetitions. Prints one figure a line: its name, then mean, median and p99 in
// nanoseconds, calls per second and CPU time per call in nanoseconds, with tabs between them and NaN for what it does not have.
'use strict';
const { Worker } = require('node:worker_threads');
const path = require('node:path');
const { Piscina, move } = require('piscina');

const WORKERS = 2;
const LARGE = 10 * 1024 * 1024;
const quick = process.argv.includes('--quick');
const order = { id: 4711, customer: 'Ada', total: '19.99', placedAt: new Date(0) };
const filename = path.join(__dirname, 'task.js');

main().catch((failure) => {
	console.error(failure);
	process.exit(1);
});

async function main() {
	switch (process.argv[2]) {
		case 'calls': return calls();
		case 'life': return life();
		default: throw new Error(`'${process.argv[2]}' is neither 'calls' nor 'life'`);
	}
}

async function calls() {
	const seconds = quick ? 0.5 : 2;
	const pool = new Piscina({ filename, name: 'id', minThreads: WORKERS, maxThreads: WORKERS });
	const call = () => pool.run(order);
	await sampled(call, seconds);
	print('calls 1', await sampled(call, seconds));
	for (const inFlight of [64, 1000]) {
		await many(call, inFlight, seconds);
		print(`calls ${inFlight}`, await many(call, inFlight, seconds));
	}
	await pool.close();
}

async function life() {
	const rounds = quick ? 5 : 20;
	await buffers(quick ? 50 : 500);
	print('a Worker is started, until its first message', await timed(rounds, async () => {
		const start = now();
		const worker = new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
		await new Promise((resolve) => worker.once('message', resolve));
		const time = now() - start;
		await worker.terminate();
		return time;
	}));
	print('Piscina: a pool is built, until its first result', await timed(rounds, async () => {
		const start = now();
		const pool = new Piscina({ filename, name: 'id', minThreads: 1, maxThreads: 1 });
		await pool.run(order);
		const time = now() - start;
		await pool.close();
		return time;
	}));
	print('terminate() of for(;;){}, until the Worker has ended', await timed(rounds, async () => {
		const worker = new Worker('require("node:worker_threads").parentPort.postMessage(1); for (;;) {}', { eval: true });
		await new Promise((resolve) => worker.once('message', resolve));
		await new Promise((resolve) => setTimeout(resolve, 20));
		const start = now();
		const exit = new Promise((resolve) => worker.once('exit', resolve));
		worker.terminate();
		await exit;
		return now() - start;
	}));
	print('Piscina: abort of for(;;){}, until the next result', await timed(rounds, async () => {
		const pool = new Piscina({ filename, minThreads: 1, maxThreads: 1 });
		await pool.run(order, { name: 'id' });
		const controller = new AbortController();
		const loop = pool.run(1, { name: 'loop', signal: controller.signal });
		await new Promise((resolve) => setTimeout(resolve, 20));
		const start = now();
		controller.abort();
		await loop.then(() => { throw new Error('The loop ended'); }, () => undefined);
		await pool.run(order, { name: 'id' });
		const time = now() - start;
		await pool.close();
		return time;
	}));
	await idle();
}

async function buffers(count) {
	const pool = new Piscina({ filename, minThreads: 1, maxThreads: 1 });
	const round = async (action) => {
		const time = async () => {
			const start = now();
			await action();
			return now() - start;
		};
		await timed(Math.max(10, count / 10), time);
		return timed(count, time);
	};
	print('Piscina: an empty call', await round(() => pool.run(1, { name: 'echo' })));
	let buffer = new Uint8Array(LARGE);
	print('Piscina: 10 MiB there and back, copied', await round(() => pool.run(buffer, { name: 'echo' })));
	print('Piscina: 10 MiB there and back, transferred', await round(async () => {
		buffer = await pool.run(move(buffer), { name: 'pass' });
	}));
	const shared = new SharedArrayBuffer(LARGE);
	print('Piscina: 10 MiB there and back, shared', await round(() => pool.run(shared, { name: 'echo' })));
	if (buffer.length !== LARGE) {
		throw new Error(`${buffer.length} bytes came back`);
	}
	await pool.close();
}

// Memory has a line of its own shape: bytes in place of the mean
async function idle() {
	const workers = 8;
	const before = process.memoryUsage.rss();
	const pool = new Piscina({ filename, name: 'id', minThreads: workers, maxThreads: workers });
	await Promise.all(Array.from({ length: workers }, () => pool.run(order)));
	await new Promise((resolve) => setTimeout(resolve, 500));
	const bytes = (process.memoryUsage.rss() - before) / workers;
	print('Piscina: memory of an idle worker', { mean: bytes });
	await pool.close();
}

async function timed(count, action) {
	const times = [];
	for (let i = 0; i < count; i++) {
		times.push(await action());
	}
	return statistics(times);
}

async function sampled(call, seconds) {
	const times = [];
	const cpu = process.cpuUsage();
	const start = now();
	for (let before = start; before - start < seconds * 1e9;) {
		await call();
		const after = now();
		times.push(after - before);
		before = after;
	}
	return { ...statistics(times), cpu: cpuSince(cpu) / times.length };
}

async function many(call, inFlight, seconds) {
	const cpu = process.cpuUsage();
	const start = now();
	let count = 0;
	const lane = async () => {
		while (now() - start < seconds * 1e9) {
			await call();
			count++;
		}
	};
	await Promise.all(Array.from({ length: inFlight }, lane));
	return { perSecond: count * 1e9 / (now() - start), cpu: cpuSince(cpu) / count };
}

function statistics(times) {
	times.sort((a, b) => a - b);
	return {
		mean: times.reduce((sum, time) => sum + time, 0) / times.length,
		median: times[times.length >> 1],
		p99: times[Math.floor(times.length * 0.99)]
	};
}

function cpuSince(before) {
	const { user, system } = process.cpuUsage(before);
	return (user + system) * 1000;
}

function now() {
	return Number(process.hrtime.bigint());
}

function print(name, { mean, median, p99, perSecond, cpu }) {
	console.log([name, mean, median, p99, perSecond, cpu].map((value) => value === undefined ? 'NaN' : value).join('\t'));
}
