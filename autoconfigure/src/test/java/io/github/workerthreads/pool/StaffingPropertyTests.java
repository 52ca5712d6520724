package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random submits, kills, terminations, resizes, recycling, failures and idle times: the
 * workers that serve stay within the limits at all times, every accepted call completes
 * once, and when peace returns there are as many workers as are wanted.
 */
@Timeout(120)
class StaffingPropertyTests {

	private static final int STEPS = 2_000;

	private final KillableRuntime runtime = new KillableRuntime();

	private final AtomicInteger succeeded = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private volatile boolean ranTwice;

	private final List<Throwable> unexpected = Collections.synchronizedList(new ArrayList<>());

	@RepeatedTest(5)
	void workersStayWithinTheLimits() throws Exception {
		long seed = new Random().nextLong();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		WorkerPoolBuilder builder = PoolFixture.BUILDER.size(4)
			.minSize(random.nextInt(5))
			.warmSpares(random.nextInt(3))
			.maxTasksPerWorker(random.nextInt(50))
			.maxWorkerAge(Duration.ofMinutes(1))
			.idleTimeout(Duration.ofSeconds(1))
			.queueCapacity(random.nextInt(100))
			.restart(new RestartPolicy(20, Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(10)));
		try (PoolFixture fixture = new PoolFixture(builder, this.runtime)) {
			AtomicBoolean ends = new AtomicBoolean();
			Thread sampler = new Thread(() -> sample(fixture, ends));
			sampler.start();
			List<WorkerFuture<Integer>> futures = new ArrayList<>();
			for (int i = 0; i < STEPS; i++) {
				step(fixture, random, futures);
				assertWithinLimits(fixture);
			}
			ends.set(true);
			sampler.join();
			settle(fixture, futures);
			assertThat(this.unexpected).isEmpty();
			PoolCounts counts = fixture.pool.snapshot().counts();
			assertThat(counts.accepted() + counts.rejected()).isEqualTo(futures.size());
			assertThat(counts.completed()).isEqualTo(counts.accepted());
			assertThat(counts.succeeded()).isEqualTo(this.succeeded.get()).isPositive();
			assertThat(counts.terminated() + counts.rejected()).isEqualTo(this.failed.get());
			assertThat(this.ranTwice).isFalse();
		}
	}

	private void step(PoolFixture fixture, Random random, List<WorkerFuture<Integer>> futures) {
		DefaultWorkerPool pool = fixture.pool;
		switch (random.nextInt(40)) {
			case 0 -> pool.resize(1 + random.nextInt(8));
			case 1 -> {
				int size = 1 + random.nextInt(8);
				pool.resize(random.nextInt(size + 1), size);
			}
			case 2 -> kill(pool, random);
			case 3 -> terminate(pool, random);
			case 4 -> pool.recycle();
			case 5 -> fixture.pass(Duration.ofMillis(random.nextInt(3_000)));
			case 6 -> this.runtime.failStarts((random.nextInt(3) == 0) ? new IllegalStateException("no start") : null);
			case 7 -> pool.resume();
			case 8 -> {
				pool.pause();
				pool.resume();
			}
			default -> {
				boolean waits = random.nextInt(3) == 0;
				AtomicInteger runs = new AtomicInteger();
				futures.add(pool.submit(() -> body(runs, waits)));
			}
		}
	}

	private int body(AtomicInteger runs, boolean waits) {
		if (runs.incrementAndGet() > 1) {
			this.ranTwice = true;
		}
		if (waits) {
			Thread.yield();
		}
		return runs.get();
	}

	private void kill(DefaultWorkerPool pool, Random random) {
		List<PooledWorker> live = pool.roster().live();
		if (!live.isEmpty()) {
			this.runtime.kill(live.get(random.nextInt(live.size())).name());
		}
	}

	private static void terminate(DefaultWorkerPool pool, Random random) {
		List<PooledWorker> live = pool.roster().live();
		if (!live.isEmpty()) {
			try {
				pool.terminate(live.get(random.nextInt(live.size())).id());
			}
			catch (NoSuchElementException ex) {
				// It ended meanwhile
			}
		}
	}

	// Resizes come from one thread only, so that after each the limits are those of the
	// last
	private static void assertWithinLimits(PoolFixture fixture) {
		WorkerSizing sizing = fixture.pool.staffing().sizing();
		// What is read while a worker takes over from another may have both, once
		int serving = Math.min(fixture.pool.roster().staying(), fixture.pool.roster().staying());
		assertThat(serving).isLessThanOrEqualTo(sizing.size());
		assertThat(sizing.wanted()).isBetween(sizing.minSize(), sizing.size());
		assertThat(fixture.pool.roster().stayingSpares())
			.isLessThanOrEqualTo(Math.max(1, fixture.pool.options().warmSpares()));
	}

	private void sample(PoolFixture fixture, AtomicBoolean ends) {
		while (!ends.get()) {
			try {
				assertThat(fixture.pool.roster().staying()).isLessThanOrEqualTo(8);
				assertThat(fixture.pool.staffing().starting()).isBetween(0, 8);
			}
			catch (AssertionError ex) {
				this.unexpected.add(ex);
			}
			Thread.yield();
		}
	}

	private void settle(PoolFixture fixture, List<WorkerFuture<Integer>> futures) {
		this.runtime.failStarts(null);
		fixture.pool.resume();
		awaitPeace(fixture,
				() -> assertThat(futures.stream().filter((future) -> !future.isDone()))
					.as(() -> fixture.pool.snapshot().toString())
					.isEmpty());
		for (WorkerFuture<Integer> future : futures) {
			future.whenComplete((result, failure) -> note(failure));
		}
		awaitPeace(fixture,
				() -> assertThat(fixture.pool.roster().serving()).hasSize(fixture.pool.staffing().sizing().wanted())
					.allSatisfy((worker) -> assertThat(worker.state().serves()).isTrue()));
		fixture.awaitIdle();
		fixture.pass(Duration.ofSeconds(2));
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(fixture.pool.roster().serving()).hasSize(fixture.pool.snapshot().minSize()));
		awaitPeace(fixture,
				() -> assertThat(fixture.pool.roster().spares()).hasSize(fixture.pool.options().warmSpares()));
		assertThat(fixture.pool.snapshot().queued()).isZero();
	}

	// Waits after deaths pass too, and deaths of the last step may come late
	private static void awaitPeace(PoolFixture fixture, ThrowingRunnable assertion) {
		Awaitility.await().untilAsserted(() -> {
			fixture.pass(Duration.ofMillis(5));
			fixture.pool.resume();
			assertion.run();
		});
	}

	private void note(Throwable failure) {
		if (failure == null) {
			this.succeeded.incrementAndGet();
		}
		else if (failure instanceof PoolSaturatedException || failure instanceof PoolFailedException
				|| failure instanceof WorkerTerminatedException) {
			this.failed.incrementAndGet();
		}
		else {
			this.unexpected.add(failure);
		}
	}

}
