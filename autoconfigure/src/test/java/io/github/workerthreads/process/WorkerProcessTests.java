package io.github.workerthreads.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerBuilder;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerExit;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of how the processes of long-lived workers end, and what they leave behind.
 */
@Timeout(120)
class WorkerProcessTests {

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	@AfterEach
	void nothingIsLeft() {
		Worker.all().forEach(Worker::close);
		assertThat(javaChildren()).isZero();
	}

	@Test
	void exitOfTheJvmIsAnErrorWithItsCodeAndComesAfterAllMessages() throws Exception {
		Worker worker = start(builder(), "exit");
		for (int i = 0; i < 200; i++) {
			assertThat(next()).isEqualTo(i);
		}
		assertEnd(worker, Reason.EXIT, 7, WorkerState.FAILED, "as System.exit does");
	}

	@Test
	void haltIsAnErrorWithItsCode() throws Exception {
		assertEnd(start(builder(), "halt"), Reason.EXIT, 9, WorkerState.FAILED, "Runtime.halt");
	}

	@Test
	void fullHeapIsAnError() throws Exception {
		Worker worker = start(builder().resourceLimits(new ResourceLimits(0, 16 << 20)), "memory");
		assertEnd(worker, Reason.OUT_OF_MEMORY, 3, WorkerState.FAILED, "ran out of memory");
	}

	@Test
	void killFromOutsideIsAnErrorAndTheStateSaysSo() throws Exception {
		Worker worker = start(builder(), "pid");
		ProcessHandle.of((long) next()).orElseThrow().destroyForcibly();
		assertEnd(worker, Reason.SIGNAL, 137, WorkerState.KILLED, "signal 9 from outside");
	}

	@Test
	void terminateKillsTheProcessAndIsNoError() throws Exception {
		Worker worker = start(builder(), "pid");
		long pid = (long) next();
		assertThat(worker.terminate().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.KILLED));
		assertThat(ProcessHandle.of(pid)).isEmpty();
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).state()).isEqualTo(WorkerState.KILLED);
		assertThat(this.events).isEmpty();
	}

	@Test
	void processThatCannotStartIsAnError() throws Exception {
		Worker worker = builder().jvmOptions("-XX:NoSuchOption").onError(this.events::add).start();
		assertThat(next()).isInstanceOfSatisfying(WorkerProcessException.class,
				(end) -> assertThat(end).hasMessageContaining("NoSuchOption"));
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(1, WorkerState.FAILED));
	}

	@Test
	void optionsOfAJvmThatIsSharedAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(Worker.builder(Deeds.class).jvmOptions("-Xint")::start)
			.withMessageContaining("isolation 'thread' has none per worker");
	}

	@Test
	void twentyWorkersThatAreTerminatedUnderTrafficLeaveNothingBehind() throws Exception {
		start(builder(), "pid").terminate().get(30, TimeUnit.SECONDS);
		Set<String> files = files();
		for (int i = 0; i < 20; i++) {
			Worker worker = start(builder().threadName("traffic"), "echo");
			MessageChannel channel = MessageChannel.create();
			worker.postMessage(channel.port2(), TransferList.of(channel.port2()));
			try (SharedMemory memory = SharedMemory.allocate(1024)) {
				IntStream.range(0, 200).forEach((n) -> {
					worker.postMessage(new Object[] { n, memory });
					channel.port1().postMessage(new byte[1000]);
				});
				worker.terminate().get(30, TimeUnit.SECONDS);
				worker.exit().get(30, TimeUnit.SECONDS);
			}
			Awaitility.await().until(channel.port1()::isClosed);
		}
		assertThat(javaChildren()).isZero();
		Awaitility.await().untilAsserted(() -> assertThat(files()).isEqualTo(files));
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("traffic")));
	}

	private void assertEnd(Worker worker, Reason reason, int exitCode, WorkerState state, String text)
			throws Exception {
		assertThat(next()).isInstanceOfSatisfying(WorkerProcessException.class, (end) -> {
			assertThat(end.getReason()).isEqualTo(reason);
			assertThat(end.getExitCode()).isEqualTo(exitCode);
			assertThat(end.getPid()).isPositive();
			assertThat(end).hasMessageContaining(text);
		});
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(exitCode, state));
	}

	// Directories of sockets, and shared memory
	private static Set<String> files() throws IOException {
		try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")));
				Stream<Path> memory = Files.list(Path.of("/dev/shm"))) {
			long pid = ProcessHandle.current().pid();
			return Stream
				.concat(temporary.filter((path) -> path.getFileName().toString().matches("wt[0-9]+")),
						memory.filter((path) -> path.toString().contains(String.valueOf(pid))))
				.map(Path::toString)
				.collect(Collectors.toSet());
		}
	}

	private static long javaChildren() {
		return ProcessHandle.current()
			.children()
			.filter((child) -> child.info().command().orElse("").endsWith("java"))
			.count();
	}

	private static WorkerBuilder builder() {
		return Worker.builder(Deeds.class)
			.isolation("process")
			.terminateGrace(Duration.ofSeconds(30))
			.jvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
	}

	private Worker start(WorkerBuilder builder, String deed) {
		return builder.workerData(deed).onMessage(this.events::add).onError(this.events::add).start();
	}

	private Object next() throws InterruptedException {
		Object event = this.events.poll(30, TimeUnit.SECONDS);
		assertThat(event).as("an event").isNotNull();
		return event;
	}

	/**
	 * Does what its data say.
	 */
	static final class Deeds implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			switch ((String) context.workerData()) {
				case "exit" -> {
					IntStream.range(0, 200).forEach(parent::postMessage);
					System.exit(7);
				}
				case "halt" -> Runtime.getRuntime().halt(9);
				case "memory" -> {
					long[][] hoard = new long[1000][];
					for (int i = 0; i < hoard.length; i++) {
						hoard[i] = new long[1 << 17];
					}
					parent.postMessage(hoard.length);
				}
				case "pid" -> {
					parent.onMessage((message) -> {
					});
					parent.postMessage(ProcessHandle.current().pid());
				}
				default -> parent.onMessage((message) -> {
					if (message instanceof MessagePort port) {
						port.onMessage(port::postMessage);
					}
					else {
						parent.postMessage(message);
					}
				});
			}
		}

	}

}
