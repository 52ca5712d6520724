package io.github.workerthreads.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PortRelay}: what passes between a port and its wire.
 */
class PortRelayTests {

	private static final MessageRealm OWN = MessageRealm.of(PortRelayTests.class.getClassLoader());

	private final RealmElsewhere elsewhere = new RealmElsewhere();

	private final RecordingWire wire = new RecordingWire();

	private final MessageChannel channel = MessageChannel.create(2, Duration.ZERO);

	private final MessagePort near = this.channel.port1();

	private final PortRelay relay = PortRelay.of(this.channel.port2(), this.wire);

	@Test
	void whatWaitsAndWhatFollowsIsSentInOrder() {
		this.near.postMessage("waits");
		start();
		this.near.postMessage("follows");
		assertThat(this.wire.sent()).containsExactly("waits", "follows");
	}

	@Test
	void messageKeepsItsRoomUntilItHasArrived() {
		start();
		this.near.postMessage(1);
		this.near.postMessage(2);
		assertThatExceptionOfType(PortSaturatedException.class).isThrownBy(() -> this.near.postMessage(3));
		assertThat(this.relay.arrived(1)).isTrue();
		this.near.postMessage(3);
		assertThat(this.relay.arrived(2)).isTrue();
		this.near.postMessage(4);
		this.near.postMessage(5);
		assertThat(this.wire.sent).hasSize(5);
	}

	@Test
	void arrivalOfWhatWasNotSentIsNotBelieved() {
		start();
		this.near.postMessage(1);
		this.near.postMessage(2);
		assertThat(this.relay.arrived(0)).isFalse();
		assertThat(this.relay.arrived(-1)).isFalse();
		assertThat(this.relay.arrived(3)).isFalse();
		assertThatExceptionOfType(PortSaturatedException.class).isThrownBy(() -> this.near.postMessage(3));
	}

	@Test
	void messageThatCannotBeReadIsLostAndTheNextOneIsSent() {
		this.elsewhere.refuse(true);
		start();
		this.near.postMessage("lost");
		this.elsewhere.refuse(false);
		this.near.postMessage("next");
		assertThat(this.wire.lost).hasSize(1);
		assertThat(this.wire.sent()).containsExactly("next");
	}

	@Test
	void messageFromElsewhereWaitsUntilItIsTaken() {
		EncodedMessage message = encoded("hello");
		assertThat(message).hasToString("EncodedMessage[%d bytes]".formatted(message.bytes().length));
		assertThat(this.relay.receive(message)).isTrue();
		assertThat(this.wire.waiting).isEqualTo(message.size()).isPositive();
		assertThat(this.wire.taken).isZero();
		assertThat(this.near.receiveMessage()).isEqualTo(new ReceivedMessage("hello"));
		assertThat(this.wire.waiting).isZero();
		assertThat(this.wire.taken).isOne();
	}

	@Test
	void buffersOnTheHeapOfThisProcessWaitWithTheirMessage() {
		TransferableBuffer detached = TransferableBuffer.allocate(32);
		detached.detach();
		try (SharedMemory memory = SharedMemory.allocate(64)) {
			TransferableBuffer shared = TransferableBuffer.wrap(memory);
			this.relay.receive(new EncodedMessage(new byte[3],
					List.of(TransferableBuffer.allocate(5), TransferableBuffer.allocate(7), detached, shared)));
			assertThat(this.wire.waiting).isEqualTo(15);
			shared.close();
		}
	}

	@Test
	void lossElsewhereIsAMessageErrorHere() {
		assertThat(this.relay.receiveLoss("it was too deep")).isTrue();
		assertThat(this.relay.receive(encoded("next"))).isTrue();
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(this.near::receiveMessage)
			.withMessageContaining("it was too deep");
		assertThat(this.near.receiveMessage()).isEqualTo(new ReceivedMessage("next"));
		assertThat(this.wire.taken).isEqualTo(2);
		assertThat(this.wire.waiting).isZero();
	}

	@Test
	void moreThanThereIsRoomForIsRefusedAndWhatItCarriesIsClosed() {
		MessageChannel carried = MessageChannel.create();
		assertThat(this.relay.receive(encoded(1))).isTrue();
		assertThat(this.relay.receive(encoded(2))).isTrue();
		long waiting = this.wire.waiting;
		assertThat(this.relay.receive(carrying(carried.port2()))).isFalse();
		assertThat(carried.port1().isClosed()).isTrue();
		assertThat(this.relay.receiveLoss("one too many")).isFalse();
		assertThat(this.wire.waiting).isEqualTo(waiting);
		assertThat(this.near.receiveMessage()).isEqualTo(new ReceivedMessage(1));
		assertThat(this.near.receiveMessage()).isEqualTo(new ReceivedMessage(2));
		assertThat(this.near.receiveMessage()).isNull();
	}

	@Test
	void messageToAClosedPortIsDroppedAndWhatItCarriesIsClosed() {
		MessageChannel carried = MessageChannel.create();
		this.near.close();
		assertThat(this.relay.receive(carrying(carried.port2()))).isTrue();
		assertThat(carried.port1().isClosed()).isTrue();
		assertThat(this.wire.waiting).isZero();
	}

