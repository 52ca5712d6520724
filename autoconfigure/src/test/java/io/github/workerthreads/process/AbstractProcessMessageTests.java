package io.github.workerthreads.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of what crosses to workers in other processes and back, whichever way it goes.
 */
@Timeout(60)
abstract class AbstractProcessMessageTests {

	private final ProcessWorkerRuntime runtime;

	private final WorkerPool pool;

	AbstractProcessMessageTests(ProcessOptions options) {
		this.runtime = new ProcessWorkerRuntime(getClass().getClassLoader(), List.of(Secret.class.getName()), List.of(),
				List.of(), null, Map::of, options);
		this.pool = new WorkerPoolBuilder().isolation(Isolation.PROCESS)
			.size(1)
			.jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"))
			.drainPeriod(Duration.ZERO)
			.build("test", this.runtime);
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void bothSidesSeeTheBytesOfSharedMemory() throws Exception {
		try (SharedMemory memory = SharedMemory.allocate(64)) {
			memory.putInt(0, 41);
			assertThat(this.pool.run(Increment.class, memory).get()).isEqualTo(42);
			assertThat(memory.getInt(0)).isEqualTo(42);
			assertThat(this.pool.run(Increment.class, memory).get()).isEqualTo(43);
		}
	}

	@Test
	void sharedMemoryOfAWorkerOutlivesItsTask() throws Exception {
		try (SharedMemory memory = this.pool.run(Allocate.class, 7).get()) {
			assertThat(memory.getInt(0)).isEqualTo(7);
			assertThat(this.pool.run(Increment.class, memory).get()).isEqualTo(8);
			this.pool.terminate(1).get();
			assertThat(memory.getInt(0)).isEqualTo(8);
		}
	}

	@Test
	void tenMegabytesCrossBothWays() throws Exception {
		byte[] bytes = new byte[10 << 20];
		bytes[bytes.length - 1] = 5;
		byte[] result = this.pool.run(Flip.class, bytes).get();
		assertThat(result).hasSize(bytes.length);
		assertThat(result[result.length - 1]).isEqualTo((byte) -6);
		assertThat(bytes[0]).isZero();
	}

	@Test
	void transferredBufferIsDetachedAtTheSender() throws Exception {
		TransferableBuffer buffer = TransferableBuffer.wrap(new byte[] { 1, 2, 3 });
		assertThat(this.pool.run(Sum.class, buffer, TransferList.of(buffer), TaskOptions.defaults()).get())
			.isEqualTo(6);
		assertThat(buffer.isDetached()).isTrue();
	}

	@Test
	void sharedBufferMovesWithoutACopy() throws Exception {
		try (SharedMemory seen = SharedMemory.allocate(64)) {
			TransferableBuffer buffer = TransferableBuffer.wrap(seen.duplicate());
			assertThat(this.pool.run(Double.class, buffer, TransferList.of(buffer), TaskOptions.defaults()).get())
				.isEqualTo(0);
			buffer = TransferableBuffer.wrap(seen.duplicate());
			buffer.putInt(0, 21);
			assertThat(this.pool.run(Double.class, buffer, TransferList.of(buffer), TaskOptions.defaults()).get())
				.isEqualTo(42);
			assertThat(buffer.isDetached()).isTrue();
			assertThat(seen.get(3)).isEqualTo((byte) 42);
		}
	}

	@Test
	void sharedBufferIsCopiedUnlessItIsTransferred() throws Exception {
		try (SharedMemory seen = SharedMemory.allocate(64)) {
			TransferableBuffer buffer = TransferableBuffer.wrap(seen.duplicate());
			buffer.putInt(0, 21);
			assertThat(this.pool.run(Double.class, buffer).get()).isEqualTo(42);
			assertThat(buffer.getInt(0)).isEqualTo(21);
			assertThat(seen.get(3)).isEqualTo((byte) 21);
			buffer.close();
		}
	}

	@Test
	void memoryOfTransferredBuffersIsReleasedByTheSender() throws Exception {
		TransferableBuffer buffer = TransferableBuffer.allocateShared(1 << 20);
		Path file = fileOf(buffer);
		this.pool.run(Discard.class, buffer, TransferList.of(buffer), TaskOptions.defaults()).get();
		// The worker's process keeps it open for a moment
		Awaitility.await().untilAsserted(() -> assertThat(file).doesNotExist());
	}

	private static Path fileOf(TransferableBuffer buffer) {
		try (SharedMemory memory = buffer.duplicateMemory()) {
			return Path.of(memory.handle().file());
		}
	}

	@Test
	void portIsRefusedAtTheSenderAndStaysThere() {
		MessageChannel channel = MessageChannel.create();
		try {
			assertThat(catchThrowableOfType(ExecutionException.class,
					() -> this.pool
						.run(Anything.class, channel.port2(), TransferList.of(channel.port2()), TaskOptions.defaults())
						.get())
				.getCause()).isInstanceOf(DataCloneException.class)
				.hasMessageContaining("port cannot go with a call to a pool's worker in another process");
			assertThat(channel.port2().isDetached()).isFalse();
		}
		finally {
			channel.port1().close();
		}
	}

	@Test
	void messageThatIsTooLargeIsRefusedAtTheSender() {
		assertThat(catchThrowableOfType(ExecutionException.class,
				() -> this.pool.run(Flip.class, new byte[65 << 20]).get())
			.getCause()).isInstanceOf(DataCloneException.class).hasMessageContaining("67108864");
	}

	@Test
	void typeThatIsNotAllowedIsRefusedAtTheSender() {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.pool.run(Anything.class, new Unknown("x")).get())
			.withMessageContaining("worker-threads.allowed-types");
	}

