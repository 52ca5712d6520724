'use strict';

// Every text that comes from the server is set as text, never as HTML.

const find = (id) => document.getElementById(id);

function element(tag, className, text) {
	const created = document.createElement(tag);
	created.className = className || '';
	created.textContent = text || '';
	return created;
}

function setText(target, text) {
	if (target.textContent !== text) {
		target.textContent = text;
	}
}

/** Fetches, and throws an Error with the server's own reason where there is one. */
async function ask(url, options) {
	let response;
	try {
		response = await fetch(url, options);
	}
	catch (error) {
		throw new Error('The application does not answer.');
	}
	if (response.ok) {
		return response;
	}
	const problem = await response.json().catch(() => ({}));
	const reason = problem.detail || problem.message || response.statusText;
	const retry = response.headers.get('Retry-After');
	throw new Error(`${response.status}: ${reason}${retry ? ` Try again in ${retry} s.` : ''}`);
}

const askJson = async (url, options) => (await ask(url, options)).json();

function formatTime(milliseconds) {
	return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Reads a duration such as PT1H2M3.5S, in milliseconds. */
function parseDuration(text) {
	const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text) || [];
	return ((Number(hours || 0) * 60 + Number(minutes || 0)) * 60 + Number(seconds || 0)) * 1000;
}

function formatBytes(bytes) {
	return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/* Pictures */

/** Shows the picture that a request answers, with how long it took, or why there is none. */
async function showPicture(image, note, request, describe) {
	const frame = image.parentElement;
	frame.setAttribute('aria-busy', 'true');
	note.className = 'note';
	note.textContent = 'Working …';
	const start = performance.now();
	try {
		const picture = await (await request()).blob();
		const took = performance.now() - start;
		URL.revokeObjectURL(image.src);
		image.src = URL.createObjectURL(picture);
		await image.decode();
		image.hidden = false;
		note.textContent = `${image.naturalWidth} × ${image.naturalHeight} pixels, ${describe(picture)}, in ${formatTime(took)}`;
	}
	catch (error) {
		image.hidden = true;
		note.className = 'note error';
		note.textContent = error.message;
	}
	finally {
		frame.removeAttribute('aria-busy');
	}
}

let lastPicture;

function makeThumbnail(picture) {
	lastPicture = picture;
	const width = find('thumbnail-width');
	if (!width.reportValidity()) {
		return;
	}
	find('thumbnail').alt = `Thumbnail of ${picture.name || 'a cup of coffee'}`;
	showPicture(find('thumbnail'), find('thumbnail-note'),
		() => ask(`thumbnails?width=${width.value}`, {
			method: 'POST',
			headers: { 'Content-Type': picture.type.startsWith('image/') ? picture.type : 'application/octet-stream' },
			body: picture
		}),
		(thumbnail) => `${formatBytes(picture.size)} became ${formatBytes(thumbnail.size)}`);
}

find('file').addEventListener('change', (event) => {
	if (event.target.files.length) {
		makeThumbnail(event.target.files[0]);
	}
});

find('thumbnail-width').addEventListener('change', () => lastPicture && makeThumbnail(lastPicture));

find('thumbnail-form').addEventListener('submit', (event) => {
	event.preventDefault();
	if (lastPicture) {
		makeThumbnail(lastPicture);
	}
});

find('example').addEventListener('click', async () => {
	try {
		makeThumbnail(await (await ask('coffee.jpg')).blob());
	}
	catch (error) {
		setText(find('thumbnail-note'), error.message);
	}
});

const drop = find('drop');
for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
	drop.addEventListener(type, (event) => {
		event.preventDefault();
		drop.classList.toggle('over', type === 'dragenter' || type === 'dragover');
	});
}
drop.addEventListener('drop', (event) => {
	if (event.dataTransfer.files.length) {
		makeThumbnail(event.dataTransfer.files[0]);
	}
});

/* A picture that is shown while it is painted */

/** Reads lines of JSON as they come. */
async function* readLines(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) {
			return;
		}
		const lines = (rest + value).split('\n');
		rest = lines.pop();
		yield* lines.map((line) => JSON.parse(line));
	}
}

