package io.github.workerthreads.dedicated;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.dedicated.WorkerScripts.BufferUser;
import io.github.workerthreads.dedicated.WorkerScripts.Child;
import io.github.workerthreads.dedicated.WorkerScripts.Counter;
import io.github.workerthreads.dedicated.WorkerScripts.Echo;
import io.github.workerthreads.dedicated.WorkerScripts.EnvironmentReader;
import io.github.workerthreads.dedicated.WorkerScripts.EnvironmentWriter;
import io.github.workerthreads.dedicated.WorkerScripts.Exiting;
import io.github.workerthreads.dedicated.WorkerScripts.Failing;
import io.github.workerthreads.dedicated.WorkerScripts.Judge;
import io.github.workerthreads.dedicated.WorkerScripts.Listening;
import io.github.workerthreads.dedicated.WorkerScripts.LockHolder;
import io.github.workerthreads.dedicated.WorkerScripts.Loop;
import io.github.workerthreads.dedicated.WorkerScripts.MemoryUser;
import io.github.workerthreads.dedicated.WorkerScripts.Mover;
import io.github.workerthreads.dedicated.WorkerScripts.Nothing;
import io.github.workerthreads.dedicated.WorkerScripts.Parent;
import io.github.workerthreads.dedicated.WorkerScripts.ParentOfAPortUser;
import io.github.workerthreads.dedicated.WorkerScripts.Point;
import io.github.workerthreads.dedicated.WorkerScripts.Polling;
import io.github.workerthreads.dedicated.WorkerScripts.PortMover;
import io.github.workerthreads.dedicated.WorkerScripts.PortUser;
import io.github.workerthreads.dedicated.WorkerScripts.PostingOutside;
import io.github.workerthreads.dedicated.WorkerScripts.Printer;
import io.github.workerthreads.dedicated.WorkerScripts.RefusedException;
import io.github.workerthreads.dedicated.WorkerScripts.Refusing;
import io.github.workerthreads.dedicated.WorkerScripts.SignalLoop;
import io.github.workerthreads.dedicated.WorkerScripts.Sleeper;
import io.github.workerthreads.dedicated.WorkerScripts.Subscriber;
import io.github.workerthreads.dedicated.WorkerScripts.Talker;
import io.github.workerthreads.dedicated.WorkerScripts.Uncloneable;
import io.github.workerthreads.dedicated.WorkerScripts.Unreferenced;
import io.github.workerthreads.dedicated.WorkerScripts.WithoutConstructor;
import io.github.workerthreads.worker.BroadcastChannel;
import io.github.workerthreads.worker.CpuUsage;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EnvironmentData;
import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.PortSaturatedException;
import io.github.workerthreads.worker.ReceivedMessage;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.Utilization;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerBuilder;
import io.github.workerthreads.worker.WorkerExit;
import io.github.workerthreads.worker.WorkerLocks;
import io.github.workerthreads.worker.WorkerLocks.LockOptions;
import io.github.workerthreads.worker.WorkerMessaging;
import io.github.workerthreads.worker.WorkerMessagingException;
import io.github.workerthreads.worker.WorkerMessagingException.Reason;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Contract of long-lived workers, which those of all rungs keep.
 */