	@Test
	void typeThatIsAllowedByNameCrosses() throws Exception {
		assertThat(this.pool.run(Anything.class, new Secret("x")).get()).isEqualTo(new Secret("x"));
	}

	@Test
	void taskKnowsWhereItRuns() throws Exception {
		assertThat(this.pool.run(Where.class, "", TaskOptions.defaults()).get()).isEqualTo("worker-test-1 test");
	}

	record Secret(String text) {

	}

	record Unknown(String text) {

	}

	static class Increment implements WorkerFunction<SharedMemory, Integer> {

		@Override
		public Integer apply(SharedMemory memory) {
			try (memory) {
				memory.putInt(0, memory.getInt(0) + 1);
				return memory.getInt(0);
			}
		}

	}

	static class Allocate implements WorkerFunction<Integer, SharedMemory> {

		@Override
		public SharedMemory apply(Integer value) {
			SharedMemory memory = SharedMemory.allocate(64);
			memory.putInt(0, value);
			return memory;
		}

	}

	static class Flip implements WorkerFunction<byte[], byte[]> {

		@Override
		public byte[] apply(byte[] bytes) {
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (byte) ~bytes[i];
			}
			return bytes;
		}

	}

	static class Sum implements WorkerFunction<TransferableBuffer, Integer> {

		@Override
		public Integer apply(TransferableBuffer buffer) {
			int sum = 0;
			for (byte each : buffer.toByteArray()) {
				sum += each;
			}
			return sum;
		}

	}

	static class Double implements WorkerFunction<TransferableBuffer, Integer> {

		@Override
		public Integer apply(TransferableBuffer buffer) {
			buffer.putInt(0, 2 * buffer.getInt(0));
			return buffer.getInt(0);
		}

	}

	static class Discard implements WorkerFunction<TransferableBuffer, Integer> {

		@Override
		public Integer apply(TransferableBuffer buffer) {
			buffer.close();
			return 0;
		}

	}

	static class Anything implements WorkerFunction<Object, Object> {

		@Override
		public Object apply(Object value) {
			return value;
		}

	}

	static class Where implements WorkerFunction<String, String> {

		@Override
		public String apply(String text) {
			WorkerContext context = WorkerContext.current();
			return context.workerName() + " " + context.poolName();
		}

	}

}