function drawStrip(context, strip) {
	const rgb = atob(strip.rgb);
	const image = context.createImageData(strip.width, strip.height);
	for (let from = 0, to = 0; from < rgb.length; to += 4) {
		image.data[to] = rgb.charCodeAt(from++);
		image.data[to + 1] = rgb.charCodeAt(from++);
		image.data[to + 2] = rgb.charCodeAt(from++);
		image.data[to + 3] = 255;
	}
	context.putImageData(image, strip.x, strip.y);
}

/** Draws strips until the last one has come, and tells how far it has come. */
async function drawStrips(response, canvas, tell) {
	const context = canvas.getContext('2d');
	let painted = 0;
	for await (const line of readLines(response)) {
		if (line.error) {
			throw new Error(line.error);
		}
		if (line.done) {
			return;
		}
		drawStrip(context, line);
		painted += line.width * line.height;
		tell(Math.floor(100 * painted / (canvas.width * canvas.height)));
	}
	throw new Error('The answer broke off.');
}

let stopDrawing = () => {};

find('mandelbrot-form').addEventListener('submit', async (event) => {
	event.preventDefault();
	const { width, height } = event.target.elements;
	const [canvas, note, stop] = [find('mandelbrot'), find('mandelbrot-note'), find('mandelbrot-stop')];
	const stopped = new AbortController();
	stopDrawing = () => stopped.abort();
	event.submitter.disabled = true;
	stop.disabled = false;
	canvas.parentElement.setAttribute('aria-busy', 'true');
	note.className = 'note';
	note.textContent = 'Working …';
	const start = performance.now();
	let percent = 0;
	try {
		const response = await ask(`mandelbrot/progress?${new URLSearchParams(new FormData(event.target))}`,
			{ cache: 'no-store', signal: stopped.signal });
		canvas.width = width.value;
		canvas.height = height.value;
		canvas.hidden = false;
		await drawStrips(response, canvas, (done) => {
			percent = done;
			setText(note, `Painting … ${done} %`);
		});
		note.textContent = `${canvas.width} × ${canvas.height} pixels, in ${formatTime(performance.now() - start)}`;
	}
	catch (error) {
		note.className = stopped.signal.aborted ? 'note' : 'note error';
		note.textContent = stopped.signal.aborted
			? `Stopped at ${percent} %. The tiles that were left are cancelled, the workers stay.` : error.message;
	}
	finally {
		canvas.parentElement.removeAttribute('aria-busy');
		event.submitter.disabled = false;
		stop.disabled = true;
	}
});

find('mandelbrot-stop').addEventListener('click', () => stopDrawing());

/* Markdown */

/** The rendered text is HTML: it is shown in a frame that may run and load nothing. */
async function renderMarkdown() {
	const [frame, note] = [find('markdown'), find('markdown-note')];
	frame.parentElement.setAttribute('aria-busy', 'true');
	note.className = 'note';
	note.textContent = 'Working …';
	const start = performance.now();
	try {
		const html = await (await ask('markdown', {
			method: 'POST',
			headers: { 'Content-Type': 'text/markdown' },
			body: find('markdown-text').value
		})).text();
		frame.srcdoc = html;
		frame.hidden = false;
		note.textContent = `${formatBytes(html.length)} of HTML, in ${formatTime(performance.now() - start)}`;
	}
	catch (error) {
		frame.hidden = true;
		note.className = 'note error';
		note.textContent = error.message;
	}
	finally {
		frame.parentElement.removeAttribute('aria-busy');
	}
}

find('markdown-form').addEventListener('submit', (event) => {
	event.preventDefault();
	renderMarkdown();
	watch();
});

find('markdown-runaway').addEventListener('click', () => {
	find('markdown-text').value = 'Number 80 is {{fibonacci 80}}.';
	renderMarkdown();
	watch();
});

/* Runaways, and what happened */

let toastTimer;

/** Tells what happened: in the list, where it stays, and for a while at the foot of the window. */
function log(text, kind) {
	find('log').querySelector('.empty')?.remove();
	setText(find('toast'), text);
	find('toast').hidden = false;
	clearTimeout(toastTimer);
	toastTimer = setTimeout(() => find('toast').hidden = true, 8000);
	const entry = element('li', kind);
	entry.append(element('time', '', new Date().toLocaleTimeString()), text);
	find('log').prepend(entry);
}

