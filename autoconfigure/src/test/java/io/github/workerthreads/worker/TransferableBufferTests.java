package io.github.workerthreads.worker;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of buffers, on the heap and in shared memory alike.
 */
class TransferableBufferTests {

	static Stream<TransferableBuffer> buffers() {
		return Stream.of(TransferableBuffer.allocate(32), TransferableBuffer.allocateShared(32),
				TransferableBuffer.wrap(new byte[32]), TransferableBuffer.wrap(SharedMemory.allocate(32)));
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void numbersAreBigEndianWhereverTheyLie(TransferableBuffer buffer) {
		buffer.putInt(1, 0x01020304);
		buffer.putLong(5, 0x0506070809101112L);
		buffer.putDouble(13, Math.PI);
		assertThat(buffer.get(1)).isEqualTo((byte) 1);
		assertThat(buffer.get(4)).isEqualTo((byte) 4);
		assertThat(buffer.get(12)).isEqualTo((byte) 0x12);
		assertThat(buffer.getInt(1)).isEqualTo(0x01020304);
		assertThat(buffer.getLong(5)).isEqualTo(0x0506070809101112L);
		assertThat(buffer.getDouble(13)).isEqualTo(Math.PI);
		assertThat(buffer.byteLength()).isEqualTo(32);
		buffer.close();
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void bytesAreCopiedInAndOut(TransferableBuffer buffer) {
		buffer.put(2, new byte[] { 0, 7, 8, 9 }, 1, 3);
		byte[] target = new byte[4];
		buffer.get(3, target, 1, 2);
		assertThat(target).containsExactly(0, 8, 9, 0);
		assertThat(buffer.toByteArray()).hasSize(32).startsWith(0, 0, 7, 8, 9, 0);
		assertThat(buffer.slice(3, 2).toByteArray()).containsExactly(8, 9);
		buffer.close();
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void accessOutsideIsRefused(TransferableBuffer buffer) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.get(32));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.putInt(29, 1));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.getLong(-1));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.get(30, new byte[4], 0, 4));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.slice(30, 3));
		buffer.close();
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void contentIsTakenOutOnce(TransferableBuffer buffer) {
		buffer.put(3, (byte) 5);
		assertThat(buffer.detach()).hasSize(32).startsWith(0, 0, 0, 5);
		assertThat(buffer.isDetached()).isTrue();
		assertThat(buffer.byteLength()).isZero();
		assertThatIllegalStateException().isThrownBy(buffer::detach);
		assertThatIllegalStateException().isThrownBy(() -> buffer.get(3));
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void closedBufferIsDetached(TransferableBuffer buffer) {
		assertThat(buffer).hasToString("TransferableBuffer[%d bytes]".formatted(buffer.byteLength()));
		buffer.close();
		buffer.close();
		assertThat(buffer).hasToString("TransferableBuffer[detached]");
		assertThat(buffer.isDetached()).isTrue();
		assertThat(buffer.isShared()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> buffer.put(0, (byte) 1));
	}

	@Test
	void memoryIsSharedUntilTheBufferIsClosed() {
		SharedMemory memory = SharedMemory.allocate(8);
		try (SharedMemory seen = memory.duplicate()) {
			TransferableBuffer buffer = TransferableBuffer.wrap(memory);
			assertThat(buffer.isShared()).isTrue();
			assertThat(memory.isDetached()).isTrue();
			buffer.put(0, (byte) 3);
			assertThat(seen.get(0)).isEqualTo((byte) 3);
			buffer.close();
			assertThat(seen.get(0)).isEqualTo((byte) 3);
		}
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void sliceIsAPartOfItsBuffer(TransferableBuffer buffer) {
		buffer.put(9, (byte) 4);
		TransferableBuffer.Slice slice = buffer.slice(8, 4);
		assertThat(slice.buffer()).isSameAs(buffer);
		assertThat(slice.byteOffset()).isEqualTo(8);
		assertThat(slice.byteLength()).isEqualTo(4);
		assertThat(slice.get(1)).isEqualTo((byte) 4);
		slice.put(3, (byte) 5);
		assertThat(buffer.get(11)).isEqualTo((byte) 5);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.get(4));
		buffer.close();
		assertThat(slice.byteOffset()).isZero();
		assertThat(slice.byteLength()).isZero();
	}

	@Test
	void memoryIsFreeWithTheLastBuffer() {
		TransferableBuffer buffer = TransferableBuffer.allocateShared(8);
		try (SharedMemory memory = buffer.duplicateMemory()) {
			Path file = Path.of(memory.handle().file());
			memory.close();
			assertThat(file).exists();
			buffer.close();
			assertThat(file).doesNotExist();
		}
	}

	@Test
	void memoryThatIsNotThereIsRefused() {
		SharedMemory closed = SharedMemory.allocate(8);
		closed.close();
		assertThatIllegalStateException().isThrownBy(() -> TransferableBuffer.wrap(closed))
			.withMessageContaining("closed");
		assertThatIllegalStateException().isThrownBy(() -> TransferableBuffer.allocate(1).duplicateMemory());
		assertThatIllegalArgumentException().isThrownBy(() -> TransferableBuffer.allocateShared(-1));
	}

}
