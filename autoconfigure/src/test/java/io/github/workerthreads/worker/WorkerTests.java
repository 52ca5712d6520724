package io.github.workerthreads.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.WorkerMessagingException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Worker}.
 */
@Timeout(60)
class WorkerTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static volatile boolean stopLoops;

	private final List<Worker> workers = Collections.synchronizedList(new ArrayList<>());

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	@AfterEach
	void endWorkers() {
		stopLoops = true;
		this.workers.forEach(Worker::close);
		Awaitility.await().untilAsserted(() -> assertThat(Worker.all()).isEmpty());
		stopLoops = false;
		WorkerMessaging.onMessage(null);
		EnvironmentData.set("key", null);
	}

	@Test
	void workerGetsItsDataAndAnswersMessages() throws Exception {
		Worker worker = start(Worker.builder(Echo.class).workerData("hello"));
		assertThat(next()).isEqualTo("data hello");
		worker.postMessage(41);
		assertThat(next()).isEqualTo("echo 41");
	}

	@Test
	void eventsComeInOrder() throws Exception {
		Worker worker = start(Worker.builder(Talker.class)
			.workerData(1000)
			.onOnline(() -> this.events.add("online"))
			.onError((failure) -> this.events.add(failure.getClass()))
			.onExit((exit) -> this.events.add(exit.exitCode())));
		worker.exit().get(30, TimeUnit.SECONDS);
		Awaitility.await().untilAsserted(() -> assertThat(this.events).hasSize(1003));
		List<Object> expected = new ArrayList<>(List.of("online"));
		IntStream.range(0, 1000).forEach(expected::add);
		expected.addAll(List.of(IllegalStateException.class, 1));
		assertThat(this.events).containsExactlyElementsOf(expected);
	}

	@Test
	void listenersThatComeAfterTheExitHearWhatHappened() throws Exception {
		Worker worker = Worker.builder(Talker.class).workerData(3).start();
		worker.exit().get(30, TimeUnit.SECONDS);
		worker.onOnline(() -> this.events.add("online"));
		assertThat(next()).isEqualTo("online");
		worker.onMessage(this.events::add);
		assertThat(List.of(next(), next(), next())).isEqualTo(List.of(0, 1, 2));
		worker.onError((failure) -> this.events.add(failure.getMessage()));
		assertThat(next()).isEqualTo("said all");
		worker.onExit(this.events::add);
		assertThat(next()).isEqualTo(new WorkerExit(1, WorkerState.FAILED));
	}

	@Test
	void workerThatHasNothingToDoExitsWithZero() throws Exception {
		Worker worker = start(Worker.builder(Nothing.class));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(0, WorkerState.TERMINATED));
		assertThat(worker.threadId()).isEqualTo(-1);
		assertThat(worker.threadName()).isNull();
		assertThat(worker.resourceLimits()).isEqualTo(ResourceLimits.NONE);
		assertThat(worker.utilization()).isEqualTo(Utilization.NONE);
		assertThatIllegalStateException().isThrownBy(worker::cpuUsage).withMessageContaining("does not run any more");
		assertThatIllegalStateException().isThrownBy(worker::heapStatistics);
	}

	@Test
	void terminateAfterTheExitSaysHowItEnded() throws Exception {
		Worker worker = start(Worker.builder(Nothing.class));
		worker.exit().get(30, TimeUnit.SECONDS);
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(0, WorkerState.TERMINATED));
		worker.postMessage("forgotten");
	}

	@Test
	void portWithAListenerKeepsTheWorkerUntilItIsClosed() throws Exception {
		Worker worker = start(Worker.builder(Echo.class));
		assertThat(next()).isEqualTo("data null");
		worker.postMessage("close");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
	}

	@Test
	void unreferencedPortLetsTheWorkerExit() throws Exception {
		Worker worker = start(Worker.builder(Unreferenced.class));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
	}

	@Test
	void exitEndsTheWorkerWithItsCode() throws Exception {
		Worker worker = start(Worker.builder(Exiting.class).workerData(42));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(42, WorkerState.TERMINATED));
		assertThat(this.events).containsExactly("before");
	}

	@Test
	void exitInAListenerEndsTheWorkerWithItsCode() throws Exception {
		Worker worker = start(Worker.builder(Echo.class));
		next();
		worker.postMessage("exit");
		worker.postMessage("never read");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(7);
		assertThat(this.events).isEmpty();
	}

	@Test
	void uncaughtExceptionReachesTheParentWithItsTypeAndCause() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Worker worker = start(Worker.builder(Failing.class).workerData("io")).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class)
			.hasMessage("io")
			.hasCauseInstanceOf(IllegalArgumentException.class);
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.FAILED));
	}

	@Test
	void stackOverflowReachesTheParent() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(Worker.builder(Failing.class).workerData("stack").resourceLimits(new ResourceLimits(1 << 18, 0)))
			.onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(StackOverflowError.class);
	}

	@Test
	void scriptWithoutAConstructorFailsWithTheReason() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(Worker.builder(WithoutConstructor.class)).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining("WithoutConstructor has no constructor");
	}

	@Test
	void exceptionOfAListenerEndsTheWorkerAndLaterMessagesAreNotRead() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Worker worker = start(Worker.builder(Echo.class)).onError(failure::complete);
		next();
		worker.postMessage("fail");
		worker.postMessage("never read");
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessage("listener");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
		assertThat(this.events).isEmpty();
	}

	@Test
	void terminateEndsAWorkerThatSleeps() throws Exception {
		Worker worker = start(Worker.builder(Sleeper.class));
		assertThat(next()).isEqualTo("asleep");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.TERMINATED));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
	}

	@Test
	void terminateSetsTheSignalOfAWorkerThatIgnoresInterrupts() throws Exception {
		Worker worker = start(Worker.builder(SignalLoop.class).threadName("polite"));
		assertThat(next()).isEqualTo("0 null " + worker.threadId());
		assertThat(next()).asString().contains("Worker 'polite' is long-lived").contains("parentPort()");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.TERMINATED));
		assertThat(next()).isEqualTo("Worker 'polite' was terminated");
	}

	@Test
	void terminateEndsAWorkerThatWaitsForMessages() throws Exception {
		Worker worker = start(Worker.builder(Echo.class));
		next();
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS).state()).isEqualTo(WorkerState.TERMINATED);
	}

	@Test
	void terminateOfAWorkerThatIgnoresItSaysAbandonedAndTheExitComesWhenItHasEnded() throws Exception {
		Worker worker = start(Worker.builder(Loop.class).terminateGrace(Duration.ofMillis(50)));
		assertThat(next()).isEqualTo("looping");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.ABANDONED));
		assertThat(worker.state()).isEqualTo(WorkerState.ABANDONED);
		assertThat(worker.exit()).isNotDone();
		assertThat(Worker.all()).contains(worker);
		stopLoops = true;
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.TERMINATED));
	}

	@Test
	void terminateEndsAnEndlessExchangeOfMessages() throws Exception {
		Worker worker = start(Worker.builder(Echo.class));
		next();
		worker.onMessage((message) -> worker.postMessage("again"));
		worker.postMessage("first");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS).state()).isEqualTo(WorkerState.TERMINATED);
	}

	@Test
	void terminateBeforeTheScriptHasStartedIsFine() throws Exception {
		for (int i = 0; i < 200; i++) {
			Worker worker = Worker.builder(Nothing.class).start();
			WorkerExit exit = worker.terminate().get(30, TimeUnit.SECONDS);
			assertThat(exit.state()).isEqualTo(WorkerState.TERMINATED);
			worker.exit().get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void tryWithResourcesEndsTheWorker() {
		Worker kept;
		try (Worker worker = Worker.builder(Sleeper.class).start()) {
			kept = worker;
		}
		assertThat(kept.state()).isEqualTo(WorkerState.TERMINATED);
	}

	@Test
	void stuckWorkerAnswersQuestionsOfItsParent() throws Exception {
		Worker worker = start(Worker.builder(Loop.class).threadName("stuck"));
		assertThat(next()).isEqualTo("looping");
		CpuUsage before = worker.cpuUsage();
		Awaitility.await().untilAsserted(() -> assertThat(worker.cpuUsage().user()).isGreaterThan(before.user()));
		assertThat(worker.heapStatistics().shared()).isTrue();
		assertThat(worker.heapStatistics().maxHeapBytes()).isPositive();
		assertThat(worker.utilization().utilization()).isGreaterThan(0.9);
		assertThat(worker.stackTrace()).anyMatch((frame) -> frame.getClassName().equals(Loop.class.getName()));
		assertThat(worker.threadName()).isEqualTo("stuck");
		stopLoops = true;
	}

	@Test
	void workerThatWaitsIsIdle() throws Exception {
		Worker worker = start(Worker.builder(Echo.class));
		next();
		Utilization earlier = worker.utilization();
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(worker.utilization().since(earlier).idle()).isGreaterThan(Duration.ofMillis(50)));
		assertThat(worker.utilization().since(earlier).utilization()).isLessThan(0.5);
	}

	@Test
	void workerDataThatCannotBeClonedIsRefusedByStart() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(Worker.builder(Nothing.class).workerData(List.of(new ByteArrayInputStream(new byte[0])))::start)
			.withMessageContaining("workerData[0]");
		assertThat(Worker.all()).isEmpty();
	}

	@Test
	void portInWorkerDataIsTransferred() throws Exception {
		MessageChannel channel = MessageChannel.create();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(Worker.builder(PortUser.class).workerData(channel.port2())::start);
		start(Worker.builder(PortUser.class).workerData(channel.port2(), TransferList.of(channel.port2())));
		assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage("through the port"));
	}

	@Test
	void portsOfAWorkerAreClosedWhenItEnds() throws Exception {
		MessageChannel channel = MessageChannel.create();
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		channel.port1().onClose(() -> closed.complete(true)).onMessage(this.events::add);
		Worker worker = start(
				Worker.builder(PortUser.class).workerData(channel.port2(), TransferList.of(channel.port2())));
		assertThat(next()).isEqualTo("through the port");
		worker.terminate();
		assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void limitsThatTheRungCannotKeepAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(Worker.builder(Nothing.class).resourceLimits(new ResourceLimits(0, 1 << 20))::start)
			.withMessageContaining("heap limit of 1048576 bytes")
			.withMessageContaining("'thread' shares the heap");
		assertThatIllegalArgumentException().isThrownBy(Worker.builder(Nothing.class).isolation("galaxy")::start)
			.withMessage("No isolation is called 'galaxy', only 'thread'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceLimits(-1, 0))
			.withMessage("'stackSizeBytes' must not be negative but was -1");
		assertThat(Worker.all()).isEmpty();
	}

	@Test
	void resourceLimitsAreShownUntilTheExit() throws Exception {
		ResourceLimits limits = new ResourceLimits(1 << 20, 0);
		Worker worker = start(Worker.builder(Echo.class).resourceLimits(limits));
		next();
		assertThat(worker.resourceLimits()).isEqualTo(limits);
		worker.terminate().get(30, TimeUnit.SECONDS);
		assertThat(worker.resourceLimits()).isEqualTo(ResourceLimits.NONE);
	}

	@Test
	void outputGoesWhereTheParentSays() throws Exception {
		ByteArrayOutputStream stdout = new ByteArrayOutputStream();
		ByteArrayOutputStream stderr = new ByteArrayOutputStream();
		Worker worker = start(Worker.builder(Printer.class).stdout(stdout).stderr(stderr));
		worker.exit().get(30, TimeUnit.SECONDS);
		assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("to out");
		assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("to err");
	}

	@Test
	void environmentDataIsInheritedAsItWasWhenTheWorkerStarted() throws Exception {
		List<String> value = new ArrayList<>(List.of("a"));
		EnvironmentData.set("key", value);
		value.add("b");
		Worker worker = start(Worker.builder(EnvironmentReader.class));
		assertThat(next()).isEqualTo(List.of("a"));
		EnvironmentData.set("key", "later");
		worker.postMessage("again");
		assertThat(next()).isEqualTo(List.of("a"));
		assertThat(EnvironmentData.get("key")).isEqualTo("later");
		EnvironmentData.set("key", null);
		assertThat(EnvironmentData.get("key")).isNull();
	}

	@Test
	void workerOfAWorkerInheritsWhatThatOneSet() throws Exception {
		start(Worker.builder(EnvironmentWriter.class));
		assertThat(next()).isEqualTo("from the worker");
		assertThat(EnvironmentData.get("key")).isNull();
	}

	@Test
	void workerOfAWorkerEndsWithIt() throws Exception {
		Worker worker = start(Worker.builder(Parent.class).workerData(Sleeper.class.getName()));
		assertThat(next()).isEqualTo("asleep");
		assertThat(Worker.all()).hasSize(2);
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS).state()).isEqualTo(WorkerState.TERMINATED);
		Awaitility.await().untilAsserted(() -> assertThat(Worker.all()).isEmpty());
	}

	@Test
	void workerOfAWorkerKeepsItsParentAlive() throws Exception {
		Worker worker = start(Worker.builder(Parent.class).workerData(Nothing.class.getName()));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
		assertThat(this.events).containsExactly("child exited with 0");
	}

	@Test
	void failureOfAGrandchildSurfacesThroughItsParent() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(Worker.builder(Parent.class).workerData(Failing.class.getName())).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessage("child failed");
	}

	@Test
	void messageByNumberReachesAnyWorker() throws Exception {
		Worker worker = start(Worker.builder(Listening.class));
		assertThat(next()).isEqualTo("listening");
		post(worker.threadId(), "hi").get(30, TimeUnit.SECONDS);
		assertThat(next()).isEqualTo("hi from 0");
	}

	@Test
	void workerReachesCodeOutsideByNumber() throws Exception {
		WorkerMessaging.onMessage((message, source) -> this.events.add(message + " from " + source));
		start(Worker.builder(PostingOutside.class));
		assertThat(next()).asString().matches("up from [1-9][0-9]*");
	}

	@Test
	void messageByNumberFailsWithItsReason() throws Exception {
		Worker worker = start(Worker.builder(Listening.class));
		next();
		Worker deaf = start(Worker.builder(Sleeper.class));
		next();
		assertFails(post(WorkerMessaging.OUTSIDE, "x"), Reason.SAME_THREAD);
		assertFails(post(999_999, "x"), Reason.FAILED);
		assertFails(post(deaf.threadId(), "x"), Reason.FAILED);
		assertFails(post(worker.threadId(), "fail"), Reason.ERRORED);
		assertFails(WorkerMessaging.postMessageToWorker(worker.threadId(), "block", TransferList.nothing(),
				Duration.ofMillis(20)), Reason.TIMEOUT);
		CompletableFuture<Void> waiting = post(worker.threadId(), "never read");
		worker.terminate();
		assertFails(waiting, Reason.FAILED);
	}

	@Test
	void workersLeaveNoThreadBehind() throws Exception {
		for (int i = 0; i < 1000; i++) {
			Worker worker = Worker.builder(Nothing.class).threadName("leak-test").start();
			worker.exit().get(30, TimeUnit.SECONDS);
		}
		assertThat(Worker.all()).isEmpty();
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.equals("leak-test") || name.startsWith("worker-events-")));
	}

	private Worker start(WorkerBuilder builder) {
		Worker worker = builder.onMessage(this.events::add).start();
		this.workers.add(worker);
		return worker;
	}

	private Object next() throws InterruptedException {
		Object event = this.events.poll(30, TimeUnit.SECONDS);
		assertThat(event).as("an event").isNotNull();
		return event;
	}

	private static CompletableFuture<Void> post(long threadId, Object message) {
		return WorkerMessaging.postMessageToWorker(threadId, message, TransferList.nothing(), LONG);
	}

	private static void assertFails(CompletableFuture<Void> posted, Reason reason) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> posted.get(30, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(WorkerMessagingException.class,
					(failure) -> assertThat(failure.getReason()).isEqualTo(reason));
	}

	static final class Nothing implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			assertThat(WorkerContext.current()).isSameAs(context);
		}

	}

	static final class Echo implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			parent.onMessage((message) -> {
				if ("close".equals(message)) {
					parent.close();
				}
				else if ("exit".equals(message)) {
					context.exit(7);
				}
				else if ("fail".equals(message)) {
					throw new IllegalStateException("listener");
				}
				else {
					parent.postMessage("echo " + message);
				}
			});
			parent.postMessage("data " + context.workerData());
		}

	}

	static final class Talker implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			IntStream.range(0, (int) context.workerData()).forEach(context.parentPort()::postMessage);
			throw new IllegalStateException("said all");
		}

	}

	static final class Unreferenced implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
			});
			assertThat(context.parentPort().hasRef()).isTrue();
			context.parentPort().unref();
			assertThat(context.parentPort().hasRef()).isFalse();
		}

	}

	static final class Exiting implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage("before");
			context.exit((int) context.workerData());
			context.parentPort().postMessage("after");
		}

	}

	static final class Failing implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			if ("stack".equals(context.workerData())) {
				run(context);
			}
			throw new IOException(String.valueOf(context.workerData()), new IllegalArgumentException("cause"));
		}

	}

	static final class WithoutConstructor implements WorkerScript {

		private final int number;

		WithoutConstructor(int number) {
			this.number = number;
		}

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage(this.number);
		}

	}

	static final class Sleeper implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			context.parentPort().postMessage("asleep");
			new CompletableFuture<>().get();
		}

	}

	static final class Loop implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage("looping");
			while (!stopLoops) {
				Thread.onSpinWait();
			}
		}

	}

	static final class SignalLoop implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			CancellationSignal signal = context.cancellationSignal();
			CountDownLatch called = new CountDownLatch(1);
			signal.onCancel(called::countDown);
			parent.postMessage("%d %s %d".formatted(context.taskId(), context.poolName(), context.workerId()));
			try {
				context.emit("item");
			}
			catch (UnsupportedOperationException ex) {
				parent.postMessage(ex.getMessage());
			}
			while (!signal.isCancelled() || called.getCount() > 0) {
				Thread.onSpinWait();
			}
			parent.postMessage(signal.reason());
		}

	}

	static final class PortUser implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort port = (MessagePort) context.workerData();
			port.postMessage("through the port");
			port.onMessage(port::postMessage);
		}

	}

	static final class Printer implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.stdout().print("to out");
			context.stderr().print("to err");
		}

	}

	static final class EnvironmentReader implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> context.parentPort().postMessage(EnvironmentData.get("key")));
			context.parentPort().postMessage(EnvironmentData.get("key"));
		}

	}

	static final class EnvironmentWriter implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			EnvironmentData.set("key", "from the worker");
			Worker.builder(EnvironmentReader.class).start().onMessage(context.parentPort()::postMessage);
		}

	}

	static final class Parent implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			Class<? extends WorkerScript> script = Class.forName((String) context.workerData())
				.asSubclass(WorkerScript.class);
			Thread own = Thread.currentThread();
			Worker.builder(script)
				.workerData("data")
				.start()
				.onMessage(context.parentPort()::postMessage)
				.onError((failure) -> {
					throw new IllegalStateException("child failed", failure);
				})
				.onExit((exit) -> {
					assertThat(Thread.currentThread()).isSameAs(own);
					context.parentPort().postMessage("child exited with " + exit.exitCode());
				});
		}

	}

	static final class Listening implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			WorkerMessaging.onMessage((message, source) -> {
				if ("fail".equals(message)) {
					throw new IOException("failed");
				}
				if ("block".equals(message)) {
					new CompletableFuture<>().get();
				}
				context.parentPort().postMessage(message + " from " + source);
			});
			context.parentPort().onMessage((message) -> {
			});
			context.parentPort().postMessage("listening");
		}

	}

	static final class PostingOutside implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			WorkerMessaging.postMessageToWorker(WorkerMessaging.OUTSIDE, "up", TransferList.nothing(), LONG).join();
		}

	}

}
