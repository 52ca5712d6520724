package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random submits with priorities, keys and shares, cancels, timeouts, terminations,
 * resizes, recycling, pauses and a shutdown in the middle: every accepted call completes
 * exactly once, the counts agree with what callers saw, calls of one key run one after
 * the other in order, the pool stays within its size, and nothing is left.
 */
@Timeout(120)
class WorkerPoolConservationTests {

	private static final int CALLERS = 3;

	private static final int CALLS = 3_000;

	private static final int MOST_WORKERS = 4;

	private static final int KEYS = 5;

	private final AtomicInteger completions = new AtomicInteger();

	private final AtomicInteger bodiesRunTwice = new AtomicInteger();

	private final List<Throwable> unexpected = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger[] outcomes = new AtomicInteger[TaskOutcome.values().length];

	private final AtomicInteger rejections = new AtomicInteger();

	private final AtomicLong dequeuedButRan = new AtomicLong();

	private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger mostWorkers = new AtomicInteger();

	// What overlapped with the next call of its key, or came after a later one
	private final List<Call> outOfOrder = Collections.synchronizedList(new ArrayList<>());

	@RepeatedTest(5)
	void everyAcceptedCallCompletesExactlyOnce() throws Exception {
		long seed = new Random().nextLong();
		System.out.println("Seed " + seed);
		for (int i = 0; i < this.outcomes.length; i++) {
			this.outcomes[i] = new AtomicInteger();
		}
		WorkerPool pool = new WorkerPoolBuilder().size(2)
			.minSize(1)
			.queueCapacity(50)
			.timeout(Duration.ofMillis(500))
			.queueTimeout(Duration.ofMillis(300))
			.terminateGrace(Duration.ofMillis(5))
			.drainPeriod(Duration.ofMillis(20))
			.restart(RestartPolicy.defaults().withIntensity(Integer.MAX_VALUE).withBackoff(Duration.ZERO))
			.build("conservation", new ThreadWorkerRuntime(getClass().getClassLoader()));
		List<Thread> threads = new ArrayList<>();
		CountDownLatch halfWay = new CountDownLatch(CALLERS * CALLS / 2);
		for (int i = 0; i < CALLERS; i++) {
			Random random = new Random(seed + i);
			Lane[] lanes = new Lane[KEYS];
			for (int key = 0; key < KEYS; key++) {
				lanes[key] = new Lane("caller " + i + ", key " + key);
			}
			threads.add(new Thread(() -> drive(pool, random, lanes, halfWay)));
		}
		threads.add(new Thread(() -> disturb(pool, new Random(seed - 1), halfWay)));
		threads.forEach(Thread::start);
		halfWay.await();
		pool.close();
		for (Thread thread : threads) {
			thread.join();
		}
		Awaitility.await().until(() -> this.completions.get() == CALLERS * CALLS);
		PoolCounts counts = pool.snapshot().counts();
		assertThat(this.unexpected).isEmpty();
		assertThat(this.calls).allSatisfy((call) -> assertThat(call.runs.get()).isLessThanOrEqualTo(1));
		assertThat(this.dequeuedButRan).hasValue(0);
		assertThat(counts.accepted()).isEqualTo((long) CALLERS * CALLS - this.rejections.get());
		assertThat(counts.completed()).isEqualTo(counts.accepted());
		assertThat(counts.rejected()).isEqualTo(this.rejections.get());
		assertThat(counts.succeeded()).isEqualTo(this.outcomes[TaskOutcome.SUCCESS.ordinal()].get());
		assertThat(counts.timedOut()).isEqualTo(this.outcomes[TaskOutcome.TIMEOUT.ordinal()].get());
		assertThat(counts.cancelled()).isEqualTo(this.outcomes[TaskOutcome.CANCELLED.ordinal()].get());
		assertThat(counts.terminated()).isEqualTo(this.outcomes[TaskOutcome.TERMINATED.ordinal()].get());
		assertThat(pool.snapshot().queued()).isZero();
		assertThat(pool.snapshot().workers()).isEmpty();
		assertThat(this.outOfOrder).allMatch((call) -> call.abandoned);
		assertThat(this.mostWorkers).hasPositiveValue().hasValueLessThanOrEqualTo(MOST_WORKERS);
		assertThat(((DefaultWorkerPool) pool).queue().ordered().footprint()).isLessThan(20);
		Awaitility.await().until(() -> pool.snapshot().abandoned().isEmpty());
	}

