package io.github.workerthreads.runtime.classloader;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.pool.WorkerTermination;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of calls and code when workers with classes of their own are
 * terminated.
 */
@Timeout(120)
class IsolatedWorkerEndTests {

	private static final String CLEANED = "isolated.cleaned";

	private static WorkerPool pool(int size) {
		return new WorkerPoolBuilder().size(size)
			.isolation(Isolation.CLASS_LOADER)
			.timeout(Duration.ZERO)
			.queueTimeout(Duration.ZERO)
			.queueCapacity(10_000)
			.terminateGrace(Duration.ofSeconds(20))
			.restart(new WorkerPoolBuilder().options().restart().withIntensity(1000))
			.build("ends", new ClassLoaderWorkerRuntime(IsolatedWorkerEndTests.class.getClassLoader(),
					List.of(IsolatedWorkerEndTests.class.getName()), List.of(), NoBeans.FACTORY));
	}

	@Test
	void codeThatIsStoppedMayCleanUp() throws Exception {
		System.clearProperty(CLEANED);
		// A busy machine may not let it run in the time it has for that
		for (int i = 0; i < 50 && System.getProperty(CLEANED) == null; i++) {
			try (WorkerPool pool = pool(1)) {
				WorkerFuture<String> future = begin(pool, Cleaning.class, "cleans up");
				assertThat(pool.terminate(1).get().outcome()).isEqualTo(WorkerState.TERMINATED);
				assertThat(future.toCompletableFuture()).failsWithin(Duration.ofSeconds(10))
					.withThrowableThat()
					.withCauseInstanceOf(WorkerTerminatedException.class);
			}
		}
		assertThat(System.getProperty(CLEANED)).isEqualTo("cleans up in 1000 steps");
	}

	@Test
	void cleaningUpForEverIsCutShort() throws Exception {
		try (WorkerPool pool = pool(1)) {
			begin(pool, Cleaning.class, "for ever");
			WorkerTermination termination = pool.terminate(1).get();
			assertThat(termination.outcome()).isEqualTo(WorkerState.TERMINATED);
			assertThat(termination.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
		}
	}

	@Test
	void killsUnderLoadLoseNoCallAndCompleteNoneTwice() throws Exception {
		int kills = 50;
		Map<Integer, LongAdder> completions = new ConcurrentHashMap<>();
		List<WorkerFuture<Integer>> calls = new ArrayList<>();
		try (WorkerPool pool = pool(2)) {
			for (int kill = 0; kill < kills; kill++) {
				for (int i = 0; i < 100; i++) {
					int number = calls.size();
					completions.put(number, new LongAdder());
					WorkerFuture<Integer> call = pool.run(Spinning.class, number);
					call.whenComplete((result, failure) -> completions.get(number).increment());
					calls.add(call);
				}
				pool.terminate(victim(pool)).get();
			}
			int lost = 0;
			for (int number = 0; number < calls.size(); number++) {
				Throwable failure = calls.get(number)
					.<Throwable>handle((result, ex) -> ex)
					.toCompletableFuture()
					.get(60, TimeUnit.SECONDS);
				if (failure == null) {
					assertThat(calls.get(number).get()).isEqualTo(number);
				}
				else {
					assertThat(failure).isInstanceOf(WorkerTerminatedException.class);
					lost++;
				}
			}
			assertThat(lost).isLessThanOrEqualTo(kills);
			PoolSnapshot snapshot = pool.snapshot();
			assertThat(snapshot.counts().inFlight()).isZero();
			assertThat(snapshot.counts().accepted()).isEqualTo(calls.size());
			assertThat(snapshot.abandoned()).isEmpty();
		}
		assertThat(completions.values()).allMatch((count) -> count.sum() == 1);
	}

	// One that is busy, as nearly all are
	private static long victim(WorkerPool pool) {
		List<WorkerSnapshot> workers = Awaitility.await()
			.until(() -> pool.snapshot().workers(), (found) -> !found.isEmpty());
		return workers.stream().filter((worker) -> worker.task() != null).findFirst().orElse(workers.get(0)).id();
	}

	private static WorkerFuture<String> begin(WorkerPool pool, Class<? extends WorkerFunction<String, String>> function,
			String input) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		WorkerFuture<String> future = pool.run(function, input).onProgress((item) -> begun.countDown());
		begun.await();
		return future;
	}

	static final class Cleaning implements WorkerFunction<String, String> {

		private static volatile int steps;

		@Override
		public String apply(String input) {
			WorkerContext.current().emit("begins");
			try {
				while (steps >= 0) {
					steps = 0;
				}
			}
			finally {
				for (int i = 0; i < 1000 || input.equals("for ever"); i++) {
					step();
				}
				System.setProperty(CLEANED, input + " in " + steps + " steps");
			}
			return input;
		}

		private static void step() {
			steps++;
		}

	}

	static final class Spinning implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer number) {
			long end = System.nanoTime() + 500_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			return number;
		}

	}

}
