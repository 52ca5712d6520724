package io.github.workerthreads.dedicated;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.isolated.Order;
import io.github.workerthreads.isolated.OrderException;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerBuilder;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerExit;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what long-lived workers with classes of their own share and leave behind.
 */
@Timeout(120)
class IsolatedWorkerTests {

	private static final String LOCK = "lock that both sides have";

	private static final String CALLED = "dedicated.called";

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	@Test
	void endedWorkersLeaveNoClassesAndNoThreadBehind() throws Exception {
		List<Reference<ClassLoader>> loaders = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			try (Worker worker = builder(WorkerScripts.Echo.class).threadName("left-behind").start()) {
				assertThat(next()).isEqualTo("data null");
				loaders.add(new WeakReference<>(thread("left-behind").getContextClassLoader()));
				if (i % 2 == 0) {
					worker.postMessage("close");
					worker.exit().get(30, TimeUnit.SECONDS);
				}
			}
		}
		assertThat(loaders.stream().map(Reference::get).distinct()).hasSizeGreaterThan(1);
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			System.gc();
			assertThat(loaders.stream().filter((loader) -> loader.get() != null).count()).isZero();
		});
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("left-behind"));
	}

	@Test
	void whatIsNamedIsTheWorkersOwnBesideThePackageOfItsScript() throws Exception {
		try (Worker shared = builder(Owner.class).start()) {
			assertThat(next()).isEqualTo("shared, shared");
			shared.exit().get(30, TimeUnit.SECONDS);
		}
		try (Worker worker = builder(Owner.class).isolate(Order.class.getName())
			.isolate(OrderException.class.getName())
			.start()) {
			assertThat(next()).isEqualTo("own, own");
			worker.exit().get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void workerOfAWorkerHasCopiesOfItsOwnOfAllThatIsItsParents() throws Exception {
		try (Worker worker = builder(ParentOfAnOwner.class).isolate(Order.class.getPackageName()).start()) {
			assertThat(next()).isEqualTo("own, own");
			worker.exit().get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void listenerOfTheParentRunsWithTheClassesOfTheParentWhoeverWakesIt() throws Exception {
		try (Worker worker = Worker.builder(WorkerScripts.Echo.class)
			.isolation("class-loader")
			.onMessage((message) -> this.events.add(Thread.currentThread().getThreadGroup()))
			.start()) {
			assertThat(((ThreadGroup) next()).getParent()).isNull();
			worker.onMessage((message) -> this.events.add(Thread.currentThread().getContextClassLoader()));
			worker.postMessage("again");
			assertThat(next()).isSameAs(Thread.currentThread().getContextClassLoader());
		}
	}

	@Test
	void workerThatCannotBeStoppedIsAbandonedUntilItEnds() throws Exception {
		WorkerExit exit;
		Worker worker;
		synchronized (LOCK) {
			worker = builder(Blocked.class).terminateGrace(Duration.ofMillis(100)).start();
			assertThat(next()).isEqualTo("waits for the lock");
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(thread(worker.threadName()).getState()).isEqualTo(Thread.State.BLOCKED));
			exit = worker.terminate().get(30, TimeUnit.SECONDS);
			assertThat(worker.exit()).isNotDone();
		}
		assertThat(exit).isEqualTo(new WorkerExit(1, WorkerState.ABANDONED));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.TERMINATED));
	}

	@Test
	void codeThatIgnoresEverythingIsStoppedWithinItsGrace() throws Exception {
		try (Worker worker = builder(Stubborn.class).terminateGrace(Duration.ofSeconds(20)).start()) {
			assertThat(next()).isEqualTo("begins");
			assertThat(worker.terminate().get(30, TimeUnit.SECONDS))
				.isEqualTo(new WorkerExit(1, WorkerState.TERMINATED));
		}
	}

	@Test
	void callbacksOfTheSignalRunAlthoughTheCodeIsStopped() throws Exception {
		System.clearProperty(CALLED);
		// A busy machine may start their thread too late
		for (int i = 0; i < 50 && System.getProperty(CALLED) == null; i++) {
			try (Worker worker = builder(Listening.class).threadName("listening").start()) {
				assertThat(next()).isEqualTo("listens");
				worker.terminate().get(30, TimeUnit.SECONDS);
			}
			Awaitility.await().until(() -> isGone("listening-cancel"));
		}
		assertThat(System.getProperty(CALLED)).isEqualTo("100 steps");
	}

	private static boolean isGone(String thread) {
		return Thread.getAllStackTraces().keySet().stream().noneMatch((each) -> each.getName().equals(thread));
	}

	private WorkerBuilder builder(Class<? extends WorkerScript> script) {
		return Worker.builder(script).isolation("class-loader").onMessage(this.events::add);
	}

	private Object next() throws InterruptedException {
		Object event = this.events.poll(30, TimeUnit.SECONDS);
		assertThat(event).as("an event").isNotNull();
		return event;
	}

	private static Thread thread(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name) && thread.isAlive())
			.findFirst()
			.orElseThrow();
	}

	static final class Owner implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage(of(Order.class) + ", " + of(OrderException.class));
		}

		private static String of(Class<?> type) {
			return (type.getClassLoader() == Owner.class.getClassLoader()) ? "own" : "shared";
		}

	}

	static final class ParentOfAnOwner implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			Worker.builder(Owner.class).isolation("class-loader").onMessage(context.parentPort()::postMessage).start();
		}

	}

	static final class Blocked implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage("waits for the lock");
			synchronized (LOCK) {
				context.parentPort().postMessage("has it");
			}
		}

	}

	static final class Stubborn implements WorkerScript {

		private static volatile long steps;

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage("begins");
			while (steps >= 0) {
				try {
					steps = 0;
				}
				catch (Throwable ex) {
					steps = 1;
				}
			}
		}

	}

	static final class Listening implements WorkerScript {

		private int steps;

		@Override
		public void run(WorkerContext context) {
			context.cancellationSignal().onCancel(() -> {
				for (int i = 0; i < 100; i++) {
					step();
				}
				System.setProperty(CALLED, this.steps + " steps");
			});
			context.parentPort().onMessage((message) -> step());
			context.parentPort().postMessage("listens");
		}

		private void step() {
			this.steps++;
		}

	}

}