	private void drive(WorkerPool pool, Random random, Lane[] lanes, CountDownLatch halfWay) {
		List<WorkerFuture<?>> pending = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			Lane lane = (random.nextInt(4) == 0) ? lanes[random.nextInt(KEYS)] : null;
			Call call = new Call(random, lane, i);
			this.calls.add(call);
			TaskOptions options = options(random, lane);
			WorkerFuture<Integer> future = pool.submit(call::run, options);
			future.whenComplete((result, failure) -> completed(call, failure));
			pending.add(future);
			if (random.nextInt(4) == 0) {
				pending.get(random.nextInt(pending.size())).cancel(random.nextBoolean());
			}
			if (random.nextInt(3) == 0) {
				awaitQuietly(pending.remove(random.nextInt(pending.size())));
			}
			halfWay.countDown();
		}
	}

	private static TaskOptions options(Random random, @Nullable Lane lane) {
		TaskOptions options = TaskOptions.defaults();
		if (random.nextInt(20) == 0) {
			options = options.withTimeout(Duration.ofMillis(1 + random.nextInt(5)));
		}
		if (random.nextInt(4) == 0) {
			options = options.withPriority(random.nextInt(10));
		}
		if (random.nextInt(4) == 0) {
			options = options.withShare("share " + random.nextInt(3));
		}
		return (lane != null) ? options.withKey(lane.key) : options;
	}

	private static void awaitQuietly(WorkerFuture<?> future) {
		try {
			future.toCompletableFuture().join();
		}
		catch (CompletionException | CancellationException ex) {
			// Told to completed() as well
		}
	}

	private void disturb(WorkerPool pool, Random random, CountDownLatch halfWay) {
		while (halfWay.getCount() > 0) {
			switch (random.nextInt(8)) {
				case 0 -> {
					pool.pause();
					pool.resume();
				}
				case 1 -> pool.resize(1, 1 + random.nextInt(MOST_WORKERS));
				case 2 -> pool.recycle();
				case 3 -> pool.cancelPending();
				default -> terminateOne(pool, random);
			}
			this.mostWorkers.accumulateAndGet(
					(int) pool.snapshot().workers().stream().filter((worker) -> worker.state().serves()).count(),
					Math::max);
			Thread.yield();
		}
		pool.resume();
	}

	private static void terminateOne(WorkerPool pool, Random random) {
		List<WorkerSnapshot> workers = pool.snapshot().workers();
		if (!workers.isEmpty()) {
			try {
				pool.terminate(workers.get(random.nextInt(workers.size())).id()).join();
			}
			catch (NoSuchElementException ex) {
				// It ended meanwhile
			}
		}
	}

	private void completed(Call call, Throwable failure) {
		if (call.completions.incrementAndGet() > 1) {
			this.unexpected.add(new IllegalStateException("Completed twice"));
		}
		this.completions.incrementAndGet();
		if (failure == null) {
			count(TaskOutcome.SUCCESS);
		}
		else if (failure instanceof TaskTimeoutException timeout) {
			stopped(call, TaskOutcome.TIMEOUT, timeout.getOutcome());
		}
		else if (failure instanceof TaskCancelledException cancelled) {
			stopped(call, TaskOutcome.CANCELLED, cancelled.getOutcome());
		}
		else if (failure instanceof WorkerTerminatedException terminated) {
			stopped(call, TaskOutcome.TERMINATED, terminated.getOutcome());
		}
		else if (failure instanceof PoolSaturatedException || failure instanceof PoolClosedException) {
			this.rejections.incrementAndGet();
		}
		else {
			this.unexpected.add(failure);
		}
	}

	private void stopped(Call call, TaskOutcome outcome, StopOutcome stop) {
		count(outcome);
		call.abandoned = stop.mayStillRun();
		if (stop == StopOutcome.DEQUEUED && call.runs.get() > 0) {
			this.dequeuedButRan.incrementAndGet();
		}
		if (stop != StopOutcome.DEQUEUED && !stop.mayStillRun() && call.running) {
			this.unexpected.add(new IllegalStateException("Reported as stopped but still runs"));
		}
	}

	private void count(TaskOutcome outcome) {
		this.outcomes[outcome.ordinal()].incrementAndGet();
	}

	/**
	 * The calls of one key of one caller.
	 */
	private static final class Lane {

		private final String key;

		private final AtomicReference<@Nullable Call> last = new AtomicReference<>();

		private Lane(String key) {
			this.key = key;
		}

	}

	private final class Call {

		private final int kind;

		private final @Nullable Lane lane;

		private final int number;

		private volatile boolean abandoned;

		private final AtomicInteger runs = new AtomicInteger();

		private final AtomicInteger completions = new AtomicInteger();

		private volatile boolean running;

		private Call(Random random, @Nullable Lane lane, int number) {
			this.kind = random.nextInt(40);
			this.lane = lane;
			this.number = number;
		}

		private int run() throws InterruptedException {
			this.running = true;
			try {
				this.runs.incrementAndGet();
				checkLane();
				if (this.kind == 0) {
					new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
				}
				else if (this.kind == 1) {
					spinIgnoringInterrupts();
				}
				return this.kind;
			}
			finally {
				this.running = false;
			}
		}

		private void checkLane() {
			Call previous = (this.lane != null) ? this.lane.last.getAndSet(this) : null;
			if (previous != null && (previous.running || previous.number > this.number)) {
				WorkerPoolConservationTests.this.outOfOrder.add(previous);
			}
		}

		private static void spinIgnoringInterrupts() {
			long end = System.nanoTime() + 8_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}

	}

}
