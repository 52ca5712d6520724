package io.github.workerthreads.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import io.github.workerthreads.observation.PoolDrainedEvent;
import io.github.workerthreads.observation.PoolSaturatedEvent;
import io.github.workerthreads.observation.WorkerEndedEvent;
import io.github.workerthreads.observation.WorkerEventPublisher;
import io.github.workerthreads.observation.WorkerStartedEvent;
import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkersEventsAutoConfiguration}.
 */
@Timeout(60)
class WorkersEventsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersEventsAutoConfiguration.class))
		.withPropertyValues("worker-threads.defaults.size=1", "worker-threads.defaults.queue-capacity=1")
		.withUserConfiguration(Listener.class);

	@Test
	void listenersHearOfWorkersInOrderAndOffTheirThreads() {
		this.runner.withPropertyValues("worker-threads.defaults.terminate-grace=30s").run((context) -> {
			Listener listener = context.getBean(Listener.class);
			WorkerPool pool = context.getBean(WorkerPool.class);
			pool.terminate(1).get();
			Awaitility.await()
				.untilAsserted(() -> assertThat(listener.events).containsExactly("started worker-default-1",
						"ended worker-default-1 TERMINATED true", "started worker-default-2"));
			assertThat(listener.threads).containsOnly("worker-events");
		});
	}

	@Test
	void listenersHearOnceThatAPoolIsSaturatedAndThatItIsDrained() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			WorkerPool pool = context.getBean(WorkerPool.class);
			CountDownLatch mayEnd = new CountDownLatch(1);
			CountDownLatch begun = new CountDownLatch(1);
			WorkerFuture<Boolean> running = pool.submit(() -> {
				begun.countDown();
				mayEnd.await();
				return true;
			});
			begun.await();
			WorkerFuture<Boolean> queued = pool.submit(() -> true);
			for (int i = 0; i < 5; i++) {
				pool.submit(() -> true);
			}
			mayEnd.countDown();
			running.get();
			queued.get();
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(listener.events).containsSubsequence("saturated default", "drained default"));
			assertThat(listener.events).filteredOn((event) -> event.startsWith("saturated")).hasSize(1);
		});
	}

	@Test
	void listenerThatBlocksOrThrowsStopsNoWorker() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			Awaitility.await().until(() -> listener.events.size() == 1);
			CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
			listener.gate = mayGoOn;
			WorkerPool pool = context.getBean(WorkerPool.class);
			for (long id = 1; id <= 3; id++) {
				pool.terminate(id).get();
				assertThat(pool.submit(() -> "runs").get()).isEqualTo("runs");
			}
			assertThat(listener.events).hasSize(1);
			listener.gate = CompletableFuture.completedFuture(null);
			mayGoOn.completeExceptionally(new IllegalStateException("listener"));
			Awaitility.await().until(() -> listener.events.size() >= 6);
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenersHearOfTheEndOfAPoolBeforeTheyAreDestroyed(CapturedOutput output) {
		List<PoolUser> users = new ArrayList<>();
		this.runner.withUserConfiguration(PoolUser.class)
			.withPropertyValues("worker-threads.defaults.size=8")
			.run((context) -> users.add(context.getBean(PoolUser.class)));
		assertThat(users.get(0).heard).hasSize(8).containsOnly("alive");
		assertThat(output).doesNotContain("not heard by all");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenerThatBlocksDelaysTheEndOfTheContextByASecond(CapturedOutput output) {
		CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
		this.runner.run((context) -> context.getBean(Listener.class).gate = mayGoOn);
		mayGoOn.complete(null);
		assertThat(output).contains("Events of workers wait for listeners that have not returned within 1 s");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void eventsAfterTheContextClosedAreDroppedInSilence(CapturedOutput output) {
		List<WorkerEventPublisher> publishers = new ArrayList<>();
		this.runner.run((context) -> publishers.add(context.getBean(WorkerEventPublisher.class)));
		publishers.get(0).poolSaturated("default");
		assertThat(output).doesNotContain("dropped").doesNotContain("not heard by all");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void eventsBeyondTheLimitAreDroppedAndCounted(CapturedOutput output) {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			Awaitility.await().until(() -> listener.events.size() == 1);
			CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
			listener.gate = mayGoOn;
			WorkerEventPublisher publisher = context.getBean(WorkerEventPublisher.class);
			publisher.poolSaturated("default");
			Awaitility.await().until(() -> listener.waiting);
			for (int i = 1; i < 2000; i++) {
				publisher.poolSaturated("default");
			}
			assertThat(output).containsOnlyOnce("Events of workers are dropped: 1024 wait already");
			mayGoOn.complete(null);
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).containsPattern("97[56] events of workers were dropped"));
		});
	}

	@Test
	void flightRecorderHasTasksAndWorkers(@TempDir Path directory) {
		this.runner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			try (Recording recording = new Recording()) {
				recording.enable("io.github.workerthreads.Task");
				recording.enable("io.github.workerthreads.WorkerStart");
				recording.enable("io.github.workerthreads.WorkerEnd");
				recording.enable("io.github.workerthreads.Rejection");
				recording.start();
				pool.submit(() -> "x", TaskOptions.defaults().withName("quick")).get();
				pool.terminate(1).get();
				pool.submit(() -> "y").get();
				recording.stop();
				Path file = directory.resolve("workers.jfr");
				recording.dump(file);
				List<RecordedEvent> events = RecordingFile.readAllEvents(file);
				RecordedEvent task = find(events.stream()
					.filter((event) -> event.hasField("task"))
					.filter((event) -> event.getString("task").equals("quick"))
					.toList(), "Task");
				assertThat(task.getString("pool")).isEqualTo("default");
				assertThat(task.getString("task")).isEqualTo("quick");
				assertThat(task.getString("outcome")).isEqualTo("success");
				assertThat(task.getDuration("queueTime")).isGreaterThanOrEqualTo(Duration.ZERO);
				assertThat(task.getDuration("runTime")).isLessThan(Duration.ofSeconds(30));
				assertThat(find(events, "WorkerEnd").getString("reason")).isEqualTo("terminated on request");
				assertThat(find(events, "WorkerStart").getString("worker")).isEqualTo("worker-default-2");
			}
		});
	}

	private static RecordedEvent find(List<RecordedEvent> events, String name) {
		return events.stream()
			.filter((event) -> event.getEventType().getName().equals("io.github.workerthreads." + name))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Listener that is destroyed before the publisher, since it uses a pool.
	 */
	static class PoolUser implements DisposableBean {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final CountDownLatch destroyed = new CountDownLatch(1);

		PoolUser(WorkerPool pool) {
			assertThat(pool).isNotNull();
		}

		@EventListener
		void ended(WorkerEndedEvent event) throws InterruptedException {
			this.heard.add((this.destroyed.await(20, TimeUnit.MILLISECONDS)) ? "destroyed" : "alive");
		}

		@Override
		public void destroy() {
			this.destroyed.countDown();
		}

	}

	static class Listener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private volatile boolean waiting;

		private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

		@EventListener
		void started(WorkerStartedEvent event) {
			note("started " + event.worker());
		}

		@EventListener
		void ended(WorkerEndedEvent event) {
			note("ended %s %s %s".formatted(event.ending().worker(), event.ending().state(), event.replaced()));
		}

		@EventListener
		void saturated(PoolSaturatedEvent event) {
			note("saturated " + event.pool());
		}

		@EventListener
		void drained(PoolDrainedEvent event) {
			note("drained " + event.pool());
		}

		private void note(String event) {
			try {
				CompletableFuture<Void> current = this.gate;
				this.waiting = !current.isDone();
				current.join();
			}
			finally {
				this.waiting = false;
				this.events.add(event);
				this.threads.add(Thread.currentThread().getName());
			}
		}

	}

}
