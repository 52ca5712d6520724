package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * How long the calls of a tenant with few calls take while 999 others keep the queue
 * full, with shares and without, beside the same calls on an idle pool. Prints a table.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a call that fails ends its chain
public final class Fairness {

	private static final int WORKERS = 2;

	private static final int TENANTS = 1000;

	private static final int QUEUE = 8192;

	private static final int CALLS_PER_TENANT = 4;

	private static final int LIGHT_CALLS = 200;

	private static final long SERVICE_NANOS = 1_000_000;

	private static final int UNMEASURED_CALLS = 5;

	private static final long IDLE_PAUSE_NANOS = 200_000_000;

	private final WorkerPool pool;

	private final boolean shares;

	private final LongAdder heavyCalls = new LongAdder();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private Fairness(WorkerPool pool, boolean shares) {
		this.pool = pool;
		this.shares = shares;
	}

	/**
	 * Run for about seven minutes, or two with {@code --quick}.
	 * @param args {@code --quick} or nothing
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		int calls = (Arrays.asList(args).contains("--quick")) ? LIGHT_CALLS / 5 : LIGHT_CALLS;
		System.out.printf("%d workers, %d tenants, %d of them with %d calls of %.1f ms waiting all the time%n%n",
				WORKERS, TENANTS, TENANTS - 1, CALLS_PER_TENANT, SERVICE_NANOS / 1e6);
		System.out
			.println("| pool | calls of the light tenant: median | p99 | most | calls of the others per second |");
		System.out.println("|---|---:|---:|---:|---:|");
		System.out.println(run("idle", calls, false, true));
		System.out.println(run("saturated, each tenant a share", calls, true, true));
		System.out.println(run("saturated, one queue for all", Math.min(calls, 10), true, false));
	}

	private static String run(String name, int calls, boolean saturated, boolean shares) throws InterruptedException {
		WorkerPoolBuilder builder = new WorkerPoolBuilder().size(WORKERS).queueCapacity(QUEUE);
		try (WorkerPool pool = builder.build("fairness", new ThreadWorkerRuntime())) {
			Fairness fairness = new Fairness(pool, shares);
			if (saturated) {
				fairness.saturate();
			}
			long pause = (saturated) ? fairness.fairPauseNanos() : IDLE_PAUSE_NANOS;
			fairness.lightCalls(UNMEASURED_CALLS, pause);
			long start = System.nanoTime();
			long before = fairness.heavyCalls.sum();
			long[] times = fairness.lightCalls(calls, pause);
			double seconds = (System.nanoTime() - start) / 1e9;
			double rate = (fairness.heavyCalls.sum() - before) / seconds;
			fairness.stopped.set(true);
			pool.cancelPending();
			Arrays.sort(times);
			return "| %s | %.2f ms | %.2f ms | %.2f ms | %.0f |".formatted(name, times[times.length / 2] / 1e6,
					times[(int) Math.ceil(times.length * 0.99) - 1] / 1e6, times[times.length - 1] / 1e6, rate);
		}
	}

	private void saturate() throws InterruptedException {
		List<WorkerFuture<Long>> first = new ArrayList<>();
		for (int tenant = 1; tenant < TENANTS; tenant++) {
			for (int call = 0; call < CALLS_PER_TENANT; call++) {
				first.add(heavyCall(tenant));
			}
		}
		CountDownLatch warm = new CountDownLatch(TENANTS);
		first.stream()
			.limit(TENANTS)
			.forEach((call) -> call.toCompletableFuture().whenComplete((result, failure) -> warm.countDown()));
		warm.await();
	}

	// Each call that ends makes room for the next one of its tenant
	private WorkerFuture<Long> heavyCall(int tenant) {
		WorkerFuture<Long> call = call(tenant);
		call.toCompletableFuture().whenComplete((result, failure) -> {
			if (failure == null && !this.stopped.get()) {
				this.heavyCalls.increment();
				heavyCall(tenant);
			}
		});
		return call;
	}

	// The light tenant asks for a third of the thousandth part that is its own
	private long fairPauseNanos() {
		long before = this.heavyCalls.sum();
		long start = System.nanoTime();
		LockSupport.parkNanos(2_000_000_000L);
		long nanosPerCall = (System.nanoTime() - start) / Math.max(1, this.heavyCalls.sum() - before);
		return 3 * TENANTS * nanosPerCall;
	}

	private long[] lightCalls(int calls, long pauseNanos) {
		long[] times = new long[calls];
		for (int i = 0; i < calls; i++) {
			LockSupport.parkNanos(pauseNanos);
			long start = System.nanoTime();
			call(0).toCompletableFuture().join();
			times[i] = System.nanoTime() - start;
		}
		return times;
	}

	private WorkerFuture<Long> call(int tenant) {
		TaskOptions options = TaskOptions.defaults();
		return this.pool.submit(Fairness::work, (this.shares) ? options.withShare(tenant) : options);
	}

	private static long work() {
		long start = System.nanoTime();
		long looks = 0;
		while (System.nanoTime() - start < SERVICE_NANOS) {
			looks++;
		}
		return looks;
	}

}
