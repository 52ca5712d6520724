package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ChildSocket}.
 */
@Timeout(30)
class ChildSocketTests {

	private static final long PID = 4711;

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	@Test
	void strangersWhoComeByTcpAreSentAway() throws Exception {
		try (ChildSocket socket = new ChildSocket(this.directory, false, 1000);
				SocketChannel guess = connect(socket, "0".repeat(32));
				SocketChannel noise = SocketChannel.open(socket.address())) {
			noise.write(ByteBuffer.wrap(new byte[100]));
			CompletableFuture<SocketChannel> accepted = accept(socket);
			try (SocketChannel child = connect(socket, socket.token())) {
				assertThat(accepted.get().getRemoteAddress()).isEqualTo(child.getLocalAddress());
			}
			assertThat(guess.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		}
	}

	@Test
	void otherMachinesCannotConnectByTcp() throws Exception {
		try (ChildSocket socket = new ChildSocket(this.directory, false, 1000)) {
			assertThat(((InetSocketAddress) socket.address()).getAddress().isLoopbackAddress()).isTrue();
		}
	}

	@Test
	void strangerWhoSaysNothingDoesNotKeepTheSocketOpen() throws Exception {
		ChildSocket socket = new ChildSocket(this.directory, false, 1000);
		CompletableFuture<SocketChannel> accepted;
		try (SocketChannel silent = SocketChannel.open(socket.address())) {
			accepted = accept(socket);
			silent.write(ByteBuffer.allocate(1));
			socket.close();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(accepted::join);
		}
	}

	@Test
	void wrongTokenEndsTheStartWhereNobodyElseCanConnect() throws Exception {
		try (ChildSocket socket = new ChildSocket(this.directory, true, 1000);
				SocketChannel guess = connect(socket, "0".repeat(32))) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> socket.accept(PID));
			assertThat(guess.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		}
	}

	private static CompletableFuture<SocketChannel> accept(ChildSocket socket) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return socket.accept(PID);
			}
			catch (IOException ex) {
				throw new CompletionException(ex);
			}
		});
	}

	private static SocketChannel connect(ChildSocket socket, String token) throws IOException {
		SocketChannel connection = SocketChannel.open(socket.address());
		FrameChannel.of(connection, 1000, new InterruptGate())
			.write(new Frame(FrameType.HELLO, PID, Protocol.VERSION, Protocol.tokenBytes(token)));
		return connection;
	}

}
