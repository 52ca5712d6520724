package io.github.workerthreads.runtime.protocol;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Connection on which frames come and go. One thread reads, any thread writes. Lengths
 * that the other side names are checked, and memory is reserved only for bytes that have
 * come.
 */
public final class FrameChannel implements Closeable {

	private static final int HEADER = 4 + 1 + 8 + 4;

	private static final int BUFFER = 64 << 10;

	private static final int FIRST_RESERVED = 1 << 20;

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	/**
	 * How many bytes of shared memory a channel through it needs.
	 */
	public static final int SHARED_BYTES = RingTransport.LENGTH;

	private final FrameTransport transport;

	private final int maxBody;

	private final InterruptGate gate;

	private final byte[] received = new byte[BUFFER];

	private int receivedFrom;

	private int receivedTo;

	// Guards 'sent' and the order of frames
	private final Lock writing = new ReentrantLock();

	private final byte[] sent = new byte[BUFFER];

	private FrameChannel(FrameTransport transport, int maxBody, InterruptGate gate) {
		this.transport = transport;
		this.maxBody = maxBody;
		this.gate = gate;
	}

	/**
	 * Create a channel through a socket.
	 * @param socket the connection, which blocks
	 * @param maxBody the most bytes of a body
	 * @param gate keeps interrupts from the thread that reads and writes
	 * @return the channel
	 */
	public static FrameChannel of(SocketChannel socket, int maxBody, InterruptGate gate) {
		return new FrameChannel(new SocketTransport(socket), maxBody, gate);
	}

	/**
	 * Create a channel through shared memory. One side is the first, one is not.
	 * @param memory the memory, of {@link #SHARED_BYTES}, which is closed with the
	 * channel
	 * @param first whether this is the first side
	 * @param socket the connection, which blocks, and on which nothing is under way
	 * @param spins whether to look for frames for a moment before sleeping, where that
	 * pays
	 * @param maxBody the most bytes of a body
	 * @param gate keeps interrupts from the thread that reads and writes
	 * @return the channel
	 */
	public static FrameChannel of(SharedMemory memory, boolean first, SocketChannel socket, boolean spins, int maxBody,
			InterruptGate gate) {
		return new FrameChannel(new RingTransport(memory, first, socket, spins), maxBody, gate);
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
			byte[] body = frame.body();
			INTS.set(this.sent, 0, body.length);
			this.sent[4] = (byte) frame.type().code();
			LONGS.set(this.sent, 5, frame.id());
			INTS.set(this.sent, 13, frame.number());
			int beside = Math.min(body.length, BUFFER - HEADER);
			System.arraycopy(body, 0, this.sent, HEADER, beside);
			this.transport.write(this.sent, 0, HEADER + beside);
			this.transport.write(body, beside, body.length - beside);
		}
		finally {
			this.gate.open();
			this.writing.unlock();
		}
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
			int from = this.receivedFrom;
			int length = (int) INTS.get(this.received, from);
			FrameType type = FrameType.ofCode(this.received[from + 4]);
			long id = (long) LONGS.get(this.received, from + 5);
			int number = (int) INTS.get(this.received, from + 13);
			this.receivedFrom += HEADER;
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
		while (this.receivedTo - this.receivedFrom < bytes) {
			if (this.receivedFrom > 0) {
				System.arraycopy(this.received, this.receivedFrom, this.received, 0,
						this.receivedTo - this.receivedFrom);
				this.receivedTo -= this.receivedFrom;
				this.receivedFrom = 0;
			}
			int read = this.transport.read(this.received, this.receivedTo, BUFFER - this.receivedTo);
			if (read < 0) {
				if (this.receivedTo > 0) {
					throw new EOFException("The connection has ended within a frame");
				}
				return false;
			}
			this.receivedTo += read;
		}
		return true;
	}

	private byte[] body(int length) throws IOException {
		byte[] body = new byte[Math.min(length, FIRST_RESERVED)];
		int position = Math.min(length, this.receivedTo - this.receivedFrom);
		System.arraycopy(this.received, this.receivedFrom, body, 0, position);
		this.receivedFrom += position;
		while (position < length) {
			if (position == body.length) {
				body = Arrays.copyOf(body, (int) Math.min(length, 2L * body.length));
			}
			int read = this.transport.read(body, position, body.length - position);
			if (read < 0) {
				throw new EOFException("The connection has ended within a frame");
			}
			position += read;
		}
		return body;
	}

	/**
	 * Note that the other side has ended. What it has sent can still be read.
	 */
	public void otherSideEnded() {
		this.transport.otherSideEnded();
	}

	/**
	 * End the connection. Who reads or writes fails.
	 */
	@Override
	public void close() throws IOException {
		this.transport.close();
	}

}