	@Test
	void messageThatOnlyPassesIsHeldBackUntilThereIsRoomBehindTheOtherWire() {
		RecordingWire other = new RecordingWire();
		PortRelay onwards = PortRelay.of(this.near, other);
		onwards.start(this.elsewhere, Runnable::run);
		start();
		for (int i = 1; i <= 3; i++) {
			assertThat(this.relay.receive(encoded(i))).isTrue();
		}
		assertThat(other.sent()).containsExactly(1, 2);
		assertThat(this.wire.taken).isEqualTo(2);
		assertThat(onwards.isSending()).isFalse();
		onwards.arrived(1);
		assertThat(other.sent()).containsExactly(1, 2, 3);
		assertThat(this.wire.taken).isEqualTo(3);
	}

	@Test
	void messageThatWasHeldBackIsSentWhenThePortIsClosedElsewhere() {
		RecordingWire other = new RecordingWire();
		PortRelay onwards = PortRelay.of(this.near, other);
		onwards.start(this.elsewhere, Runnable::run);
		for (int i = 1; i <= 3; i++) {
			this.relay.receive(encoded(i));
		}
		onwards.closeFromElsewhere();
		assertThat(other.sent()).containsExactly(1, 2, 3);
		assertThat(other.ended).isOne();
	}

	@Test
	void relayIsSendingFromThePostUntilItsTurnIsOver() throws Exception {
		Queue<Runnable> turns = new ArrayDeque<>();
		this.relay.start(this.elsewhere, turns::add);
		assertThat(this.relay.isSending()).isFalse();
		this.near.postMessage("message");
		assertThat(this.relay.isSending()).isTrue();
		turns.remove().run();
		assertThat(this.relay.isSending()).isFalse();
		assertThat(this.wire.sent()).containsExactly("message");
		CompletableFuture.runAsync(() -> this.near.postMessage("from another thread")).get(30, TimeUnit.SECONDS);
		assertThat(turns).hasSize(1);
	}

	@Test
	void closeSendsWhatWaitsAndThenTheEnd() {
		Queue<Runnable> turns = new ArrayDeque<>();
		this.relay.start(this.elsewhere, turns::add);
		this.near.postMessage("last");
		this.relay.close();
		assertThat(this.near.isClosed()).isTrue();
		assertThat(this.wire.ended).isZero();
		turns.remove().run();
		assertThat(this.wire.sent()).containsExactly("last");
		assertThat(this.wire.ended).isOne();
		assertThat(turns).isEmpty();
	}

	@Test
	void abandonedRelaySendsNothingAndLeavesWhatHasCome() {
		Queue<Runnable> turns = new ArrayDeque<>();
		this.relay.start(this.elsewhere, turns::add);
		MessageChannel carried = MessageChannel.create();
		this.near.postMessage("never sent", TransferList.of(carried.port2()));
		SharedMemory memory = SharedMemory.allocate(8);
		Path file = Path.of(memory.handle().file());
		this.near.postMessage(memory);
		memory.close();
		this.relay.receive(encoded("has come"));
		this.relay.abandon();
		assertThat(file).doesNotExist();
		assertThat(carried.port1().isClosed()).isTrue();
		assertThat(this.near.isClosed()).isTrue();
		turns.remove().run();
		assertThat(this.wire.sent).isEmpty();
		assertThat(this.near.receiveMessage()).isEqualTo(new ReceivedMessage("has come"));
	}

	@Test
	void portThatStandsForOneElsewhereSpeaksThroughItsWire() {
		PortRelay created = PortRelay.create(3, Duration.ofSeconds(4), this.elsewhere, this.wire);
		assertThat(created.capacity()).isEqualTo(3);
		assertThat(created.maxWait()).isEqualTo(Duration.ofSeconds(4));
		MessagePort port = created.port();
		assertThatIllegalStateException().isThrownBy(() -> port.postMessage("too early"))
			.withMessage("The worker is not up yet");
		port.enter(OWN);
		created.start(this.elsewhere, Runnable::run);
		port.postMessage("out");
		assertThat(this.wire.sent()).containsExactly("out");
		created.receive(encoded("in"));
		assertThat(port.receiveMessage()).isEqualTo(new ReceivedMessage("in"));
	}

	private void start() {
		this.relay.start(this.elsewhere, Runnable::run);
	}

	private static EncodedMessage encoded(Object message) {
		return OWN.encode("message", message, Map.of(), null);
	}

	private static EncodedMessage carrying(MessagePort port) {
		return new EncodedMessage(new byte[4], List.of(port));
	}

	private static final class RecordingWire implements PortRelay.Wire {

		private final List<EncodedMessage> sent = new ArrayList<>();

		private final List<DataCloneException> lost = new ArrayList<>();

		private long waiting;

		private int taken;

		private int ended;

		List<@Nullable Object> sent() {
			List<@Nullable Object> messages = new ArrayList<>();
			this.sent.forEach((message) -> messages.add(OWN.decode("message", message)));
			return messages;
		}

		@Override
		public void send(EncodedMessage message) {
			this.sent.add(message);
		}

		@Override
		public void lose(DataCloneException reason) {
			this.lost.add(reason);
		}

		@Override
		public void waits(long bytes) {
			this.waiting += bytes;
		}

		@Override
		public void taken() {
			this.taken++;
		}

		@Override
		public void ended() {
			this.ended++;
		}

	}

}
