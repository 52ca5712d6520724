package io.github.workerthreads.worker;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what was closed leaves nothing behind.
 */
@Timeout(120)
class LeakTests {

	@Test
	void closedPortsLeaveNoThreadAndNoHeapBehind() throws Exception {
		int count = 10_000;
		List<Reference<?>> ports = new ArrayList<>();
		CountDownLatch closed = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			MessageChannel channel = MessageChannel.create();
			ports.add(new WeakReference<>(channel.port1()));
			ports.add(new WeakReference<>(channel.port2()));
			channel.port2().onClose(closed::countDown).onMessage(channel.port2()::postMessage);
			channel.port1().postMessage(new byte[100]);
			channel.port1().close();
		}
		assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
		assertCollected(ports);
		assertNoThread("worker-events-");
	}

	@Test
	void forgottenPortsAreCollectedWithTheirMessages() {
		List<Reference<?>> references = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			byte[] message = new byte[1000];
			MessageChannel channel = MessageChannel.create();
			channel.port1().postMessage(message);
			references.add(new WeakReference<>(channel.port2()));
		}
		assertCollected(references);
	}

	@Test
	void endedWorkersLeaveNoThreadAndNoHeapBehind() throws Exception {
		List<Reference<?>> references = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			Worker worker = Worker.builder(Brief.class).threadName("brief").workerData(new byte[1000]).start();
			worker.onMessage((message) -> {
			});
			references.add(new WeakReference<>(worker));
			worker.exit().get(30, TimeUnit.SECONDS);
		}
		assertThat(Worker.all()).isEmpty();
		assertCollected(references);
		assertNoThread("brief");
		assertNoThread("worker-events-");
	}

	@Test
	void closedBroadcastChannelsAreCollected() {
		List<Reference<?>> references = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			try (BroadcastChannel channel = BroadcastChannel.open("leak-" + i)) {
				references.add(new WeakReference<>(channel));
			}
		}
		assertCollected(references);
	}

	private static void assertCollected(List<Reference<?>> references) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			System.gc();
			assertThat(references.stream().filter((reference) -> reference.get() != null).count()).isZero();
		});
	}

	private static void assertNoThread(String prefix) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith(prefix)));
	}

	static final class Brief implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage(context.workerData());
		}

	}

}
