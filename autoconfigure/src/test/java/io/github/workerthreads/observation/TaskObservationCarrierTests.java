package io.github.workerthreads.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.TaskOutcome;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskObservationCarrier}.
 */
@Timeout(60)
class TaskObservationCarrierTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Handler handler = new Handler();

	private final WorkerPool pool = new WorkerPoolBuilder().size(1)
		.terminateGrace(Duration.ofMillis(20))
		.contextCarrier(new TaskObservationCarrier(() -> this.registry, null))
		.build("test", new ThreadWorkerRuntime());

	TaskObservationCarrierTests() {
		this.registry.observationConfig().observationHandler(this.handler);
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void bodyThatWasGivenUpOnEndsWithTheOutcomeThatItsCallerHeardOf() {
		CountDownLatch mayEnd = new CountDownLatch(1);
		TaskOptions options = TaskOptions.defaults().withName("late").withTimeout(Duration.ofMillis(20));
		parent().observe(() -> assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.pool.submit(() -> ignoreInterrupts(mayEnd), options).get()));
		assertThat(this.handler.outcomes).isEmpty();
		mayEnd.countDown();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.handler.outcomes).containsEntry("late", TaskOutcome.TIMEOUT));
	}

	@Test
	void scopesThatABodyLeavesOpenReachNoOtherTask() throws Exception {
		this.pool.submit(() -> {
			parent().start().openScope();
			return parent().start().openScope();
		}, TaskOptions.defaults()).toCompletableFuture().handle((result, failure) -> true).get();
		assertThat(currentOfNextTask()).isNull();
		parent()
			.observe(() -> this.pool.submit(() -> parent().start().openScope() != null).toCompletableFuture().join());
		assertThat(currentOfNextTask()).isNull();
	}

	@Test
	void handlerThatFailsCostsNoCallAndReachesNoOtherTask() throws Exception {
		this.handler.failsToClose = true;
		Observation parent = parent().start();
		assertThat(callWithin(parent)).isEqualTo("runs");
		this.handler.failsToClose = false;
		assertThat(this.handler.stopped).containsExactly("workers.task");
		assertThat(currentOfNextTask()).isNull();
	}

	private String callWithin(Observation parent) throws Exception {
		Observation.Scope scope = parent.openScope();
		try {
			return this.pool.submit(() -> "runs").get();
		}
		finally {
			this.registry.setCurrentObservationScope(scope.getPreviousObservationScope());
		}
	}

	private @Nullable String currentOfNextTask() throws Exception {
		return this.pool.submit(() -> {
			Observation current = this.registry.getCurrentObservation();
			return (current != null) ? current.getContext().getName() : null;
		}).get();
	}

	private Observation parent() {
		return Observation.createNotStarted("caller", this.registry);
	}

	private static String ignoreInterrupts(CountDownLatch mayEnd) {
		while (mayEnd.getCount() > 0) {
			Thread.onSpinWait();
		}
		return "late";
	}

	/**
	 * Notes what ended.
	 */
	private static final class Handler implements ObservationHandler<Observation.Context> {

		private final Map<String, TaskOutcome> outcomes = new ConcurrentHashMap<>();

		private final List<String> stopped = new CopyOnWriteArrayList<>();

		private volatile boolean failsToClose;

		@Override
		public void onScopeClosed(Observation.Context context) {
			if (this.failsToClose) {
				throw new IllegalStateException("handler");
			}
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context.getName());
			if (context instanceof WorkerTaskObservationContext task && task.getOutcome() != null) {
				this.outcomes.put(task.getTask().name(), task.getOutcome());
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