/** What becomes of the worker of a runaway that ends at once. */
const consequence = {
	throw: 'The worker goes on.',
	memory: 'Its process is gone. The desk goes on, and another worker takes its place.',
	exit: 'Its process is gone. The desk goes on, and another worker takes its place.',
	crash: 'Its process is gone. The desk goes on, and another worker takes its place.'
};

find('runaway-form').addEventListener('submit', async (event) => {
	event.preventDefault();
	const order = new URLSearchParams(new FormData(event.target));
	const kind = event.submitter.value;
	order.set('kind', kind);
	try {
		const started = await askJson(`runaway?${order}`, { method: 'POST' });
		log(`Task ${started.task}, a runaway of kind '${started.kind}', was accepted by pool ${started.pool}.`);
		watch();
		if (consequence[kind]) {
			await logFailure(started);
		}
	}
	catch (error) {
		log(error.message, 'bad');
	}
});

/** Looks for the failure of a task among the last ones of its pool. */
async function logFailure(started) {
	for (let attempt = 0; attempt < 20; attempt++) {
		const pool = await askJson(started.watch.substring(1));
		const failure = pool.failures.find((candidate) => candidate.taskId === started.task);
		if (failure) {
			log(`Task ${failure.taskId} in pool ${started.pool} failed: ${failure.reason.replace(/(\w+\.)+\w+(Exception|Error): /g, '')}. ${consequence[started.kind]}`, 'bad');
			return;
		}
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	log(`Task ${started.task} still waits for a worker of pool ${started.pool}.`);
}

/* Workers */

const meaning = {
	TERMINATED: 'TERMINATED: nothing of it runs any more',
	KILLED: 'KILLED: its process was ended, nothing of it runs any more',
	ABANDONED: 'ABANDONED: it did not stop and is STILL RUNNING'
};

async function terminate(pool, id, button) {
	button.disabled = true;
	try {
		const end = await askJson(`actuator/workers/${encodeURIComponent(pool)}/${id}`, { method: 'DELETE' });
		const cost = end.lostTask ? ` It cost task ${end.lostTask}.` : '';
		log(`Worker ${id} of pool ${pool} is ${meaning[end.outcome] || end.outcome}. `
			+ `That was known after ${formatTime(parseDuration(end.elapsed))}.${cost} Another worker takes its place.`,
			end.outcome === 'ABANDONED' ? 'bad' : 'good');
	}
	catch (error) {
		log(error.message, 'bad');
		button.disabled = false;
	}
	watch();
}

async function showStack(pool, id) {
	try {
		const worker = await askJson(`actuator/workers/${encodeURIComponent(pool)}/${id}`);
		setText(find('stack-title'), `What ${worker.name} does now`);
		const cpu = worker.cpuTime ? `, CPU time ${formatTime(parseDuration(worker.cpuTime))}` : '';
		const heap = worker.heap ? `, ${formatBytes(worker.heap.usedBytes)} of its heap of ${formatBytes(worker.heap.maxBytes)}` : '';
		setText(find('stack-note'), `Thread state ${worker.threadState}${cpu}${heap}, process ${worker.pid}`);
		setText(find('stack-trace'), worker.stackTrace.join('\n') || 'The stack is empty.');
		find('stack').showModal();
	}
	catch (error) {
		log(error.message, 'bad');
	}
}

function createRow(pool, worker) {
	const row = element('li', 'row');
	const parts = {};
	for (const part of ['state', 'name', 'task', 'done', 'actions']) {
		parts[part] = row.appendChild(element('span', part));
	}
	parts.stack = parts.actions.appendChild(element('button', 'quiet', 'Stack'));
	parts.stack.setAttribute('aria-label', `Show the stack of ${worker.name}`);
	parts.stack.addEventListener('click', () => showStack(pool, worker.id));
	parts.terminate = parts.actions.appendChild(element('button', 'danger', 'Terminate'));
	parts.terminate.setAttribute('aria-label', `Terminate ${worker.name}`);
	parts.terminate.addEventListener('click', () => terminate(pool, worker.id, parts.terminate));
	row.parts = parts;
	return row;
}

function updateRow(row, worker) {
	const abandoned = worker.state === 'ABANDONED';
	row.classList.toggle('abandoned', abandoned);
	const { state, name, task, done, terminate: button } = row.parts;
	state.className = `state ${worker.state.toLowerCase()}`;
	setText(state, worker.state);
	setText(name, worker.name);
	const running = worker.task
		? `${worker.task.name} · task ${worker.task.id} · ${formatTime(parseDuration(worker.task.elapsed))}` : '';
	setText(task, abandoned ? `still running ${running}` : running);
	setText(done, `${worker.tasksDone} done`);
	button.hidden = abandoned;
}

function createPool(name) {
	const section = element('section');
	const title = section.appendChild(element('h3', '', name));
	title.tabIndex = -1;
	section.parts = {
		title,
		meta: section.appendChild(element('p', 'meta')),
		rows: section.appendChild(element('ul', 'rows'))
	};
	section.parts.rows.setAttribute('aria-label', `Workers of pool ${name}`);
	return section;
}

function updatePool(section, name, pool) {
	const facts = [`${pool.status.toLowerCase()}, isolation ${pool.isolation}`,
		`${pool.queue.size} of ${pool.queue.capacity} queued`,
		`${Math.round(pool.utilization * 100)} % used`,
		`${pool.counts.succeeded} succeeded`,
		`${pool.counts.failed} failed`,
		`${pool.counts.timedOut} timed out`,
		`${pool.counts.rejected} rejected`];
	const meta = facts.map((fact) => element('span', '', fact));
	if (pool.abandoned.length) {
		meta.push(element('span', 'alarm', `${pool.abandoned.length} abandoned, still running`));
	}
	section.parts.meta.replaceChildren(...meta);
	const workers = [...pool.workers, ...pool.abandoned];
	keepInStep(section.parts.rows, workers.map((worker) => [String(worker.id), worker]),
		(id, worker) => createRow(name, worker), (row, id, worker) => updateRow(row, worker), section.parts.title);
}

/** Makes the children of a parent follow the given entries, and never loses the focus to a child that goes. */
function keepInStep(parent, entries, create, update, focusInstead) {
	const children = new Map([...parent.children].map((child) => [child.dataset.key, child]));
	const wanted = entries.map(([key, value]) => {
		const child = children.get(key) || create(key, value);
		child.dataset.key = key;
		children.delete(key);
		update(child, key, value);
		return child;
	});
	for (const gone of children.values()) {
		if (gone.contains(document.activeElement)) {
			focusInstead.focus();
		}
		gone.remove();
	}
	wanted.forEach((child, position) => {
		if (parent.children[position] !== child) {
			parent.insertBefore(child, parent.children[position] || null);
		}
	});
}

function updatePoolChoices(names) {
	const select = find('runaway-form').elements.pool;
	for (const name of names) {
		if (![...select.options].some((option) => option.value === name)) {
			select.add(new Option(name));
		}
	}
}

/** The default pool always exists, but this application does not use it. */
const defaultLast = ([one], [other]) => Number(one === 'default') - Number(other === 'default');

let timer;
let asking = false;

/** Asks for the workers now and once a second while the page is seen. */
async function watch() {
	clearTimeout(timer);
	if (document.hidden || asking) {
		return;
	}
	asking = true;
	try {
		const { pools } = await askJson('actuator/workers', { signal: AbortSignal.timeout(5000) });
		keepInStep(find('pools'), Object.entries(pools).sort(defaultLast), createPool, updatePool, find('workers-title'));
		updatePoolChoices(Object.keys(pools));
		for (const label of document.querySelectorAll('[data-pool]')) {
			setText(label, `pool ${label.dataset.pool}, isolation ${pools[label.dataset.pool].isolation}`);
		}
		find('live').className = 'live on';
		setText(find('live'), 'Live');
	}
	catch (error) {
		find('live').className = 'live off';
		setText(find('live'), error.message);
	}
	finally {
		asking = false;
		timer = setTimeout(watch, 1000);
	}
}

document.addEventListener('visibilitychange', watch);
watch();
