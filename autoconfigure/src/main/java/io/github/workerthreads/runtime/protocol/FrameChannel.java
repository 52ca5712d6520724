package io.github.workerthreads.runtime.protocol;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Connection on which frames come and go. One thread reads, any thread writes. Lengths
 * that the other side names are checked, and memory is reserved only for bytes that have
 * come.
 */
public final class FrameChannel implements Closeable {

	private static final int HEADER = 4 + 1 + 8 + 4;

	private static final int BUFFER = 64 << 10;

	private static final int FIRST_RESERVED = 1 << 20;

	private final SocketChannel channel;

	private final int maxBody;

	private final InterruptGate gate;

	private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER).limit(0);

	// Guards 'sent' and the order of frames
	private final Lock writing = new ReentrantLock();

	private final ByteBuffer sent = ByteBuffer.allocateDirect(BUFFER);

	/**
	 * Create a channel.
	 * @param channel the connection, which blocks
	 * @param maxBody the most bytes of a body
	 * @param gate keeps interrupts from the thread that reads and writes
	 */
	public FrameChannel(SocketChannel channel, int maxBody, InterruptGate gate) {
		this.channel = channel;
		this.maxBody = maxBody;
		this.gate = gate;
	}

	/**
	 * Write a frame, which waits until the other side has taken enough of what was
	 * written before.
	 * @param frame the frame
	 * @throws IOException if the connection has ended
	 * @throws IllegalArgumentException if the body is too long
	 */
	public void write(Frame frame) throws IOException {
		if (frame.body().length > this.maxBody) {
			throw new IllegalArgumentException("The body of a frame must have at most %d bytes but had %d"
				.formatted(this.maxBody, frame.body().length));
		}
		this.writing.lock();
		this.gate.close();
		try {
			this.sent.clear();
			this.sent.putInt(frame.body().length)
				.put((byte) frame.type().code())
				.putLong(frame.id())
				.putInt(frame.number());
			int written = 0;
			do {
				int next = Math.min(this.sent.remaining(), frame.body().length - written);
				this.sent.put(frame.body(), written, next);
				written += next;
				flush();
			}
			while (written < frame.body().length);
		}
		finally {
			this.gate.open();
			this.writing.unlock();
		}
	}

	private void flush() throws IOException {
		this.sent.flip();
		while (this.sent.hasRemaining()) {
			this.channel.write(this.sent);
		}
		this.sent.clear();
	}

	/**
	 * Read a frame, which waits until there is one.
	 * @return the frame, or {@code null} if the other side has ended the connection
	 * @throws ProtocolException if what came is no frame
	 * @throws IOException if the connection has ended within a frame
	 */
	public @Nullable Frame read() throws IOException {
		this.gate.close();
		try {
			if (!fill(HEADER)) {
				return null;
			}
			int length = this.received.getInt();
			FrameType type = FrameType.ofCode(this.received.get());
			long id = this.received.getLong();
			int number = this.received.getInt();
			if (length < 0 || length > this.maxBody) {
				throw new ProtocolException("A frame %s of %d bytes is not within the limit of %d bytes".formatted(type,
						length, this.maxBody));
			}
			return new Frame(type, id, number, body(length));
		}
		finally {
			this.gate.open();
		}
	}

	private boolean fill(int bytes) throws IOException {
		while (this.received.remaining() < bytes) {
			this.received.compact();
			int read = this.channel.read(this.received);
			this.received.flip();
			if (read < 0) {
				if (this.received.hasRemaining()) {
					throw new EOFException("The connection has ended within a frame");
				}
				return false;
			}
		}
		return true;
	}

	private byte[] body(int length) throws IOException {
		byte[] body = new byte[Math.min(length, FIRST_RESERVED)];
		int position = Math.min(length, this.received.remaining());
		this.received.get(body, 0, position);
		while (position < length) {
			if (position == body.length) {
				body = Arrays.copyOf(body, (int) Math.min(length, 2L * body.length));
			}
			ByteBuffer rest = ByteBuffer.wrap(body, position, Math.min(BUFFER, body.length - position));
			int read = this.channel.read(rest);
			if (read < 0) {
				throw new EOFException("The connection has ended within a frame");
			}
			position += read;
		}
		return body;
	}

	/**
	 * End the connection. Who reads or writes fails.
	 */
	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
