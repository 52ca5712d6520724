package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for priorities, keys and shares on real workers.
 */
@Timeout(60)
class TaskOrderTests {

	private static final TaskOptions PLAIN = TaskOptions.defaults();

	private final TestPools pools = new TestPools();

	private final List<String> ran = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void higherPrioritiesRunFirst() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(100));
		this.pools.block(pool);
		List<WorkerFuture<?>> tasks = new ArrayList<>();
		for (int priority : new int[] { 4, 0, 9, 4, 5, 9 }) {
			tasks.add(note(pool, "p" + priority, PLAIN.withPriority(priority)));
		}
		this.pools.release();
		awaitAll(tasks);
		assertThat(this.ran).containsExactly("p9", "p9", "p5", "p4", "p4", "p0");
	}

	@Test
	void priorityOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withPriority(10))
			.withMessage("'priority' must be from 0 to 9 but was 10");
	}

	@Test
	void equalKeysRunInOrderOnOneWorkerWhoeverSubmitsThem() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.size(4).queueCapacity(100_000));
		TestPools.awaitIdle(pool);
		Map<String, List<Integer>> order = new ConcurrentHashMap<>();
		Map<String, Set<String>> workers = new ConcurrentHashMap<>();
		List<WorkerFuture<?>> tasks = Collections.synchronizedList(new ArrayList<>());
		List<Thread> callers = new ArrayList<>();
		for (int caller = 0; caller < 8; caller++) {
			String key = "key " + caller;
			order.put(key, new ArrayList<>());
			workers.put(key, ConcurrentHashMap.newKeySet());
			Thread thread = new Thread(() -> {
				for (int i = 0; i < 500; i++) {
					int number = i;
					tasks.add(pool.submit(() -> {
						// Not thread-safe: no two tasks of a key run at the same time
						order.get(key).add(number);
						workers.get(key).add(WorkerContext.current().workerName());
						return null;
					}, PLAIN.withKey(key).withPriority(number % 10)));
				}
			});
			callers.add(thread);
			thread.start();
		}
		for (Thread caller : callers) {
			caller.join();
		}
		awaitAll(tasks);
		assertThat(order.values()).allSatisfy((numbers) -> assertThat(numbers).hasSize(500).isSorted());
		assertThat(workers.values()).allSatisfy((names) -> assertThat(names).hasSize(1));
		assertThat(pool.snapshot().queued()).isZero();
	}

	@Test
	void keysOfATerminatedWorkerMoveToAnother() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.size(3).queueCapacity(1000));
		TestPools.awaitIdle(pool);
		Map<String, String> before = workersOf(pool);
		assertThat(new HashSet<>(before.values())).hasSize(3);
		WorkerSnapshot gone = pool.snapshot().workers().get(0);
		pool.terminate(gone.id()).get();
		TestPools.awaitIdle(pool);
		Map<String, String> after = workersOf(pool);
		assertThat(after.values()).doesNotContain(gone.name());
		assertThat(after.keySet()).anySatisfy((key) -> assertThat(after.get(key)).isEqualTo(before.get(key)));
	}

	@Test
	void nextTaskOfAKeyWaitsUntilTheOneOnATerminatedWorkerHasEnded() throws Exception {
		WorkerPool pool = this.pools
			.build(TestPools.SMALL.size(2).queueCapacity(10).terminateGrace(Duration.ofSeconds(30)));
		TestPools.awaitIdle(pool);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		AtomicReference<String> worker = new AtomicReference<>();
		WorkerFuture<?> first = pool.submit(() -> {
			worker.set(WorkerContext.current().workerName());
			begun.countDown();
			awaitStubbornly(interrupted, mayEnd);
			this.ran.add("first ended");
			return null;
		}, PLAIN.withKey("k"));
		begun.await();
		WorkerFuture<?> second = note(pool, "second", PLAIN.withKey("k"));
		long id = pool.snapshot()
			.workers()
			.stream()
			.filter((each) -> each.name().equals(worker.get()))
			.findFirst()
			.orElseThrow()
			.id();
		pool.terminate(id);
		interrupted.await();
		note(pool, "other", PLAIN.withKey("other")).get();
		assertThat(second.isDone()).isFalse();
		mayEnd.countDown();
		second.get();
		assertThat(this.ran).containsExactly("other", "first ended", "second");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get)
			.withCauseInstanceOf(WorkerTerminatedException.class);
	}

	@Test
	void busyKeyStopsNeitherOtherKeysNorPlainCalls() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.size(2).queueCapacity(1000));
		TestPools.awaitIdle(pool);
		CountDownLatch mayEnd = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		List<WorkerFuture<?>> busy = new ArrayList<>();
		busy.add(pool.submit(() -> {
			begun.countDown();
			mayEnd.await();
			return null;
		}, PLAIN.withKey("busy")));
		begun.await();
		for (int i = 0; i < 100; i++) {
			busy.add(note(pool, "busy", PLAIN.withKey("busy")));
		}
		String free = pool.submit(() -> WorkerContext.current().workerName()).get();
		String key = workersOf(pool, free);
		assertThat(note(pool, "other", PLAIN.withKey(key)).get()).isEqualTo("other");
		assertThat(this.ran).doesNotContain("busy");
		mayEnd.countDown();
		awaitAll(busy);
	}

	@Test
	void floodOfOneShareNeitherDelaysNorRejectsAnother() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(64));
		this.pools.block(pool);
		List<WorkerFuture<?>> flood = new ArrayList<>();
		int accepted = 0;
		for (int i = 0; i < 100; i++) {
			WorkerFuture<?> task = note(pool, "flood", PLAIN.withShare("flood"));
			flood.add(task);
			accepted += (task.toCompletableFuture().isCompletedExceptionally()) ? 0 : 1;
		}
		assertThat(accepted).isEqualTo(32);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> flood.get(99).get())
			.withCauseInstanceOf(PoolSaturatedException.class)
			.withMessageContaining(
					"Share 'flood' has its part of the queue of pool 'test', which keeps room for others: "
							+ "32 tasks queued (limit 64)");
		assertThat(pool.needsDrain()).isFalse();
		WorkerFuture<?> light = note(pool, "light", PLAIN.withShare("light"));
		WorkerFuture<?> plain = note(pool, "plain", PLAIN);
		this.pools.release();
		awaitAll(List.of(light, plain));
		awaitAll(flood.subList(0, accepted));
		assertThat(this.ran.indexOf("light")).isLessThanOrEqualTo(2);
		assertThat(this.ran.indexOf("plain")).isLessThanOrEqualTo(3);
	}

	@Test
	void poolWithoutQueueTakesOrderedCallsOfIdleWorkers() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.size(2).queueCapacity(0));
		TestPools.awaitIdle(pool);
		for (int i = 0; i < 50; i++) {
			TestPools.awaitIdle(pool);
			assertThat(note(pool, "shared", PLAIN.withShare(i % 3).withPriority(i % 10)).get()).isEqualTo("shared");
		}
		// The worker of the last call may be about to become idle
		TestPools.awaitIdle(pool);
		this.pools.block(pool);
		this.pools.block(pool);
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> note(pool, "late", PLAIN.withShare(1)).get())
			.withCauseInstanceOf(PoolSaturatedException.class);
		assertThat(pool.snapshot().queued()).isZero();
	}

	@Test
	void orderedCallsAreCancelledTimedOutAndPausedAsOthers() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(10));
		pool.pause();
		WorkerFuture<?> cancelled = note(pool, "cancelled", PLAIN.withKey("k"));
		WorkerFuture<?> late = note(pool, "late", PLAIN.withShare("s").withQueueTimeout(Duration.ofSeconds(1)));
		WorkerFuture<?> kept = note(pool, "kept", PLAIN.withKey("k"));
		assertThat(pool.tasks()).hasSize(3);
		assertThat(cancelled.cancel(true)).isTrue();
		Awaitility.await().until(late::isDone);
		assertThat(pool.snapshot().queued()).isEqualTo(1);
		pool.resume();
		kept.get();
		assertThat(this.ran).containsExactly("kept");
		pool.pause();
		note(pool, "pending", PLAIN.withPriority(9));
		assertThat(pool.cancelPending()).isEqualTo(1);
		note(pool, "at shutdown", PLAIN.withPriority(9));
		pool.close();
		assertThat(pool.snapshot().counts().inFlight()).isZero();
	}

	@Test
	void everyWorkerRunsTheFunctionOnce() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.size(4).queueCapacity(0));
		TestPools.awaitIdle(pool);
		this.pools.block(pool);
		List<WorkerFuture<String>> all = pool.runOnAll(OwnName.class, "hello", PLAIN);
		assertThat(all).hasSize(4);
		this.pools.release();
		Set<String> names = new HashSet<>();
		for (WorkerFuture<String> each : all) {
			names.add(each.get());
		}
		assertThat(names).containsExactlyInAnyOrder("hello worker-test-1", "hello worker-test-2", "hello worker-test-3",
				"hello worker-test-4");
	}

	@Test
	void callForAWorkerThatEndsFirstIsTerminated() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL);
		this.pools.block(pool);
		List<WorkerFuture<String>> all = pool.runOnAll(OwnName.class, "hello", PLAIN);
		pool.terminate(1).get();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> all.get(0).get())
			.satisfies(
					(ex) -> assertThat(((WorkerTerminatedException) Objects.requireNonNull(ex.getCause())).getOutcome())
						.isEqualTo(StopOutcome.DEQUEUED));
		assertThat(note(pool, "goes on", PLAIN).get()).isEqualTo("goes on");
	}

	private WorkerFuture<String> note(WorkerPool pool, String name, TaskOptions options) {
		return pool.submit(() -> {
			this.ran.add(name);
			return name;
		}, options);
	}

	private static Map<String, String> workersOf(WorkerPool pool) throws Exception {
		Map<String, String> workers = new HashMap<>();
		for (int i = 0; i < 60; i++) {
			workers.put("key " + i,
					pool.submit(() -> WorkerContext.current().workerName(), PLAIN.withKey("key " + i)).get());
		}
		return workers;
	}

	// Only keys of the named worker, which is free, run now: the others time out
	private static String workersOf(WorkerPool pool, String worker) throws Exception {
		for (int i = 0; true; i++) {
			WorkerFuture<String> name = pool.submit(() -> WorkerContext.current().workerName(),
					PLAIN.withKey("key " + i).withQueueTimeout(Duration.ofMillis(200)));
			try {
				if (name.get().equals(worker)) {
					return "key " + i;
				}
			}
			catch (ExecutionException ex) {
				// Belongs to the worker that is busy
			}
		}
	}

	private static void awaitAll(List<WorkerFuture<?>> tasks) throws Exception {
		for (WorkerFuture<?> task : tasks) {
			task.get();
		}
	}

	private static void awaitStubbornly(CountDownLatch interrupted, CountDownLatch mayEnd) {
		while (true) {
			try {
				mayEnd.await();
				return;
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}
	}

	static class OwnName implements WorkerFunction<String, String> {

		@Override
		public String apply(String greeting) {
			return greeting + " " + WorkerContext.current().workerName();
		}

	}

}
