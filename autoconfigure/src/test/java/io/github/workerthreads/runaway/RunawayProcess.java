package io.github.workerthreads.runaway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerTermination;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.classloader.NoBeans;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * JVM of its own that starts each {@link Runaway} and terminates its worker, since those
 * that can't be stopped go on until the JVM ends.
 */
public final class RunawayProcess {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration LIMIT = Duration.ofSeconds(300);

	private static final Duration IMPATIENCE = Duration.ofMillis(500);

	private RunawayProcess() {
	}

	/**
	 * Run the process.
	 * @param isolation the rung of its workers
	 * @param options options of the JVM
	 * @return its lines
	 */
	static List<String> run(Isolation isolation, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path")));
		command.addAll(Arrays.asList(options));
		command.add(RunawayProcess.class.getName());
		command.add(isolation.toString());
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		process.onExit()
			.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
			.whenComplete((ended, ex) -> process.destroyForcibly());
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			return reader.lines().toList();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	/**
	 * Terminate all, those that can be stopped first.
	 * @param arguments the isolation, and the names of some, or none for all
	 */
	public static void main(String[] arguments) throws Exception {
		Heartbeat heartbeat = new Heartbeat();
		heartbeat.setDaemon(true);
		heartbeat.start();
		hold(new ReentrantLock());
		Isolation isolation = (arguments[0].equals("thread")) ? Isolation.THREAD : Isolation.CLASS_LOADER;
		List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
		WorkerFuture<String> bystander = startBystander();
		for (Runaway runaway : Runaway.values()) {
			if (names.isEmpty() || names.contains(runaway.name())) {
				System.out.println(terminate(runaway, isolation));
			}
		}
		System.out.printf("BYSTANDER %s%n", (bystander.isDone()) ? "ENDED" : "RUNS");
		System.out.printf("HEARTBEAT %d%n", heartbeat.longestNanos / 1_000_000);
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

	private static void hold(ReentrantLock lock) throws InterruptedException {
		System.getProperties().put(Runaway.HELD, lock);
		CountDownLatch held = new CountDownLatch(1);
		Thread holder = new Thread(() -> {
			lock.lock();
			synchronized (lock) {
				held.countDown();
				while (true) {
					LockSupport.park();
				}
			}
		});
		holder.setDaemon(true);
		holder.start();
		held.await();
	}

	private static WorkerFuture<String> startBystander() {
		return pool(Isolation.THREAD, Duration.ZERO).run(Runaway.Function.class, Runaway.DO_WHILE.name());
	}

	private static WorkerPool pool(Isolation isolation, Duration grace) {
		ClassLoader loader = RunawayProcess.class.getClassLoader();
		WorkerRuntime runtime = (isolation == Isolation.THREAD) ? new ThreadWorkerRuntime(loader)
				: new ClassLoaderWorkerRuntime(loader, List.of(Runaway.class.getName()), List.of(), NoBeans.FACTORY);
		return new WorkerPoolBuilder().size(1)
			.isolation(isolation)
			.timeout(Duration.ZERO)
			.blockedAfter(Duration.ZERO)
			.drainPeriod(Duration.ZERO)
			.terminateGrace(grace)
			.build("runaway", runtime);
	}

	private static String terminate(Runaway runaway, Isolation isolation) throws Exception {
		WorkerPool pool = pool(isolation, (runaway.isStoppable(isolation)) ? PATIENCE : IMPATIENCE);
		CountDownLatch begun = new CountDownLatch(1);
		WorkerFuture<String> future = pool.run(Runaway.Function.class, runaway.name())
			.onProgress((item) -> begun.countDown());
		future.whenComplete((result, failure) -> begun.countDown());
		begun.await();
		// Long enough to be compiled
		LockSupport.parkNanos(100_000_000);
		long start = System.nanoTime();
		WorkerTermination termination = pool.terminate(pool.snapshot().workers().get(0).id()).get();
		long micros = (System.nanoTime() - start) / 1000;
		String outcome = future.toCompletableFuture()
			.handle((result, failure) -> (failure != null) ? failure.getClass().getSimpleName() : result)
			.get();
		Thread closer = new Thread(pool::close);
		closer.setDaemon(true);
		closer.start();
		return "%s %s %s %d".formatted(runaway, termination.outcome(), outcome, micros);
	}

	/**
	 * Notices when the whole JVM stands still.
	 */
	private static final class Heartbeat extends Thread {

		private volatile long longestNanos;

		@Override
		public void run() {
			long last = System.nanoTime();
			while (true) {
				LockSupport.parkNanos(1_000_000);
				long now = System.nanoTime();
				this.longestNanos = Math.max(this.longestNanos, now - last);
				last = now;
			}
		}

	}

}
