package io.github.workerthreads.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerInitializer;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of initializers of workers.
 */
@Timeout(60)
class WorkerInitializerTests {

	private static final WorkerPoolBuilder ONE = PoolFixture.BUILDER.size(1).startTimeout(Duration.ofSeconds(30));

	private static final List<String> events = Collections.synchronizedList(new ArrayList<>());

	private static volatile CountDownLatch gate = new CountDownLatch(0);

	private static volatile boolean fails;

	@BeforeEach
	void reset() {
		events.clear();
		fails = false;
		gate = new CountDownLatch(0);
	}

	@AfterEach
	void openGate() {
		gate.countDown();
	}

	@Test
	void initializerRunsOnceOnEachWorkerBeforeItsFirstTask() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE.initializer(Recording.class))) {
			for (int i = 0; i < 3; i++) {
				fixture.pool.submit(() -> events.add("task on " + Thread.currentThread().getName())).get();
			}
			fixture.pool.terminate(1).get();
			fixture.pool.submit(() -> events.add("task on " + Thread.currentThread().getName())).get();
		}
		assertThat(events).containsExactly("init worker-test-1 of test on worker-test-1", "task on worker-test-1",
				"task on worker-test-1", "task on worker-test-1", "init worker-test-2 of test on worker-test-2",
				"task on worker-test-2");
	}

	@Test
	void whatAnInitializerLeavesOnItsThreadReachesNoTask() throws Exception {
		TaskContextCarrier carrier = new TaskContextCarrier() {

			@Override
			public @Nullable Object capture(TaskInfo task) {
				return null;
			}

			@Override
			public Scope open(TaskInfo task, Object captured) {
				throw new IllegalStateException("nothing captured");
			}

			@Override
			public void clear() {
				Leaving.USER.remove();
			}

		};
		try (TestPools pools = new TestPools()) {
			WorkerPool pool = pools.build(TestPools.SMALL.contextCarrier(carrier).initializer(Leaving.class));
			assertThat(pool.submit(Leaving.USER::get).get()).isNull();
		}
	}

	@Test
	void workerIsStartingUntilItsInitializerEndsAndCallsWait() throws Exception {
		gate = new CountDownLatch(1);
		try (PoolFixture fixture = new PoolFixture(ONE.queueCapacity(0).initializer(Recording.class))) {
			assertThat(fixture.pool.snapshot().workers()).singleElement()
				.satisfies((worker) -> assertThat(worker.state()).isEqualTo(WorkerState.STARTING));
			WorkerFuture<String> waits = fixture.pool.submit(() -> "ran");
			assertThat(waits.isDone()).isFalse();
			gate.countDown();
			assertThat(waits.get()).isEqualTo("ran");
		}
	}

	@Test
	void failingInitializerIsAFailedStartThatIsTriedAgain() throws Exception {
		fails = true;
		try (PoolFixture fixture = new PoolFixture(ONE.initializer(Recording.class))) {
			fixture.awaitEnding("worker-test-1 DEATH: java.io.IOException: no model");
			assertThat(fixture.pool.snapshot().endings().get(0).state()).isEqualTo(WorkerState.FAILED);
			WorkerFuture<String> waits = fixture.pool.submit(() -> Thread.currentThread().getName());
			assertThat(fixture.names()).isEmpty();
			fails = false;
			fixture.pass(Duration.ofMillis(100));
			assertThat(waits.get()).isEqualTo("worker-test-2");
			assertThat(fixture.pool.snapshot().restart().deaths()).isEqualTo(1);
		}
	}

	@Test
	void hangingInitializerIsInterruptedAndReplacedAfterTheStartTimeout() throws Exception {
		gate = new CountDownLatch(1);
		try (PoolFixture fixture = new PoolFixture(ONE.initializer(Recording.class))) {
			Awaitility.await().until(() -> events.size() == 1);
			fixture.pass(Duration.ofSeconds(29));
			assertThat(fixture.pool.inspect(1).worker().state()).isEqualTo(WorkerState.STARTING);
			gate = new CountDownLatch(0);
			fixture.pass(Duration.ofSeconds(1));
			fixture.awaitEnding("worker-test-1 DEATH: was not ready within its start-timeout of 30 s");
			assertThat(events).contains(
					"told: Worker 'worker-test-1' is to end: was not ready within its " + "start-timeout of 30 s");
			fixture.pass(Duration.ofMillis(100));
			assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-2");
		}
	}

	@Test
	void initializerThatIgnoresTheInterruptIsAbandoned() {
		CountDownLatch hanging = new CountDownLatch(1);
		gate = hanging;
		try (PoolFixture fixture = new PoolFixture(ONE.initializer(Deaf.class))) {
			Awaitility.await().until(() -> events.contains("deaf"));
			gate = new CountDownLatch(0);
			fixture.pass(Duration.ofSeconds(30));
			Awaitility.await().until(() -> fixture.pool.roster().find(1).graceEnds() != Task.NEVER);
			assertThat(fixture.pool.inspect(1).worker().state()).isEqualTo(WorkerState.TERMINATING);
			fixture.pass(Duration.ofMillis(200));
			Awaitility.await()
				.untilAsserted(() -> assertThat(fixture.pool.snapshot().abandoned()).singleElement()
					.satisfies((worker) -> assertThat(worker.name()).isEqualTo("worker-test-1")));
			Awaitility.await().until(() -> fixture.pool.snapshot().restart().deaths() == 1);
			fixture.pass(Duration.ofMillis(100));
			fixture.awaitNames("worker-test-2");
			hanging.countDown();
			Awaitility.await().until(() -> fixture.pool.snapshot().abandoned().isEmpty());
		}
	}

	@Test
	void initializerCanEmitNothing() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE.initializer(Emitting.class))) {
			fixture.awaitEnding("worker-test-1 DEATH: java.lang.IllegalStateException: Initializer "
					+ Emitting.class.getName() + " can emit nothing: no caller listens. Emit from a task");
		}
	}

	@Test
	void initializerWithoutConstructorSaysSo() {
		try (PoolFixture fixture = new PoolFixture(ONE.initializer(NoConstructor.class))) {
			Awaitility.await()
				.untilAsserted(() -> assertThat(fixture.endings()).first()
					.asString()
					.contains(
							"Initializer " + NoConstructor.class.getName() + " has no constructor without arguments"));
		}
	}

	@Test
	void startTimeoutMustBeLongerThanZero() {
		assertThatIllegalArgumentException().isThrownBy(() -> ONE.startTimeout(Duration.ZERO))
			.withMessage("'startTimeout' must be longer than 0 but was PT0S");
	}

	static class Recording implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) throws Exception {
			events.add("init %s of %s on %s".formatted(context.workerName(), context.poolName(),
					Thread.currentThread().getName()));
			if (fails) {
				throw new IOException("no model");
			}
			try {
				gate.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				events.add("told: " + context.cancellationSignal().reason());
				throw ex;
			}
		}

	}

	static class Deaf implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) {
			CountDownLatch hanging = gate;
			events.add("deaf");
			while (hanging.getCount() > 0) {
				Thread.onSpinWait();
			}
		}

	}

	static class Emitting implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) {
			context.emit("item");
		}

	}

	static class NoConstructor implements WorkerInitializer {

		NoConstructor(String argument) {
		}

		@Override
		public void initialize(WorkerContext context) {
		}

	}

	static class Leaving implements WorkerInitializer {

		private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

		@Override
		public void initialize(WorkerContext context) {
			USER.set("system");
		}

	}

}
