package io.github.workerthreads.worker;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BroadcastChannel}.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class BroadcastChannelTests {

	private final Realms realms;

	private final BroadcastChannel sender = BroadcastChannel.open("news");

	private final BroadcastChannel receiver;

	BroadcastChannelTests(Realms realms) {
		this.realms = realms;
		this.receiver = realms.open("news", MessageChannel.DEFAULT_CAPACITY);
	}

	@AfterEach
	void close() {
		this.sender.close();
		this.receiver.close();
	}

	@Test
	void messageArrivesAtAllOthersButNotAtItsSender() {
		assertThat(this.sender).hasToString("BroadcastChannel[news]");
		try (BroadcastChannel another = BroadcastChannel.open("news");
				BroadcastChannel other = BroadcastChannel.open("other")) {
			this.sender.postMessage("hello");
			assertThat(this.receiver.receiveMessage()).isEqualTo(new ReceivedMessage("hello"));
			assertThat(another.receiveMessage()).isEqualTo(new ReceivedMessage("hello"));
			assertThat(this.sender.receiveMessage()).isNull();
			assertThat(other.receiveMessage()).isNull();
		}
	}

	@Test
	void eachReceiverHasACloneOfItsOwn() {
		try (BroadcastChannel another = BroadcastChannel.open("news")) {
			List<String> message = new ArrayList<>(List.of("a"));
			this.sender.postMessage(message);
			message.add("b");
			Object first = this.receiver.receiveMessage().message();
			Object second = another.receiveMessage().message();
			assertThat(first).isEqualTo(List.of("a")).isEqualTo(second).isNotSameAs(second);
		}
	}

	@Test
	void listenerGetsMessagesInOrder() throws Exception {
		BlockingQueue<Object> received = new LinkedBlockingQueue<>();
		this.sender.postMessage(0);
		this.receiver.onMessage(received::add);
		for (int i = 1; i < 100; i++) {
			this.sender.postMessage(i);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
		}
	}

	@Test
	void messageThatAReceiverCannotReadIsItsMessageErrorAlone() throws Exception {
		BlockingQueue<Object> received = new LinkedBlockingQueue<>();
		try (BroadcastChannel another = BroadcastChannel.open("news")) {
			this.receiver.onMessageError((failure) -> received.add("messageerror")).onMessage(received::add);
			this.sender.postMessage(this.realms.ofAnUnknownClass());
			this.sender.postMessage("next");
			assertThat(received.poll(30, TimeUnit.SECONDS)).asString()
				.startsWith((this.realms == Realms.TWO) ? "messageerror" : "made.up.Value");
			assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("next");
			assertThat(another.receiveMessage().message()).asString().startsWith("made.up.Value");
			assertThat(another.receiveMessage()).isEqualTo(new ReceivedMessage("next"));
		}
	}

	@Test
	void messageThatCannotBeClonedReachesNobody() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.sender.postMessage(new ByteArrayInputStream(new byte[0])));
		assertThat(this.receiver.receiveMessage()).isNull();
	}

	@Test
	void messageThatCannotBeClonedIsRefusedWithoutReceiversToo() {
		this.receiver.close();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.sender.postMessage(new ByteArrayInputStream(new byte[0])));
	}

	@Test
	void closedEndNeitherSendsNorReceives() {
		this.receiver.close();
		this.receiver.close();
		this.sender.postMessage("lost");
		assertThat(this.receiver.receiveMessage()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> this.receiver.postMessage("x"))
			.withMessage("This end of broadcast channel 'news' is closed");
	}

	@Test
	void slowReceiverLosesItsOldestMessagesAndHoldsNobodyBack() {
		try (BroadcastChannel slow = this.realms.open("news", 2)) {
			for (int i = 0; i < 10; i++) {
				this.sender.postMessage(i);
			}
			assertThat(slow.droppedMessages()).isEqualTo(8);
			assertThat(slow.receiveMessage()).isEqualTo(new ReceivedMessage(8));
			assertThat(slow.receiveMessage()).isEqualTo(new ReceivedMessage(9));
			assertThat(this.receiver.receiveMessage()).isEqualTo(new ReceivedMessage(0));
			assertThat(this.receiver.droppedMessages()).isZero();
		}
		try (BroadcastChannel least = this.realms.open("news", 1)) {
			this.sender.postMessage("lost");
			this.sender.postMessage("last");
			assertThat(least.receiveMessage()).isEqualTo(new ReceivedMessage("last"));
			assertThat(least.droppedMessages()).isOne();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> BroadcastChannel.open("news", 0))
			.withMessage("'capacity' must be at least 1 but was 0");
	}

	@Test
	void endOfAWorkerKeepsItAliveAndIsClosedWithIt() throws Exception {
		BlockingQueue<Object> received = new LinkedBlockingQueue<>();
		this.sender.onMessage(received::add);
		try (Worker worker = Worker.builder(Subscriber.class).start()) {
			assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("subscribed");
			this.sender.postMessage("ping");
			assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("echo ping");
			this.sender.postMessage("end");
			assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
			List<Object> all = Stream.generate(this.receiver::receiveMessage)
				.limit(4)
				.map(ReceivedMessage::message)
				.toList();
			assertThat(all).containsExactlyInAnyOrder("subscribed", "ping", "echo ping", "end");
		}
	}

	@Test
	void unreferencedEndLetsItsWorkerExit() throws Exception {
		try (Worker worker = Worker.builder(Unreferenced.class).start()) {
			assertThat(worker.exit().get(30, TimeUnit.SECONDS).exitCode()).isZero();
		}
	}

	@Test
	void endThatAWorkerLeavesOpenIsClosedWithIt() throws Exception {
		try (Worker worker = Worker.builder(Leaving.class).start()) {
			worker.exit().get(30, TimeUnit.SECONDS);
		}
		BroadcastChannel left = Leaving.left;
		assertThat(left.name()).isEqualTo("news");
		assertThatIllegalStateException().isThrownBy(() -> left.postMessage("too late"));
	}

	static final class Unreferenced implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			BroadcastChannel channel = BroadcastChannel.open("news");
			channel.onMessage((message) -> {
			});
			channel.unref();
		}

	}

	static final class Leaving implements WorkerScript {

		private static volatile BroadcastChannel left;

		@Override
		public void run(WorkerContext context) {
			left = BroadcastChannel.open("news");
		}

	}

	static final class Subscriber implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			BroadcastChannel channel = BroadcastChannel.open("news");
			channel.onMessage((message) -> {
				if ("end".equals(message)) {
					channel.close();
				}
				else {
					channel.postMessage("echo " + message);
				}
			});
			channel.unref();
			channel.ref();
			channel.postMessage("subscribed");
		}

	}

}
