package io.github.workerthreads.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.workerthreads.message.StructuredClone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TransferList} and {@link TransferableBuffer}.
 */
@ParameterizedClass
@EnumSource
class TransferListTests {

	@Parameter
	Realms realms;

	private final TransferableBuffer buffer = TransferableBuffer.wrap(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });

	@Test
	void bufferThatIsNotListedIsCopied() {
		TransferableBuffer copy = (TransferableBuffer) send(this.buffer, TransferList.nothing());
		this.buffer.put(0, (byte) 9);
		assertThat(copy.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
		assertThat(this.buffer.isDetached()).isFalse();
	}

	@Test
	void bufferThatIsListedMovesWithoutACopy() {
		byte[] content = new byte[8];
		TransferableBuffer moving = TransferableBuffer.wrap(content);
		TransferableBuffer moved = (TransferableBuffer) send(moving, TransferList.of(moving));
		assertThat(moved).isNotSameAs(moving);
		assertThat(moved.detach()).isSameAs(content);
	}

	@Test
	void bufferIsDetachedAtTheSenderAtOnce() {
		send(this.buffer, TransferList.of(this.buffer));
		assertThat(this.buffer.isDetached()).isTrue();
		assertThat(this.buffer.byteLength()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.buffer.get(0)).withMessageContaining("detached");
		assertThatIllegalStateException().isThrownBy(() -> this.buffer.put(0, (byte) 1));
		assertThatIllegalStateException().isThrownBy(() -> this.buffer.getLong(0));
		assertThatIllegalStateException().isThrownBy(this.buffer::toByteArray);
		assertThatIllegalStateException().isThrownBy(this.buffer::detach);
		assertThatIllegalStateException().isThrownBy(() -> this.buffer.slice(0, 1));
	}

	@Test
	void listSaysWhatIsToMove() {
		assertThat(TransferList.of(TransferableBuffer.allocate(2)))
			.hasToString("TransferList[TransferableBuffer[2 bytes]]");
	}

	@Test
	void allViewsAreDetachedWithTheirBuffer() {
		TransferableBuffer.Slice view = this.buffer.slice(2, 3);
		TransferableBuffer.Slice other = this.buffer.slice(4, 4);
		send(this.buffer, TransferList.of(this.buffer));
		assertThat(view.byteLength()).isZero();
		assertThat(view.byteOffset()).isZero();
		assertThat(other.byteLength()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> view.get(0));
		assertThatIllegalStateException().isThrownBy(() -> other.put(0, (byte) 1));
	}

	@Test
	void viewsOnOneBufferShareTheReceiversBufferToo() {
		List<?> views = (List<?>) send(Arrays.asList(this.buffer.slice(2, 3), this.buffer.slice(3, 2)),
				TransferList.of(this.buffer));
		TransferableBuffer.Slice first = (TransferableBuffer.Slice) views.get(0);
		TransferableBuffer.Slice second = (TransferableBuffer.Slice) views.get(1);
		first.put(1, (byte) 42);
		assertThat(second.get(0)).isEqualTo((byte) 42);
		assertThat(first.buffer()).isSameAs(second.buffer());
		assertThat(this.buffer.isDetached()).isTrue();
	}

	@Test
	void viewThatIsCopiedShipsItsWholeBuffer() {
		TransferableBuffer.Slice copy = (TransferableBuffer.Slice) send(this.buffer.slice(2, 3),
				TransferList.nothing());
		assertThat(copy.toByteArray()).containsExactly(3, 4, 5);
		assertThat(copy.buffer().byteLength()).isEqualTo(8);
		this.buffer.put(2, (byte) 9);
		assertThat(copy.get(0)).isEqualTo((byte) 3);
	}

	@Test
	void bufferThatIsListedButNotInTheMessageIsDetachedToo() {
		send("nothing in here", TransferList.of(this.buffer));
		assertThat(this.buffer.isDetached()).isTrue();
	}

	@Test
	void bufferInTwoPlacesOfTheMessageArrivesAsOne() {
		List<?> message = (List<?>) send(Arrays.asList(this.buffer, this.buffer), TransferList.of(this.buffer));
		assertThat(message.get(0)).isSameAs(message.get(1));
	}

	@Test
	void duplicateInTheListIsRefused() {
		assertRefused(TransferList.of(this.buffer, this.buffer), "transfer[1]", "listed twice");
		assertThat(this.buffer.isDetached()).isFalse();
	}

	@Test
	void detachedBufferInTheListIsRefused() {
		send("x", TransferList.of(this.buffer));
		assertRefused(TransferList.of(this.buffer), "transfer[0]", "this buffer is detached");
	}

	@Test
	void detachedBufferInTheMessageIsRefused() {
		send("x", TransferList.of(this.buffer));
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> send(this.buffer, TransferList.nothing()))
			.withMessageContaining("detached");
	}

	@Test
	void transferredPortInTheListIsRefused() {
		MessagePort port = MessageChannel.create().port1();
		send("x", TransferList.of(port));
		assertRefused(TransferList.of(port), "transfer[0]", "this port is detached");
	}

	@Test
	void closedPortMayBeTransferred() {
		MessagePort port = MessageChannel.create().port1();
		port.close();
		MessagePort moved = (MessagePort) send(port, TransferList.of(port));
		assertThat(moved.isClosed()).isTrue();
	}

	@Test
	void objectMarkedAsUntransferableIsRefused() {
		this.buffer.markAsUntransferable();
		assertThat(this.buffer.isMarkedAsUntransferable()).isTrue();
		assertRefused(TransferList.of(this.buffer), "transfer[0]", "untransferable");
		assertThat(this.buffer.isDetached()).isFalse();
	}

	@Test
	void objectMarkedAsUncloneableIsRefusedWithItsPath() {
		List<String> marked = new ArrayList<>();
		StructuredClone.markAsUncloneable(marked);
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> send(Arrays.asList("x", marked), TransferList.nothing()))
			.withMessageContaining("message[1]")
			.withMessageContaining("marked as uncloneable");
		assertThat(send(Arrays.asList("x", new ArrayList<>()), TransferList.nothing())).isNotNull();
	}

	@Test
	void markAsUncloneableDoesNotKeepABufferFromBeingTransferred() {
		StructuredClone.markAsUncloneable(this.buffer);
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> send(this.buffer, TransferList.nothing()));
		assertThat(send(this.buffer, TransferList.of(this.buffer))).isInstanceOf(TransferableBuffer.class);
	}

	@Test
	void failedMessageLeavesEverythingAttached() {
		MessagePort port = MessageChannel.create().port1();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> send(Arrays.asList(this.buffer, new Thread()), TransferList.of(this.buffer, port)));
		assertThat(this.buffer.isDetached()).isFalse();
		assertThat(port.isDetached()).isFalse();
		assertThat(this.buffer.get(0)).isEqualTo((byte) 1);
	}

	@Test
	void failedListLeavesEarlierObjectsAttached() {
		TransferableBuffer detached = TransferableBuffer.allocate(1);
		detached.detach();
		assertRefused(TransferList.of(this.buffer, detached), "transfer[1]", "detached");
		assertThat(this.buffer.isDetached()).isFalse();
	}

	@Test
	void listOfWhichAnObjectIsTakenMeanwhileMovesNothing() {
		TransferableBuffer taken = TransferableBuffer.allocate(1);
		MessageCloner taking = (path, value, replacements) -> taken.detach();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> TransferList.of(this.buffer, taken).send(taking, "message", "x"))
			.withMessageContaining("transfer[1]")
			.withMessageContaining("transferred by another thread meanwhile");
		assertThat(this.buffer.isDetached()).isFalse();
		assertThat(this.buffer.get(0)).isEqualTo((byte) 1);
	}

	@Test
	void ofTwoTransfersAtTheSameTimeOneWins() {
		for (int round = 0; round < 1000; round++) {
			TransferableBuffer contended = TransferableBuffer.allocate(1);
			TransferableBuffer own = TransferableBuffer.allocate(1);
			CountDownLatch start = new CountDownLatch(1);
			CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> {
				await(start);
				return succeeds(() -> send("x", TransferList.of(contended)));
			});
			start.countDown();
			boolean won = succeeds(() -> send("x", TransferList.of(own, contended)));
			assertThat(won).isNotEqualTo(other.join());
			assertThat(own.isDetached()).isEqualTo(won);
		}
	}

	@Test
	void numbersAreBigEndianAndMayLieAnywhere() {
		assertThat(this.buffer.getInt(0)).isEqualTo(0x01020304);
		assertThat(this.buffer.getLong(0)).isEqualTo(0x0102030405060708L);
		TransferableBuffer unaligned = TransferableBuffer.allocate(20);
		unaligned.putInt(1, -5);
		unaligned.putLong(5, Long.MIN_VALUE);
		unaligned.putDouble(12, 1.5);
		assertThat(unaligned.getInt(1)).isEqualTo(-5);
		assertThat(unaligned.getDouble(12)).isEqualTo(1.5);
	}

	@Test
	void boundsAreChecked() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.buffer.get(8));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.buffer.getInt(5));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.buffer.slice(4, 5));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.buffer.slice(2, 2).get(2));
		assertThatIllegalArgumentException().isThrownBy(() -> TransferableBuffer.allocate(-1))
			.withMessage("'length' must not be negative but was -1");
	}

	private Object send(Object message, TransferList transfer) {
		return this.realms.send(message, transfer);
	}

	private void assertRefused(TransferList transfer, String path, String reason) {
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> send("x", transfer))
			.withMessageContaining(path)
			.withMessageContaining(reason);
	}

	private static boolean succeeds(Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (DataCloneException ex) {
			return false;
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
