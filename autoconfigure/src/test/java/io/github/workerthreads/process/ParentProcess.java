package io.github.workerthreads.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

/**
 * Application with four workers: one idles, one is in an empty loop, one in a counted
 * one, and a long-lived one waits for messages. It prints the numbers of their processes
 * and waits to be killed, or told to end.
 */
public final class ParentProcess {

	private ParentProcess() {
	}

	/**
	 * Run the application.
	 * @param args options of the workers' JVMs
	 * @throws Exception if it cannot start
	 */
	public static void main(String[] args) throws Exception {
		ProcessWorkerRuntime runtime = new ProcessWorkerRuntime(ParentProcess.class.getClassLoader(), List.of(),
				List.of(), List.of(), null, Map::of, ProcessOptions.DEFAULTS);
		WorkerPool pool = new WorkerPoolBuilder().isolation(Isolation.PROCESS)
			.size(3)
			.maxHeap(32 << 20)
			.jvmOptions(List.of(args))
			.timeout(Duration.ZERO)
			.drainPeriod(Duration.ZERO)
			.terminateGrace(Duration.ofMillis(100))
			.build("orphans", runtime);
		while (pool.snapshot().workers().stream().filter((worker) -> worker.state() == WorkerState.IDLE).count() < 3) {
			LockSupport.parkNanos(1_000_000);
		}
		List<String> pids = new ArrayList<>();
		for (WorkerFuture<String> pid : pool.runOnAll(Deed.class, "pid", TaskOptions.defaults())) {
			pids.add(pid.get().split(" ")[0]);
		}
		CountDownLatch begun = new CountDownLatch(2);
		for (String deed : List.of("loop", "counted")) {
			pool.<String, String>run(Deed.class, deed).onProgress((item) -> begun.countDown());
		}
		begun.await();
		CompletableFuture<Object> pid = new CompletableFuture<>();
		Worker.builder(Listener.class)
			.isolation("process")
			.resourceLimits(new ResourceLimits(0, 32 << 20))
			.jvmOptions(args)
			.onMessage(pid::complete)
			.start();
		pids.add(pid.get().toString());
		Runtime.getRuntime().addShutdownHook(new Thread(() -> close(pool, pids), "close"));
		System.out.println("pids " + String.join(" ", pids));
		new CountDownLatch(1).await();
	}

	private static void close(WorkerPool pool, List<String> pids) {
		System.out.println("closing, the workers live: "
				+ pids.stream().allMatch((pid) -> ProcessHandle.of(Long.parseLong(pid)).isPresent()));
		pool.close();
		System.out.println("closed, workers that were started anew: " + pool.snapshot().counts().restarts());
	}

	static final class Listener implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
			});
			context.parentPort().postMessage(ProcessHandle.current().pid());
		}

	}

}
