package io.github.workerthreads.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.assertj.core.data.Index;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.PortSaturatedException;
import io.github.workerthreads.worker.ReceivedMessage;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerBuilder;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerExit;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that ports talk with ports in other processes as with those in this one.
 */
@Timeout(60)
class ProcessPortTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	private final List<Worker> workers = Collections.synchronizedList(new ArrayList<>());

	private Worker worker;

	@BeforeEach
	void startWorker() throws Exception {
		this.worker = start(builder());
		assertThat(next()).isEqualTo("up");
	}

	@AfterEach
	void endWorkers() {
		this.workers.forEach(Worker::close);
		assertThat(Worker.all()).isEmpty();
		Awaitility.await()
			.until(() -> ProcessHandle.current()
				.children()
				.noneMatch((child) -> child.info().command().orElse("").endsWith("java")));
	}

	@Test
	void tenThousandMessagesComeInOrderBothWays() throws Exception {
		List<Integer> got = Collections.synchronizedList(new ArrayList<>());
		this.worker.onMessage((message) -> got.add((Integer) message));
		IntStream.range(0, 10_000).forEach(this.worker::postMessage);
		Awaitility.await().atMost(LONG).until(() -> got.size() == 10_000);
		assertThat(got).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
	}

	@Test
	void pingPongKeepsItsTurns() throws Exception {
		for (int i = 0; i < 500; i++) {
			this.worker.postMessage(i);
			assertThat(next()).isEqualTo(i);
		}
	}

	@Test
	void portGoesThereWithTheMessagesThatWaitForIt() throws Exception {
		MessageChannel channel = MessageChannel.create();
		IntStream.range(0, 100).forEach(channel.port1()::postMessage);
		lend(channel.port2());
		IntStream.range(100, 200).forEach(channel.port1()::postMessage);
		for (int i = 0; i < 200; i++) {
			assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage("lent " + i));
		}
	}

	@Test
	void portThatComesHomeBringsItsMessages() throws Exception {
		MessageChannel channel = MessageChannel.create();
		this.worker.postMessage(new Object[] { "return", channel.port2() }, TransferList.of(channel.port2()));
		MessagePort home = (MessagePort) next();
		IntStream.range(0, 100).forEach(channel.port1()::postMessage);
		for (int i = 0; i < 100; i++) {
			assertThat(home.receiveMessage(LONG)).isEqualTo(new ReceivedMessage(i));
		}
		home.postMessage("from home");
		assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage("from home"));
	}

	@Test
	void portGoesOnToAnotherProcess() throws Exception {
		Worker other = start(builder());
		assertThat(next()).isEqualTo("up");
		this.worker.postMessage("make");
		MessagePort made = (MessagePort) next();
		other.postMessage(new Object[] { "lend", made }, TransferList.of(made));
		this.worker.postMessage("use");
		assertThat(next()).isEqualTo("through both: lent hello");
	}

	@Test
	void closingOneEndClosesTheOtherAfterItsMessages() throws Exception {
		MessageChannel channel = MessageChannel.create();
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		List<Object> answers = Collections.synchronizedList(new ArrayList<>());
		lend(channel.port2());
		channel.port1().onClose(() -> closed.complete(true)).onMessage(answers::add);
		IntStream.range(0, 50).forEach(channel.port1()::postMessage);
		channel.port1().postMessage("close");
		closed.get(30, TimeUnit.SECONDS);
		assertThat(answers).hasSize(50).endsWith("lent 49");
		assertThat(next()).isEqualTo("lent port closed");
		channel.port1().postMessage("forgotten");
	}

	@Test
	void closingHereIsHeardThere() throws Exception {
		MessageChannel channel = MessageChannel.create();
		lend(channel.port2());
		channel.port1().postMessage(1);
		channel.port1().close();
		assertThat(next()).isEqualTo("lent port closed");
	}

	@Test
	void manyPortsComeAndGoWhateverEndIsClosed() throws Exception {
		for (int i = 0; i < 5000; i++) {
			MessageChannel channel = MessageChannel.create(4, LONG);
			this.worker.postMessage(new Object[] { "visit", channel.port2(), i % 3 }, TransferList.of(channel.port2()));
			channel.port1().postMessage("in");
			if (i % 3 == 0) {
				channel.port1().close();
			}
			else if (i % 3 == 1) {
				assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage("out"));
			}
		}
		this.worker.postMessage("alive");
		assertThat(next()).isEqualTo("alive");
	}

	@Test
	void fullMailboxHoldsTheSenderBackUntilTheOtherSideTakesMessages() throws Exception {
		MessageChannel channel = MessageChannel.create(8, Duration.ofMillis(50));
		this.worker.postMessage(new Object[] { "keep", channel.port2() }, TransferList.of(channel.port2()));
		assertThat(next()).isEqualTo("kept");
		IntStream.range(0, 8).forEach(channel.port1()::postMessage);
		assertThatExceptionOfType(PortSaturatedException.class).isThrownBy(() -> channel.port1().postMessage(8));
		// Other ports are not held back by it
		this.worker.postMessage(7);
		assertThat(next()).isEqualTo(7);
		this.worker.postMessage("take");
		assertThat(next()).isEqualTo(0);
		Awaitility.await().ignoreExceptionsInstanceOf(PortSaturatedException.class).until(() -> {
			channel.port1().postMessage(8);
			return true;
		});
		for (int i = 1; i <= 8; i++) {
			this.worker.postMessage("take");
			assertThat(next()).isEqualTo(i);
		}
	}

	@Test
	void fullMailboxHereHoldsTheWorkerBack() throws Exception {
		MessageChannel channel = MessageChannel.create(8, Duration.ofMillis(50));
		this.worker.postMessage(new Object[] { "flood", channel.port2() }, TransferList.of(channel.port2()));
		assertThat(next()).isEqualTo("saturated after 8");
		for (int i = 0; i < 8; i++) {
			assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage(i));
		}
	}

	@Test
	void deathInTheMiddleClosesPortsAfterWhatHasCome() throws Exception {
		MessageChannel channel = MessageChannel.create();
		lend(channel.port2());
		channel.port1().postMessage("first");
		assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage("lent first"));
		channel.port1().postMessage("halt");
		List<Object> rest = Collections.synchronizedList(new ArrayList<>());
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		channel.port1().onClose(() -> closed.complete(true)).onMessage(rest::add);
		closed.get(30, TimeUnit.SECONDS);
		assertThat(rest).isEqualTo(List.of("lent halt"));
		assertThat(this.worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(5, WorkerState.FAILED));
	}

	@Test
	void sharedMemoryIsSeenByBothAndBuffersMove() throws Exception {
		try (SharedMemory memory = SharedMemory.allocate(16)) {
			this.worker.postMessage(new Object[] { "increment", memory });
			assertThat(next()).isEqualTo("incremented");
			assertThat(memory.getInt(0)).isEqualTo(1);
		}
		TransferableBuffer shared = TransferableBuffer.allocateShared(1 << 20);
		shared.put(9, (byte) 3);
		TransferableBuffer plain = TransferableBuffer.wrap(new byte[] { 1, 2 });
		this.worker.postMessage(new Object[] { "swap", shared, plain }, TransferList.of(shared, plain));
		assertThat(shared.isDetached() && plain.isDetached()).isTrue();
		Object[] back = (Object[]) next();
		assertThat(((TransferableBuffer) back[0]).toByteArray()).containsExactly(1, 2);
		assertThat(((TransferableBuffer) back[1]).isShared()).isTrue();
		assertThat(((TransferableBuffer) back[1]).get(9)).isEqualTo((byte) 3);
		((TransferableBuffer) back[1]).close();
	}

	@Test
	void typesThatWereNotAllowedAreRefusedAtTheSender() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.worker.postMessage(List.of(Index.atIndex(1))))
			.withMessageContaining("message[0]");
	}

	private void lend(MessagePort port) {
		this.worker.postMessage(new Object[] { "lend", port }, TransferList.of(port));
	}

	private static WorkerBuilder builder() {
		return Worker.builder(Desk.class)
			.isolation("process")
			.terminateGrace(LONG)
			.jvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
	}

	private Worker start(WorkerBuilder builder) {
		Worker started = builder.onMessage(this.events::add).onError(this.events::add).start();
		this.workers.add(started);
		return started;
	}

	private Object next() throws InterruptedException {
		Object event = this.events.poll(30, TimeUnit.SECONDS);
		assertThat(event).as("an event").isNotNull();
		return event;
	}

	/**
	 * Does what it is told by its parent.
	 */
	static final class Desk implements WorkerScript {

		private MessagePort kept;

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			parent.onMessage((message) -> take(message, parent));
			parent.postMessage("up");
		}

		private void take(Object message, MessagePort parent) {
			if (message instanceof Object[] order) {
				obey(order, parent);
			}
			else if ("make".equals(message)) {
				MessageChannel channel = MessageChannel.create();
				this.kept = channel.port1();
				parent.postMessage(channel.port2(), TransferList.of(channel.port2()));
			}
			else if ("use".equals(message)) {
				this.kept.onMessage((answer) -> parent.postMessage("through both: " + answer));
				this.kept.postMessage("hello");
			}
			else if ("take".equals(message)) {
				parent.postMessage(this.kept.receiveMessage().message());
			}
			else {
				parent.postMessage(message);
			}
		}

		private void obey(Object[] order, MessagePort parent) {
			switch ((String) order[0]) {
				case "return" -> parent.postMessage(order[1], TransferList.of((MessagePort) order[1]));
				case "lend" -> serve((MessagePort) order[1], parent);
				case "keep" -> {
					this.kept = (MessagePort) order[1];
					parent.postMessage("kept");
				}
				case "visit" -> visit((MessagePort) order[1], (int) order[2]);
				case "flood" -> flood((MessagePort) order[1], parent);
				case "increment" -> {
					try (SharedMemory memory = (SharedMemory) order[1]) {
						memory.atomicInts().getAndAdd(0, 1);
					}
					parent.postMessage("incremented");
				}
				case "swap" -> parent.postMessage(new Object[] { order[2], order[1] },
						TransferList.of((TransferableBuffer) order[1], (TransferableBuffer) order[2]));
				default -> throw new IllegalArgumentException(order[0].toString());
			}
		}

		private static void flood(MessagePort port, MessagePort parent) {
			int sent = 0;
			try {
				while (true) {
					port.postMessage(sent);
					sent++;
				}
			}
			catch (PortSaturatedException ex) {
				parent.postMessage("saturated after " + sent);
			}
		}

		private static void visit(MessagePort port, int who) {
			port.postMessage("out");
			if (who == 1) {
				port.onMessage((message) -> port.close());
			}
			else if (who == 2) {
				port.close();
			}
			else {
				port.start();
			}
		}

		private static void serve(MessagePort port, MessagePort parent) {
			port.onClose(() -> parent.postMessage("lent port closed"));
			port.onMessage((message) -> {
				if ("close".equals(message)) {
					port.close();
					return;
				}
				port.postMessage("lent " + message);
				if ("halt".equals(message)) {
					System.exit(5);
				}
			});
		}

	}

}
