package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;

/**
 * Socket to which one child connects, in a directory that only the user of this process
 * can look into. Closing it removes the directory; connections stay.
 */
final class ChildSocket implements AutoCloseable {

	private static final int TOKEN_BYTES = 16;

	private static final SecureRandom random = new SecureRandom();

	private final Path directory;

	private final Path file;

	private final ServerSocketChannel server;

	private final String token;

	private final int maxBody;

	/**
	 * Open a socket.
	 * @param directory a directory of its own
	 * @param maxBody the most bytes of a frame's body
	 * @throws IOException if it cannot be opened
	 */
	ChildSocket(Path directory, int maxBody) throws IOException {
		this.directory = directory;
		this.maxBody = maxBody;
		this.file = directory.resolve("s");
		byte[] bytes = new byte[TOKEN_BYTES];
		random.nextBytes(bytes);
		this.token = HexFormat.of().formatHex(bytes);
		this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			this.server.bind(UnixDomainSocketAddress.of(this.file));
		}
		catch (IOException | RuntimeException ex) {
			this.server.close();
			throw ex;
		}
	}

	Path file() {
		return this.file;
	}

	String token() {
		return this.token;
	}

	int maxBody() {
		return this.maxBody;
	}

	/**
	 * Wait for the next connection of the child.
	 * @param pid the number of its process
	 * @param gate keeps interrupts from the thread that uses the connection
	 * @return the connection
	 * @throws IOException if this socket was closed, or somebody else has connected
	 */
	FrameChannel accept(long pid, InterruptGate gate) throws IOException {
		SocketChannel connection = this.server.accept();
		try {
			checkUser(connection);
			FrameChannel channel = new FrameChannel(connection, this.maxBody, gate);
			Frame hello = channel.read();
			if (hello == null) {
				throw new ProtocolException("The worker's process has closed its connection");
			}
			Protocol.checkHello(hello, pid, this.token);
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private void checkUser(SocketChannel connection) throws IOException {
		if (!connection.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
			return;
		}
		UnixDomainPrincipal peer = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
		String own = Files.getOwner(this.directory).getName();
		if (!peer.user().getName().equals(own)) {
			throw new ProtocolException("User '%s' has connected to the socket of a worker of user '%s'"
				.formatted(peer.user().getName(), own));
		}
	}

	/**
	 * Accept no more.
	 */
	@Override
	public void close() throws IOException {
		this.server.close();
		Files.deleteIfExists(this.file);
	}

}
