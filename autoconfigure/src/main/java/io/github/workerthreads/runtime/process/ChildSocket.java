package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;

/**
 * Socket to which one child connects: one in a directory that only the user of this
 * process can look into, or one of TCP that asks for a token. Closing it leaves the
 * connections.
 */
final class ChildSocket implements AutoCloseable {

	private static final int TOKEN_BYTES = 16;

	private static final SecureRandom random = new SecureRandom();

	private final Path directory;

	private final String token;

	private final int maxBody;

	private final ServerSocketChannel server;

	private final SocketAddress address;

	// Who has connected and not yet said who it is
	private volatile @Nullable SocketChannel stranger;

	private volatile boolean closed;

	/**
	 * Open a socket.
	 * @param directory a directory of its own
	 * @param unix whether it is to be a Unix domain socket, where there are such
	 * @param maxBody the most bytes of a frame's body
	 * @throws IOException if it cannot be opened
	 */
	ChildSocket(Path directory, boolean unix, int maxBody) throws IOException {
		this.directory = directory;
		this.maxBody = maxBody;
		byte[] bytes = new byte[TOKEN_BYTES];
		random.nextBytes(bytes);
		this.token = HexFormat.of().formatHex(bytes);
		ServerSocketChannel unixServer = (unix) ? openUnix() : null;
		this.server = (unixServer != null) ? unixServer : ServerSocketChannel.open();
		try {
			this.server.bind((unixServer != null) ? UnixDomainSocketAddress.of(directory.resolve("s"))
					: new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.address = this.server.getLocalAddress();
		}
		catch (IOException | RuntimeException ex) {
			this.server.close();
			throw ex;
		}
	}

	private static @Nullable ServerSocketChannel openUnix() throws IOException {
		try {
			return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		}
		catch (UnsupportedOperationException ex) {
			return null;
		}
	}

	SocketAddress address() {
		return this.address;
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
	 * @return the connection
	 * @throws IOException if this socket was closed, or somebody else has connected where
	 * only this user can
	 */
	SocketChannel accept(long pid) throws IOException {
		while (true) {
			SocketChannel connection = this.server.accept();
			try {
				this.stranger = connection;
				if (this.closed) {
					throw new ClosedChannelException();
				}
				checkUser(connection);
				Frame hello = FrameChannel.of(connection, Protocol.LONGEST_HELLO, new InterruptGate()).read();
				if (hello == null) {
					throw new ProtocolException("The worker's process has closed its connection");
				}
				Protocol.checkHello(hello, pid, this.token);
				return connection;
			}
			catch (IOException | RuntimeException ex) {
				connection.close();
				if (this.closed || this.address instanceof UnixDomainSocketAddress) {
					throw ex;
				}
				// Anybody can connect by TCP, who need not be the child
			}
			finally {
				this.stranger = null;
			}
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
		this.closed = true;
		SocketChannel waiting = this.stranger;
		if (waiting != null) {
			waiting.close();
		}
		this.server.close();
		if (this.address instanceof UnixDomainSocketAddress unix) {
			Files.deleteIfExists(unix.getPath());
		}
	}

}