@Timeout(120)
abstract class AbstractWorkerTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	// What Loop looks at
	private final SharedMemory stopLoops = SharedMemory.allocate(4);

	private final List<Worker> workers = Collections.synchronizedList(new ArrayList<>());

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	/**
	 * Return the rung.
	 * @return its name
	 */
	abstract String isolation();

	/**
	 * Let workers have what their rung needs to start fast.
	 * @param builder the builder
	 * @return the builder to use
	 */
	WorkerBuilder adapt(WorkerBuilder builder) {
		return builder;
	}

	/**
	 * Return what becomes of a worker that waits, or heeds interrupts, when it is
	 * terminated.
	 * @return the state
	 */
	WorkerState terminated() {
		return WorkerState.TERMINATED;
	}

	/**
	 * Return what becomes of a worker in an endless loop when it is terminated.
	 * @return the state
	 */
	abstract WorkerState terminatedLoop();

	/**
	 * Return whether code that is terminated runs its {@code finally} blocks.
	 * @return whether a worker has a last word
	 */
	boolean hasALastWord() {
		return true;
	}

	/**
	 * Return whether workers share the heap of their parent, and so cannot keep a limit
	 * of their own.
	 * @return whether a heap limit is refused
	 */
	boolean sharesHeap() {
		return true;
	}

	/**
	 * Check that a limit of the heap is kept, where it is not refused.
	 * @throws Exception if it is not
	 */
	void assertHeapLimitIsKept() throws Exception {
		throw new AssertionError("'%s' has to say how it keeps a limit of the heap".formatted(isolation()));
	}

	/**
	 * Return whether a class that only the sender has means a {@code messageerror}.
	 * @return whether workers have classes of their own
	 */
	abstract boolean hasOwnClasses();

	/**
	 * Return how many workers one after the other are many.
	 * @return the number of workers
	 */
	abstract int many();

	/**
	 * Return the rung of workers that workers start.
	 * @return its name
	 */
	String isolationOfChildren() {
		return isolation();
	}

	/**
	 * Return whether {@link Worker#all()} has the workers that workers have started.
	 * @return whether all are of this process
	 */
	boolean listsWorkersOfWorkers() {
		return true;
	}

	/**
	 * Return whether locks are held against workers, too.
	 * @return whether all are of this process
	 */
	boolean sharesLocks() {
		return true;
	}

	@AfterEach
	void endWorkers() {
		stopLoops();
		this.workers.forEach(Worker::close);
		Awaitility.await().untilAsserted(() -> assertThat(Worker.all()).isEmpty());
		this.stopLoops.close();
		WorkerMessaging.onMessage(null);
		EnvironmentData.set("key", null);
	}

	@Test
	void workerGetsItsDataAndAnswersMessages() throws Exception {
		Worker worker = start(builder(Echo.class).workerData("hello"));
		assertThat(next()).isEqualTo("data hello");
		worker.postMessage(41);
		assertThat(next()).isEqualTo("echo 41");
	}

	@Test
	void eventsComeInOrder() throws Exception {
		Worker worker = start(builder(Talker.class).workerData(1000)
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
		Worker worker = builder(Talker.class).workerData(3).start();
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
		Worker worker = start(builder(Nothing.class));
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
		Worker worker = start(builder(Nothing.class));
		worker.exit().get(30, TimeUnit.SECONDS);
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(0, WorkerState.TERMINATED));
		worker.postMessage("forgotten");
	}

	@Test
	void portWithAListenerKeepsTheWorkerUntilItIsClosed() throws Exception {
		Worker worker = start(builder(Echo.class));
		assertThat(next()).isEqualTo("data null");
		worker.postMessage("close");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
	}

	@Test
	void unreferencedPortLetsTheWorkerExit() throws Exception {
		Worker worker = start(builder(Unreferenced.class));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
	}

	@Test
	void exitEndsTheWorkerWithItsCode() throws Exception {
		Worker worker = start(builder(Exiting.class).workerData(42));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(42, WorkerState.TERMINATED));
		assertThat(this.events).containsExactly("before");
	}

	@Test
	void exitInAListenerEndsTheWorkerWithItsCode() throws Exception {
		Worker worker = start(builder(Echo.class));
		next();
		worker.postMessage("exit");
		worker.postMessage("never read");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(7);
		assertThat(this.events).isEmpty();
	}

	@Test
	void uncaughtExceptionReachesTheParentWithItsTypeAndCause() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Worker worker = start(builder(Failing.class).workerData("io")).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class)
			.hasMessage("io")
			.hasCauseInstanceOf(IllegalArgumentException.class);
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.FAILED));
	}

	@Test
	void stackOverflowReachesTheParent() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(builder(Failing.class).workerData("stack").resourceLimits(new ResourceLimits(1 << 18, 0)))
			.onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(StackOverflowError.class);
	}

	@Test
	void scriptWithoutAConstructorFailsWithTheReason() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(builder(WithoutConstructor.class)).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining("WithoutConstructor has no constructor");
	}

	@Test
	void exceptionOfAListenerEndsTheWorkerAndLaterMessagesAreNotRead() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Worker worker = start(builder(Echo.class)).onError(failure::complete);
		next();
		worker.postMessage("fail");
		worker.postMessage("never read");
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessage("listener");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
		assertThat(this.events).isEmpty();
	}

	@Test
	void terminateEndsAWorkerThatSleeps() throws Exception {
		Worker worker = start(builder(Sleeper.class));
		assertThat(next()).isEqualTo("asleep");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, terminated()));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
	}

	@Test
	void terminateSetsTheSignalOfAWorkerThatIgnoresInterrupts() throws Exception {
		Worker worker = start(builder(SignalLoop.class).threadName("polite"));
		assertThat(next()).isEqualTo("0 null " + worker.threadId());
		assertThat(next()).asString().contains("Worker 'polite' is long-lived").contains("parentPort()");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, terminated()));
		if (hasALastWord()) {
			assertThat(next()).isEqualTo("Worker 'polite' was terminated");
		}
	}

	@Test
	void terminateEndsAWorkerThatWaitsForMessages() throws Exception {
		Worker worker = start(builder(Echo.class));
		next();
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS).state()).isEqualTo(terminated());
	}

	@Test
	void terminateOfAnEndlessLoopSaysWhatBecameOfIt() throws Exception {
		boolean abandoned = terminatedLoop() == WorkerState.ABANDONED;
		Worker worker = start(builder(Loop.class).workerData(this.stopLoops)
			.terminateGrace((abandoned) ? Duration.ofMillis(50) : LONG));
		assertThat(next()).isEqualTo("looping");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, terminatedLoop()));
		assertThat(worker.state()).isEqualTo(terminatedLoop());
		if (abandoned) {
			assertThat(worker.exit()).isNotDone();
			assertThat(Worker.all()).contains(worker);
			stopLoops();
			assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, terminated()));
		}
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).state().hasEnded()).isTrue();
	}

	@Test
	void terminateEndsAnEndlessExchangeOfMessages() throws Exception {
		Worker worker = start(builder(Echo.class));
		next();
		worker.onMessage((message) -> worker.postMessage("again"));
		worker.postMessage("first");
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS).state()).isEqualTo(terminated());
	}

	@Test
	@Tag("rounds")
	void terminateBeforeTheScriptHasStartedIsFine() throws Exception {
		for (int i = 0; i < Math.min(200, many()); i++) {
			Worker worker = builder(Nothing.class).start();
			WorkerExit exit = worker.terminate().get(30, TimeUnit.SECONDS);
			assertThat(exit.state()).isIn(WorkerState.TERMINATED, terminated());
			worker.exit().get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void tryWithResourcesEndsTheWorker() {
		Worker kept;
		try (Worker worker = builder(Sleeper.class).start()) {
			kept = worker;
		}
		assertThat(kept.state()).isEqualTo(terminated());
	}

	@Test
	void stuckWorkerAnswersQuestionsOfItsParent() throws Exception {
		Worker worker = start(builder(Loop.class).workerData(this.stopLoops).threadName("stuck"));
		assertThat(next()).isEqualTo("looping");
		CpuUsage before = worker.cpuUsage();
		Awaitility.await().untilAsserted(() -> assertThat(worker.cpuUsage().user()).isGreaterThan(before.user()));
		// A process on a busy machine may answer too late
		Awaitility.await().untilAsserted(() -> {
			assertThat(worker.heapStatistics().shared()).isEqualTo(sharesHeap());
			assertThat(worker.heapStatistics().maxHeapBytes()).isPositive();
			assertThat(worker.utilization().utilization()).isGreaterThan(0.9);
			assertThat(worker.stackTrace()).anyMatch((frame) -> frame.getClassName().equals(Loop.class.getName()));
		});
		assertThat(worker.threadName()).isEqualTo("stuck");
		stopLoops();
	}

	@Test
	void workerThatWaitsIsIdle() throws Exception {
		Worker worker = start(builder(Echo.class));
		next();
		Utilization earlier = worker.utilization();
		Awaitility.await().untilAsserted(() -> {
			Utilization since = worker.utilization().since(earlier);
			assertThat(since.idle()).isGreaterThan(Duration.ofMillis(50));
			assertThat(since.utilization()).isLessThan(0.5);
		});
	}

	@Test
	void workerDataThatCannotBeClonedIsRefusedByStart() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(builder(Nothing.class).workerData(List.of(new ByteArrayInputStream(new byte[0])))::start)
			.withMessageContaining("workerData[0]");
		assertThat(Worker.all()).isEmpty();
	}

	@Test
	void portInWorkerDataIsTransferred() throws Exception {
		MessageChannel channel = MessageChannel.create();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(builder(PortUser.class).workerData(channel.port2())::start);
		start(builder(PortUser.class).workerData(channel.port2(), TransferList.of(channel.port2())));
		assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage("through the port"));
	}

	@Test
	void portsOfAWorkerAreClosedWhenItEnds() throws Exception {
		MessageChannel channel = MessageChannel.create();
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		channel.port1().onClose(() -> closed.complete(true)).onMessage(this.events::add);
		Worker worker = start(builder(PortUser.class).workerData(channel.port2(), TransferList.of(channel.port2())));
		assertThat(next()).isEqualTo("through the port");
		worker.terminate();
		assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void limitOfTheHeapIsKeptOrRefused() throws Exception {
		if (sharesHeap()) {
			assertThatIllegalArgumentException()
				.isThrownBy(builder(Nothing.class).resourceLimits(new ResourceLimits(0, 1 << 20))::start)
				.withMessageContaining("heap limit of 1048576 bytes")
				.withMessageContaining("'%s' shares the heap".formatted(isolation()));
			assertThat(Worker.all()).isEmpty();
		}
		else {
			assertHeapLimitIsKept();
		}
	}

	@Test
	void whatCannotBeStartedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(builder(Nothing.class).isolation("galaxy")::start)
			.withMessageStartingWith("No isolation is called 'galaxy', only 'thread'")
			.withMessageContaining("'%s'".formatted(isolation()));
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceLimits(-1, 0))
			.withMessage("'stackSizeBytes' must not be negative but was -1");
		assertThat(Worker.all()).isEmpty();
	}

	@Test
	void resourceLimitsAreShownUntilTheExit() throws Exception {
		ResourceLimits limits = new ResourceLimits(1 << 20, 0);
		Worker worker = start(builder(Echo.class).resourceLimits(limits));
		next();
		assertThat(worker.resourceLimits()).isEqualTo(limits);
		worker.terminate().get(30, TimeUnit.SECONDS);
		assertThat(worker.resourceLimits()).isEqualTo(ResourceLimits.NONE);
	}

	@Test
	void outputGoesWhereTheParentSays() throws Exception {
		ByteArrayOutputStream stdout = new ByteArrayOutputStream();
		ByteArrayOutputStream stderr = new ByteArrayOutputStream();
		Worker worker = start(builder(Printer.class).stdout(stdout).stderr(stderr));
		worker.exit().get(30, TimeUnit.SECONDS);
		assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("to out");
		assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("to err");
	}

	@Test
	void environmentDataIsInheritedAsItWasWhenTheWorkerStarted() throws Exception {
		List<String> value = new ArrayList<>(List.of("a"));
		EnvironmentData.set("key", value);
		value.add("b");
		Worker worker = start(builder(EnvironmentReader.class));
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
		start(builder(EnvironmentWriter.class).workerData(isolationOfChildren()));
		assertThat(next()).isEqualTo("from the worker");
		assertThat(EnvironmentData.get("key")).isNull();
	}

	@Test
	void workerOfAWorkerEndsWithIt() throws Exception {
		Worker worker = start(builder(Parent.class).workerData(child(Sleeper.class)));
		assertThat(next()).isEqualTo("asleep");
		assertThat(Worker.all()).hasSize((listsWorkersOfWorkers()) ? 2 : 1);
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS).state()).isEqualTo(terminated());
		Awaitility.await().untilAsserted(() -> assertThat(Worker.all()).isEmpty());
	}

	@Test
	void portsOfAWorkerOfAWorkerAreClosedWhenItsParentEnds() throws Exception {
		MessageChannel channel = MessageChannel.create();
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		channel.port1().onClose(() -> closed.complete(true)).onMessage(this.events::add);
		Worker worker = start(builder(ParentOfAPortUser.class)
			.workerData(new Object[] { isolationOfChildren(), channel.port2() }, TransferList.of(channel.port2())));
		assertThat(next()).isEqualTo("through the port");
		worker.terminate();
		assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void workerOfAWorkerKeepsItsParentAlive() throws Exception {
		Worker worker = start(builder(Parent.class).workerData(child(Nothing.class)));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
		assertThat(this.events).containsExactly("child exited with 0");
	}

	@Test
	void failureOfAGrandchildSurfacesThroughItsParent() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(builder(Parent.class).workerData(child(Failing.class))).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessage("child failed");
	}

	@Test
	void messageByNumberReachesAnyWorker() throws Exception {
		Worker worker = start(builder(Listening.class));
		assertThat(next()).isEqualTo("listening");
		post(worker.threadId(), "hi").get(30, TimeUnit.SECONDS);
		assertThat(next()).isEqualTo("hi from 0");
	}

	@Test
	void workerReachesCodeOutsideByNumber() throws Exception {
		WorkerMessaging.onMessage((message, source) -> this.events.add(message + " from " + source));
		start(builder(PostingOutside.class));
		assertThat(next()).asString().matches("up from [1-9][0-9]*");
	}

	@Test
	void messageByNumberFailsWithItsReason() throws Exception {
		Worker worker = start(builder(Listening.class));
		next();
		Worker deaf = start(builder(Sleeper.class));
		next();
		assertFails(post(WorkerMessaging.OUTSIDE, "x"), Reason.SAME_THREAD);
		assertFails(post(999_999, "x"), Reason.FAILED);
		assertFails(post(deaf.threadId(), "x"), Reason.FAILED);
		assertFails(post(worker.threadId(), "fail"), Reason.ERRORED);
		post(worker.threadId(), "block");
		assertThat(next()).isEqualTo("blocks");
		assertFails(WorkerMessaging.postMessageToWorker(worker.threadId(), "never read", TransferList.nothing(),
				Duration.ofMillis(20)), Reason.TIMEOUT);
		CompletableFuture<Void> waiting = post(worker.threadId(), "never read");
		worker.terminate();
		assertFails(waiting, Reason.FAILED);
	}

	@Test
	@Tag("rounds")
	void workersLeaveNoThreadBehind() throws Exception {
		for (int i = 0; i < many(); i++) {
			Worker worker = builder(Nothing.class).threadName("leak-test").start();
			worker.exit().get(30, TimeUnit.SECONDS);
		}
		assertThat(Worker.all()).isEmpty();
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.equals("leak-test") || name.startsWith("worker-events-")));
	}

	@Test
	void valuesArriveAsTheClassesOfTheReceiver() throws Exception {
		Worker worker = start(builder(Mover.class).workerData(new Point(1, 2)));
		worker.postMessage(new Point(3, 4));
		assertThat(next()).isEqualTo(new Point(4, 6));
	}

	@Test
	void uncaughtExceptionOfItsOwnKeepsItsTypeAndFields() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start(builder(Refusing.class)).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(RefusedException.class, (refused) -> {
			assertThat(refused).hasMessage("refused");
			assertThat(refused.point()).isEqualTo(new Point(3, 4));
			assertThat(refused.getStackTrace()[0].getClassName()).isEqualTo(Refusing.class.getName());
		});
	}

	@Test
	void portThatMovesSpeaksTheClassesOfItsReceiver() throws Exception {
		MessageChannel channel = MessageChannel.create();
		Worker worker = start(builder(PortMover.class));
		channel.port1().postMessage(new Point(1, 1));
		worker.postMessage(channel.port2(), TransferList.of(channel.port2()));
		channel.port1().postMessage(new Point(2, 2));
		assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage(new Point(2, 2)));
		assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage(new Point(3, 3)));
	}

	@Test
	void bufferMovesToTheWorkerAndBack() throws Exception {
		Worker worker = start(builder(BufferUser.class));
		TransferableBuffer buffer = TransferableBuffer.allocate(8);
		buffer.putInt(0, 41);
		worker.postMessage(buffer, TransferList.of(buffer));
		assertThat(buffer.isDetached()).isTrue();
		assertThat(next()).isInstanceOfSatisfying(TransferableBuffer.class,
				(returned) -> assertThat(returned.getInt(0)).isEqualTo(42));
		assertThat(next()).isEqualTo("detached true");
	}

	@Test
	void bothSidesSeeTheBytesOfSharedMemory() throws Exception {
		Worker worker = start(builder(MemoryUser.class));
		try (SharedMemory memory = SharedMemory.allocate(4)) {
			memory.putInt(0, 41);
			worker.postMessage(memory);
			assertThat(next()).isEqualTo(41);
			assertThat(memory.getInt(0)).isEqualTo(42);
		}
	}

	@Test
	void broadcastReachesWorkersAndTheirAnswersComeBack() throws Exception {
		try (BroadcastChannel channel = BroadcastChannel.open("points")) {
			channel.onMessage(this.events::add);
			start(builder(Subscriber.class));
			assertThat(next()).isEqualTo("subscribed");
			channel.postMessage(new Point(1, 2));
			assertThat(next()).isEqualTo(new Point(2, 3));
		}
	}

	@Test
	void lockOfAWorkerIsFreeWhenItIsTerminated() throws Exception {
		Worker worker = start(builder(LockHolder.class));
		assertThat(next()).isEqualTo("holds it");
		LockOptions ifAvailable = LockOptions.EXCLUSIVE.onlyIfAvailable();
		assertThat(WorkerLocks.<Boolean>request("held by worker", ifAvailable, (lock) -> lock != null))
			.isEqualTo(!sharesLocks());
		worker.terminate().get(30, TimeUnit.SECONDS);
		assertThat(WorkerLocks.<Boolean>request("held by worker", ifAvailable, (lock) -> lock != null)).isTrue();
	}

	@Test
	void workerTakesMessagesOneAfterTheOther() throws Exception {
		Worker worker = start(builder(Polling.class));
		worker.postMessage(1);
		worker.postMessage(2);
		worker.postMessage("end");
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
		assertThat(this.events).containsExactly("took 1", "took 2");
	}

	@Test
	void messageThatTheWorkerCannotReadIsAMessageErrorAndTheNextOneArrives() throws Exception {
		Worker worker = start(builder(Judge.class));
		worker.postMessage(instanceOf("made.up.Value"));
		worker.postMessage("next");
		assertThat(next()).isEqualTo((hasOwnClasses()) ? "messageerror" : "message made.up.Value");
		assertThat(next()).isEqualTo("message java.lang.String");
	}

	@Test
	void messageThatCannotBeClonedIsRefusedByWhoSendsIt() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Worker worker = start(builder(Sleeper.class));
		next();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> worker.postMessage(List.of(Thread.currentThread())))
			.withMessageContaining("message[0]");
		start(builder(Uncloneable.class)).onError(failure::complete);
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(DataCloneException.class)
			.hasMessageContaining("message[0]");
	}

	@Test
	void senderThatIsTooFastForTheWorkerIsTold() throws Exception {
		Worker worker = start(builder(Sleeper.class).mailbox(2, Duration.ZERO));
		next();
		assertThatExceptionOfType(PortSaturatedException.class).isThrownBy(() -> {
			for (int i = 0; i < 10_000; i++) {
				worker.postMessage(new byte[10_000]);
			}
		});
	}

	@Test
	void workerTellsTheProcessThatItLivesIn() throws Exception {
		Worker worker = start(builder(Echo.class));
		next();
		boolean here = worker.pid() == ProcessHandle.current().pid();
		assertThat(here).isEqualTo(!isolation().equals("process"));
		assertThat(ProcessHandle.of(worker.pid())).isPresent();
	}

	@Test
	void staticsBelongToTheWorkerIfItHasClassesOfItsOwn() throws Exception {
		start(builder(Counter.class));
		int first = (int) next();
		start(builder(Counter.class));
		assertThat(next()).isEqualTo((hasOwnClasses()) ? 1 : first + 1);
	}

	private WorkerBuilder builder(Class<? extends WorkerScript> script) {
		return adapt(Worker.builder(script).isolation(isolation()).terminateGrace(LONG));
	}

	private Child child(Class<? extends WorkerScript> script) {
		return new Child(script.getName(), isolationOfChildren());
	}

	private void stopLoops() {
		this.stopLoops.atomicInts().set(0, 1);
	}

	static Object instanceOf(String unknownClass) throws ReflectiveOperationException {
		try (DynamicType.Unloaded<?> type = new ByteBuddy().subclass(Object.class).name(unknownClass).make()) {
			return type.load(null, ClassLoadingStrategy.Default.WRAPPER).getLoaded().getConstructor().newInstance();
		}
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

}
