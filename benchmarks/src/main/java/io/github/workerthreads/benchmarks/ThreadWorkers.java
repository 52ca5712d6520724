package io.github.workerthreads.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * What workers that are threads cost: their start, their replacement and their memory.
 * Prints tables.
 */
public final class ThreadWorkers {

	/**
	 * The least that any start of a thread can take.
	 */
	static final String FLOOR = "a thread is started, until it has given a result";

	/**
	 * The least that any thread can have.
	 */
	static final String ALONE = "resident: a thread that does nothing but wait";

	private static final int IDLE_WORKERS = 200;

	private static final double MEGABYTE = 1 << 20;

	private final WorkerRuntime runtime = Rung.THREAD.runtime();

	private ThreadWorkers() {
	}

	/**
	 * Run 1000 rounds, or 100 with {@code --quick}.
	 * @param args {@code --quick} or nothing
	 * @throws Exception if a round fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (Arrays.asList(args).contains("--quick")) ? 100 : 1000;
		ThreadWorkers workers = new ThreadWorkers();
		threads(rounds);
		workers.starts(rounds);
		workers.replacements(100);
		System.out.println("| what | median | p99 | most |");
		System.out.println("|---|---:|---:|---:|");
		print(FLOOR, threads(rounds));
		print("a pool is built, until its first result", workers.starts(rounds));
		print("terminate() of a call that waits, until the spare has given the next result",
				workers.replacements(rounds));
		System.out.println();
		workers.idle();
	}

	private static long[] threads(int rounds) throws Exception {
		long[] nanos = new long[rounds];
		for (int i = 0; i < rounds; i++) {
			long start = System.nanoTime();
			CompletableFuture<String> result = new CompletableFuture<>();
			Thread thread = new Thread(() -> result.complete("hello"));
			thread.start();
			result.get();
			nanos[i] = System.nanoTime() - start;
			thread.join();
		}
		return nanos;
	}

	private long[] starts(int rounds) throws Exception {
		long[] nanos = new long[rounds];
		for (int i = 0; i < rounds; i++) {
			long start = System.nanoTime();
			try (WorkerPool pool = Rung.THREAD.builder(1).build("start", this.runtime)) {
				pool.run(Echo.class, "hello").get();
				nanos[i] = System.nanoTime() - start;
			}
		}
		return nanos;
	}

	private long[] replacements(int rounds) throws Exception {
		long[] nanos = new long[rounds];
		for (int i = 0; i < rounds; i++) {
			try (WorkerPool pool = Rung.THREAD.builder(1).warmSpares(1).build("replacement", this.runtime)) {
				CountDownLatch begun = new CountDownLatch(1);
				WorkerFuture<String> wait = pool.run(Wait.class, "forever").onProgress((item) -> begun.countDown());
				begun.await();
				while (pool.snapshot().spares().stream().noneMatch((spare) -> spare.state().name().equals("IDLE"))) {
					LockSupport.parkNanos(100_000);
				}
				WorkerSnapshot worker = pool.snapshot()
					.workers()
					.stream()
					.filter((each) -> each.task() != null)
					.findFirst()
					.orElseThrow();
				long start = System.nanoTime();
				WorkerFuture<String> next = pool.run(Echo.class, "next");
				pool.terminate(worker.id()).get();
				next.get();
				nanos[i] = System.nanoTime() - start;
				if (!wait.handle((result, failure) -> failure != null)
					.toCompletableFuture()
					.get(10, TimeUnit.SECONDS)) {
					throw new IllegalStateException("Round %d: the call went on".formatted(i));
				}
			}
		}
		return nanos;
	}

	// What threads keep that do nothing but wait
	private static double aloneThreads() throws Exception {
		heap();
		long resident = resident();
		CountDownLatch begun = new CountDownLatch(IDLE_WORKERS);
		CountDownLatch end = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < IDLE_WORKERS; i++) {
			Thread thread = new Thread(() -> {
				begun.countDown();
				await(end);
			});
			thread.start();
			threads.add(thread);
		}
		begun.await();
		heap();
		double each = (resident() - resident) / MEGABYTE / IDLE_WORKERS;
		end.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		return each;
	}

	private static void await(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void idle() throws Exception {
		double alone = aloneThreads();
		long heap = heap();
		long resident = resident();
		try (WorkerPool pool = Rung.THREAD.builder(IDLE_WORKERS).build("idle", this.runtime)) {
			for (WorkerFuture<String> each : pool.runOnAll(Echo.class, "hello", TaskOptions.defaults())) {
				each.get();
			}
			System.out.println("| memory of an idle worker that has run a function | MB |");
			System.out.println("|---|---:|");
			System.out.printf("| heap | %.3f |%n", (heap() - heap) / MEGABYTE / IDLE_WORKERS);
			System.out.printf("| resident: heap, stack and what else it has | %.3f |%n",
					(resident() - resident) / MEGABYTE / IDLE_WORKERS);
			System.out.printf("| %s | %.3f |%n", ALONE, alone);
		}
	}

	private static long heap() {
		for (int i = 0; i < 5; i++) {
			System.gc();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	// Stacks and what is outside of the heap, whose size changes with collections
	private static long resident() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.findFirst()
			.orElseThrow();
	}

	private static void print(String what, long[] nanos) {
		Arrays.sort(nanos);
		System.out.printf("| %s | %.3f ms | %.3f | %.3f |%n", what, nanos[nanos.length / 2] / 1e6,
				nanos[nanos.length * 99 / 100] / 1e6, nanos[nanos.length - 1] / 1e6);
	}

	/**
	 * Function that gives back what it gets.
	 */
	static final class Echo implements WorkerFunction<String, String> {

		@Override
		public String apply(String input) {
			return input;
		}

	}

	/**
	 * Function that waits until it is interrupted.
	 */
	static final class Wait implements WorkerFunction<String, String> {

		@Override
		public String apply(String input) throws InterruptedException {
			WorkerContext context = WorkerContext.current();
			if (context != null) {
				context.emit("begun");
			}
			new CountDownLatch(1).await();
			return input;
		}

	}

}
