package io.github.workerthreads.runtime.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Bytes of frames through a socket.
 */
final class SocketTransport implements FrameTransport {

	private static final int BUFFER = 64 << 10;

	private final SocketChannel channel;

	private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER);

	private final ByteBuffer sent = ByteBuffer.allocateDirect(BUFFER);

	SocketTransport(SocketChannel channel) {
		this.channel = channel;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		this.received.clear().limit(Math.min(length, BUFFER));
		int read = this.channel.read(this.received);
		if (read > 0) {
			this.received.flip().get(target, offset, read);
		}
		return read;
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		int written = 0;
		while (written < length) {
			int next = Math.min(BUFFER, length - written);
			this.sent.clear().put(source, offset + written, next).flip();
			while (this.sent.hasRemaining()) {
				this.channel.write(this.sent);
			}
			written += next;
		}
	}

	/**
	 * A socket notices by itself.
	 */
	@Override
	public void otherSideEnded() {
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
