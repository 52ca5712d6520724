package io.github.workerthreads.dedicated;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.dedicated.WorkerScripts.Echo;
import io.github.workerthreads.dedicated.WorkerScripts.Judge;
import io.github.workerthreads.dedicated.WorkerScripts.Nothing;
import io.github.workerthreads.worker.BroadcastChannel;
import io.github.workerthreads.worker.CpuUsage;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.Utilization;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerBuilder;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for long-lived workers on the process rung.
 */
class ProcessWorkerTests extends AbstractWorkerTests {

	@Override
	String isolation() {
		return "process";
	}

	@Override
	WorkerBuilder adapt(WorkerBuilder builder) {
		return builder.jvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
	}

	@Override
	WorkerState terminated() {
		return WorkerState.KILLED;
	}

	@Override
	WorkerState terminatedLoop() {
		return WorkerState.KILLED;
	}

	@Override
	boolean hasALastWord() {
		return false;
	}

	@Override
	boolean sharesHeap() {
		return false;
	}

	@Override
	boolean hasOwnClasses() {
		return true;
	}

	@Override
	boolean listsWorkersOfWorkers() {
		return false;
	}

	@Override
	boolean sharesLocks() {
		return false;
	}

	@Override
	int many() {
		return 4;
	}

	@AfterAll
	static void noProcessIsLeft() {
		Awaitility.await()
			.until(() -> ProcessHandle.current()
				.children()
				.noneMatch((child) -> child.info().command().orElse("").endsWith("java")));
	}

	@Override
	void assertHeapLimitIsKept() throws Exception {
		assertThatIllegalArgumentException()
			.isThrownBy(Worker.builder(Nothing.class)
				.isolation("process")
				.resourceLimits(new ResourceLimits(0, 1 << 20))::start)
			.withMessageContaining("heap limit of 1048576 bytes")
			.withMessageContaining("at least 8388608");
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (Worker worker = Worker.builder(Echo.class)
			.isolation("process")
			.resourceLimits(new ResourceLimits(0, 32 << 20))
			.onMessage(events::add)
			.start()) {
			assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("data null");
			assertThat(worker.heapStatistics().maxHeapBytes()).isBetween(24L << 20, 32L << 20);
			assertThat(worker.heapStatistics().shared()).isFalse();
		}
	}

	@Test
	void timesOfAProcessThatDoesNotAnswerDoNotGoBack() throws Exception {
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (Worker worker = Worker.builder(Echo.class).isolation("process").onMessage(events::add).start()) {
			assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("data null");
			Utilization before = Awaitility.await()
				.until(worker::utilization, (utilization) -> !utilization.idle().isZero());
			CpuUsage usage = worker.cpuUsage();
			signal("STOP", worker.pid());
			assertThat(worker.utilization().since(before).idle()).isGreaterThanOrEqualTo(Duration.ZERO);
			assertThat(worker.cpuUsage().user()).isGreaterThanOrEqualTo(usage.user());
			assertThat(worker.cpuUsage().system()).isGreaterThanOrEqualTo(usage.system());
		}
	}

	private static void signal(String name, long pid) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor()).isZero();
	}

	/**
	 * Channels are of one process, so that one here and one of that name there are two.
	 */
	@Override
	@Test
	void broadcastReachesWorkersAndTheirAnswersComeBack() throws Exception {
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (BroadcastChannel channel = BroadcastChannel.open("own");
				Worker worker = Worker.builder(BroadcastCounter.class)
					.isolation("process")
					.onMessage(events::add)
					.start()) {
			assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("open");
			channel.postMessage("stays here");
			worker.postMessage("count");
			assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
		}
	}

	/**
	 * Types are allowed by name, and the sender is told at once.
	 */
	@Override
	@Test
	void messageThatTheWorkerCannotReadIsAMessageErrorAndTheNextOneArrives() throws Exception {
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (Worker worker = Worker.builder(Judge.class)
			.isolation("process")
			.allowedTypes("made.up.*")
			.onMessage(events::add)
			.start()) {
			worker.postMessage(instanceOf("made.up.Value"));
			assertThatExceptionOfType(DataCloneException.class)
				.isThrownBy(() -> worker.postMessage(instanceOf("made.otherwise.Value")))
				.withMessageContaining("made.otherwise.Value");
			worker.postMessage("next");
			assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("messageerror");
			assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("message java.lang.String");
		}
	}

	static final class BroadcastCounter implements WorkerScript {

		private int count;

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			BroadcastChannel listener = BroadcastChannel.open("own");
			listener.onMessage((message) -> this.count++);
			BroadcastChannel sender = BroadcastChannel.open("own");
			parent.onMessage((message) -> {
				if ("count".equals(message)) {
					sender.postMessage("stays there");
					listener.onMessage((heard) -> parent.postMessage(++this.count));
				}
			});
			parent.postMessage("open");
		}

	}

}
