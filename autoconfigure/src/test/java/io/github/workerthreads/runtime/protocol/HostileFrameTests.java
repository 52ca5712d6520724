package io.github.workerthreads.runtime.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.worker.SharedMemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests that frames, their fields and rings from a process that means harm end in an
 * exception of the protocol, and in nothing else. System property {@code fuzz.seed}
 * chooses another seed.
 */
@Timeout(120)
class HostileFrameTests {

	private static final long SEED = Long.getLong("fuzz.seed", 20261128);

	private static final int MAX_BODY = 1 << 20;

	// What lies before and behind a ring
	private static final int BASE = 1 << 14;

	private final Random random = new Random(SEED);

	@Test
	void mutatedFramesEndInFramesOrInAnExceptionOfTheProtocol() throws Exception {
		int refused = 0;
		for (int i = 0; i < 300; i++) {
			byte[] bytes = mutated(frames());
			String what = "stream %d of seed %d".formatted(i, SEED);
			try (Connection connection = new Connection()) {
				CompletableFuture<?> writing = CompletableFuture.runAsync(() -> connection.writeAndEnd(bytes));
				refused += readAll(connection.frames, what) ? 0 : 1;
				connection.close();
				writing.get(20, TimeUnit.SECONDS);
			}
		}
		assertThat(refused).isBetween(30, 299);
	}

	private static boolean readAll(FrameChannel frames, String what) {
		try {
			while (frames.read() != null) {
				// what comes next is judged in its turn
			}
			return true;
		}
		catch (ProtocolException | EOFException ex) {
			return false;
		}
		catch (IOException | RuntimeException ex) {
			return fail(what, ex);
		}
	}

	private byte[] frames() {
		ByteBuffer bytes = ByteBuffer.allocate(4 * (17 + 3000));
		for (int i = 0; i < 4; i++) {
			byte[] body = new byte[this.random.nextInt(3000)];
			this.random.nextBytes(body);
			bytes.putInt(body.length)
				.put((byte) this.random.nextInt(FrameType.values().length))
				.putLong(this.random.nextLong())
				.putInt(this.random.nextInt())
				.put(body);
		}
		return Arrays.copyOf(bytes.array(), bytes.position());
	}

	@Test
	void bodyThatNeverComesReservesLittle() throws Exception {
		try (Connection connection = new Connection(Integer.MAX_VALUE)) {
			connection.writeAndEnd(ByteBuffer.allocate(17).putInt(Integer.MAX_VALUE - 8).array());
			assertThatExceptionOfType(EOFException.class).isThrownBy(connection.frames::read);
		}
	}

	@Test
	void statusOfALyingWorkerIsReadOrRefused() throws Exception {
		byte[] status = new WorkerStatus(new WorkerInspection(Thread.State.RUNNABLE,
				List.of(Thread.currentThread().getStackTrace()), Duration.ofSeconds(1), Duration.ofSeconds(1), 5L, 7),
				1, 2)
			.toBytes();
		int read = 0;
		for (int i = 0; i < 20_000; i++) {
			Frame frame = new Frame(FrameType.PONG, 0, Protocol.STATUS_PING, mutated(status));
			read += isRead(() -> WorkerStatus.of(frame, 1), "status %d of seed %d".formatted(i, SEED)) ? 1 : 0;
		}
		assertThat(read).isBetween(1, 19_999);
	}

	@Test
	void stackOfALyingWorkerIsReadOrRefused() throws Exception {
		byte[] stack = new WorkerStack(List.of(Thread.currentThread().getStackTrace())).toBytes();
		int read = 0;
		for (int i = 0; i < 20_000; i++) {
			Frame frame = new Frame(FrameType.PONG, 0, Protocol.STACK_PING, mutated(stack));
			read += isRead(() -> WorkerStack.of(frame), "stack %d of seed %d".formatted(i, SEED)) ? 1 : 0;
		}
		assertThat(read).isBetween(1, 19_999);
	}

