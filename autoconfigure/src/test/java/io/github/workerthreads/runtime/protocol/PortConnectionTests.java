package io.github.workerthreads.runtime.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.PortSaturatedException;
import io.github.workerthreads.worker.ReceivedMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PortConnection}.
 */
@Timeout(30)
class PortConnectionTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final int MOST_WAITING = 1000;

	private SocketChannel other;

	private FrameChannel otherSide;

	private PortConnection ports;

	private MessagePort near;

	@BeforeEach
	void connect() throws Exception {
		try (ServerSocketChannel server = ServerSocketChannel.open()
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			this.other = SocketChannel.open(server.getLocalAddress());
			FrameChannel own = FrameChannel.of(server.accept(), 1 << 20, new InterruptGate());
			this.otherSide = FrameChannel.of(this.other, 1 << 20, new InterruptGate());
			this.ports = new PortConnection(own, rules(), true, 7, "test-ports", MOST_WAITING);
		}
		MessageChannel channel = MessageChannel.create(4, Duration.ZERO);
		this.near = channel.port1();
		this.ports.sendParentPort(channel.port2());
		this.ports.startAll();
	}

	@AfterEach
	void disconnect() throws Exception {
		this.ports.close();
		this.other.close();
	}

	private static ProcessRules rules() {
		return new ProcessRules(AllowedTypes.ofJdk(), List.of(), MessageLimits.defaults());
	}

	@Test
	void whatIsTakenIsToldAndGivesItsRoomBack() throws Exception {
		for (int i = 0; i < 20; i++) {
			this.ports.take(message(new byte[400]));
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.near.receiveMessage(LONG));
			Frame credit = this.otherSide.read();
			assertThat(credit.type()).isEqualTo(FrameType.PORT_CREDIT);
			assertThat(credit.number()).isEqualTo(1);
		}
	}

	@Test
	void moreBytesThanMayWaitBreakARule() throws Exception {
		this.ports.take(message(new byte[MOST_WAITING]));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.ports.take(message(new byte[1])))
			.withMessageContaining("1001 bytes of messages wait")
			.withMessageContaining("more than the 1000");
	}

	@Test
	void moreMessagesThanThereIsRoomForBreakARule() throws Exception {
		for (int i = 0; i < 4; i++) {
			this.ports.take(message(new byte[1]));
		}
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.ports.take(message(new byte[1])))
			.withMessageContaining("more than the 4 messages");
	}

	@Test
	void messageKeepsItsRoomUntilTheOtherSideHasTakenIt() throws Exception {
		for (int i = 0; i < 4; i++) {
			this.near.postMessage(i);
			assertThat(this.otherSide.read().type()).isEqualTo(FrameType.PORT_MESSAGE);
		}
		assertThatExceptionOfType(PortSaturatedException.class).isThrownBy(() -> this.near.postMessage(4));
		this.ports.take(new Frame(FrameType.PORT_CREDIT, 0, 1));
		this.near.postMessage(4);
		assertThat(this.otherSide.read().type()).isEqualTo(FrameType.PORT_MESSAGE);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> this.ports.take(new Frame(FrameType.PORT_CREDIT, 0, 5)));
	}

	@Test
	void closedPortSaysNothingAfterItsLastFrame() throws Exception {
		this.ports.take(message(new byte[1]));
		this.near.close();
		assertThat(this.otherSide.read().type()).isEqualTo(FrameType.PORT_CLOSE);
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.near.receiveMessage(LONG));
		this.ports.finish(new Frame(FrameType.RESULT, 1, 0));
		assertThat(this.otherSide.read().type()).isEqualTo(FrameType.RESULT);
	}

	@Test
	void endOfTheOtherProcessLeavesWhatHasCome() throws Exception {
		this.ports.take(new Frame(FrameType.PORT_MESSAGE, 0, PortMessage.PLAIN, packedText()));
		this.ports.close();
		assertThat(this.near.isClosed()).isTrue();
		assertThat(this.near.receiveMessage(LONG)).isEqualTo(new ReceivedMessage("hello"));
		assertThat(this.near.receiveMessage()).isNull();
	}

	private static byte[] packedText() {
		return new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults()).encode("message", "hello");
	}

	private static Frame message(byte[] noise) {
		return new Frame(FrameType.PORT_MESSAGE, 0, PortMessage.PLAIN, noise);
	}

}
