package io.github.workerthreads.runtime.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.AdaptiveSpin;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Bytes of frames through memory that two processes share. A socket is the doorbell of a
 * reader that sleeps, and tells when the other side has ended.
 */
final class RingTransport implements FrameTransport {

	/**
	 * How many bytes of memory are needed, for both directions.
	 */
	static final int LENGTH = 2 * SharedRing.LENGTH;

	private static final String CUT_SHORT = "The other side has cut the shared memory short";

	private static final int DOORBELLS = 64;

	private static final int SPINS = 100;

	private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(20);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private final SharedMemory memory;

	private final SharedRing in;

	private final SharedRing out;

	private final SocketChannel doorbell;

	private final @Nullable AdaptiveSpin spin;

	private final ByteBuffer heard = ByteBuffer.allocateDirect(DOORBELLS);

	private final ByteBuffer ring = ByteBuffer.allocateDirect(1);

	private volatile boolean ended;

	/**
	 * Create a side of a connection.
	 * @param memory the memory, which is closed with this side
	 * @param first whether this side writes to the first ring
	 * @param doorbell the socket
	 * @param spins whether to look for bytes for a moment before sleeping, where that
	 * pays
	 */
	RingTransport(SharedMemory memory, boolean first, SocketChannel doorbell, boolean spins) {
		this.memory = memory;
		this.out = new SharedRing(memory, (first) ? 0 : SharedRing.LENGTH);
		this.in = new SharedRing(memory, (first) ? SharedRing.LENGTH : 0);
		this.doorbell = doorbell;
		this.spin = (spins) ? new AdaptiveSpin() : null;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		try {
			return (awaitBytes()) ? this.in.take(target, offset, length) : -1;
		}
		catch (IllegalStateException ex) {
			throw closed(ex);
		}
		catch (InternalError ex) {
			throw gone(ex);
		}
	}

	private boolean awaitBytes() throws IOException {
		while (this.in.isEmpty()) {
			if (this.spin != null && this.spin.await(() -> !this.in.isEmpty())) {
				return true;
			}
			this.in.fallAsleep();
			if (this.in.isEmpty() && this.doorbell.read(this.heard.clear()) < 0) {
				return !this.in.isEmpty();
			}
			this.in.wakeUp();
			// Where pages are gone the ring looks empty
			if (this.in.isEmpty() && !this.memory.isWhole()) {
				throw new ProtocolException(CUT_SHORT);
			}
		}
		return true;
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		try {
			int written = 0;
			while (written < length) {
				int count = this.out.put(source, offset + written, length - written);
				if (count == 0) {
					awaitRoom();
				}
				else if (this.out.takeSleeper()) {
					this.doorbell.write(this.ring.clear());
				}
				written += count;
			}
		}
		catch (IllegalStateException ex) {
			throw closed(ex);
		}
		catch (InternalError ex) {
			throw gone(ex);
		}
	}

	// Only a message larger than the ring gets here, and the reader is at it
	private void awaitRoom() throws IOException {
		long pause = SHORTEST_PAUSE;
		for (int i = 0; this.out.isFull(); i++) {
			if (this.ended) {
				throw new ClosedChannelException();
			}
			if (i < SPINS) {
				Thread.onSpinWait();
			}
			else {
				LockSupport.parkNanos(this, pause);
				pause = Math.min(2 * pause, LONGEST_PAUSE);
			}
		}
	}

	private static IOException closed(IllegalStateException cause) {
		return new IOException("The connection was closed", cause);
	}

	// How the JVM tells of a page that a mapped file has no more
	private static ProtocolException gone(InternalError cause) {
		return new ProtocolException(CUT_SHORT, cause);
	}

	@Override
	public void otherSideEnded() {
		this.ended = true;
	}

	@Override
	public void close() throws IOException {
		this.ended = true;
		try (this.memory) {
			this.doorbell.close();
		}
	}

}