	@Test
	void fieldsOfAnotherTypeAreRefused() {
		Object[] odd = { "RUNNABLE", "NO_STATE", 1L, -1L, Long.MIN_VALUE, null, List.of(), List.of("frame"),
				new Object[0], new byte[3], 1, Duration.ZERO };
		for (int i = 0; i < 20_000; i++) {
			Object[] fields = new Object[this.random.nextInt(10)];
			Arrays.setAll(fields, (index) -> odd[this.random.nextInt(odd.length)]);
			Frame frame = new Frame(FrameType.PONG, 0, Protocol.STATUS_PING, FrameFields.write(fields));
			isRead(() -> WorkerStatus.of(frame, 1), Arrays.toString(fields));
			isRead(() -> WorkerStack.of(frame), Arrays.toString(fields));
		}
	}

	private static boolean isRead(FrameReader reader, String what) {
		try {
			reader.read();
			return true;
		}
		catch (ProtocolException ex) {
			return false;
		}
		catch (RuntimeException ex) {
			return fail(what, ex);
		}
	}

	@Test
	void ringWhoseOtherSideScribblesStaysWithinItsMemory() {
		int refused = 0;
		for (int round = 0; round < 20; round++) {
			try (SharedMemory memory = SharedMemory.allocate(BASE + SharedRing.LENGTH + BASE)) {
				for (int i = 0; i < 100; i++) {
					refused += survivesScribbles(new SharedRing(memory, BASE), memory) ? 0 : 1;
				}
				assertThat(bytes(memory, 0)).containsOnly(0);
				assertThat(bytes(memory, BASE + SharedRing.LENGTH)).containsOnly(0);
			}
		}
		assertThat(refused).isBetween(1, 1_999);
	}

	private static byte[] bytes(SharedMemory memory, int from) {
		byte[] bytes = new byte[BASE];
		memory.get(from, bytes, 0, BASE);
		return bytes;
	}

	private boolean survivesScribbles(SharedRing ring, SharedMemory memory) {
		byte[] bytes = new byte[3000];
		Arrays.fill(bytes, (byte) 7);
		try {
			for (int step = 0; step < 20; step++) {
				// Where positions and the flag of who sleeps are
				memory.atomicLongs().set(BASE + 128 * this.random.nextInt(3), nextPosition());
				int moved = (this.random.nextBoolean()) ? ring.put(bytes, 0, bytes.length)
						: ring.take(bytes, 0, bytes.length);
				assertThat(moved).isBetween(0, bytes.length);
				ring.takeSleeper();
				ring.isEmpty();
				ring.isFull();
			}
			return true;
		}
		catch (ProtocolException ex) {
			return false;
		}
	}

	private long nextPosition() {
		return switch (this.random.nextInt(4)) {
			case 0 -> this.random.nextLong();
			case 1 -> SharedRing.CAPACITY + this.random.nextInt(3) - 1;
			case 2 -> -this.random.nextInt(3);
			default -> this.random.nextInt(10_000);
		};
	}

	private byte[] mutated(byte[] bytes) {
		byte[] mutated = Arrays.copyOf(bytes,
				(this.random.nextInt(4) == 0) ? this.random.nextInt(bytes.length + 1) : bytes.length);
		for (int i = this.random.nextInt(4); i > 0 && mutated.length > 0; i--) {
			mutated[this.random.nextInt(mutated.length)] = (byte) this.random.nextInt(256);
		}
		return mutated;
	}

	/**
	 * Both ends of a connection.
	 */
	private static final class Connection implements AutoCloseable {

		private final SocketChannel sender;

		private final FrameChannel frames;

		Connection() throws IOException {
			this(MAX_BODY);
		}

		Connection(int maxBody) throws IOException {
			try (ServerSocketChannel server = ServerSocketChannel.open()) {
				server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
				this.sender = SocketChannel.open(server.getLocalAddress());
				this.frames = FrameChannel.of(server.accept(), maxBody, new InterruptGate());
			}
		}

		void writeAndEnd(byte[] bytes) {
			try {
				ByteBuffer rest = ByteBuffer.wrap(bytes);
				while (rest.hasRemaining()) {
					this.sender.write(rest);
				}
				this.sender.shutdownOutput();
			}
			catch (IOException ex) {
				// the other side has heard enough
			}
		}

		@Override
		public void close() throws IOException {
			this.frames.close();
			this.sender.close();
		}

	}

	private interface FrameReader {

		Object read() throws ProtocolException;

	}

}
