package io.github.workerthreads.worker;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.message.StructuredClone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedMemory} in messages, and for handles that nobody closes.
 */
class SharedMemoryMessageTests {

	private static final Logger LOGGER = Logger.getLogger(SharedHold.class.getName());

	private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();

	private final Handler recorder = new Handler() {

		@Override
		public void publish(LogRecord record) {
			SharedMemoryMessageTests.this.warnings.add(record);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	private final StructuredClone cloner = new StructuredClone();

	private final SharedMemory memory = SharedMemory.allocate(8);

	@BeforeEach
	void record() {
		LOGGER.addHandler(this.recorder);
		LOGGER.setUseParentHandlers(false);
	}

	@AfterEach
	void close() {
		LOGGER.setUseParentHandlers(true);
		LOGGER.removeHandler(this.recorder);
		this.memory.close();
	}

	@Test
	void receiverGetsAHandleOfItsOwnOnTheSameBytes() {
		SharedMemory received = this.cloner.clone("memory", this.memory);
		assertThat(received).isNotSameAs(this.memory);
		received.putInt(4, 42);
		assertThat(this.memory.getInt(4)).isEqualTo(42);
		this.memory.close();
		assertThat(received.getInt(4)).isEqualTo(42);
		received.close();
	}

	@Test
	void handleInTwoPlacesOfTheMessageArrivesAsOne() {
		List<SharedMemory> received = this.cloner.clone("list", Arrays.asList(this.memory, this.memory));
		assertThat(received.get(0)).isSameAs(received.get(1)).isNotSameAs(this.memory);
		received.get(0).close();
	}

	@Test
	void typePassesTheChecksAtStartUp() {
		assertThat(this.cloner.whyNeverCloneable(SharedMemory.class)).isNull();
		SharedMemoryHandle handle = this.memory.handle();
		assertThat(this.cloner.clone("handle", handle)).isSameAs(handle);
	}

	@Test
	void closedHandleIsRefusedWithItsPath() {
		this.memory.close();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.cloner.clone("list", Arrays.asList("x", this.memory)))
			.withMessageContaining("list[1]")
			.withMessageContaining("the shared memory is closed");
	}

	@Test
	void handlesOfACopyThatNobodyReceivesAreClosed() {
		Path file = Path.of(this.memory.handle().file());
		List<Object> message = new ArrayList<>(List.of("x", Map.of(1, Optional.of(this.memory))));
		message.add(message);
		message.add(new Object[] { new IllegalStateException("y"), this.memory });
		Object copy = this.cloner.clone("message", message);
		this.memory.close();
		assertThat(file).exists();
		this.cloner.discard(copy);
		assertThat(file).doesNotExist();
	}

	@Test
	void handlesOfAMessageThatIsRefusedAreClosed() {
		Path file = Path.of(this.memory.handle().file());
		SharedMemory moves = SharedMemory.allocate(8);
		for (Object refused : List.of(new Thread(), Arrays.asList(1, new Thread()))) {
			assertThatExceptionOfType(DataCloneException.class)
				.isThrownBy(() -> send(List.of(this.memory, moves, refused), TransferList.of(moves)));
		}
		assertThat(moves.getLong(0)).isZero();
		moves.close();
		this.memory.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void handlesInMessagesThatABroadcastChannelDropsAreClosed() {
		Path file = Path.of(this.memory.handle().file());
		try (BroadcastChannel sender = BroadcastChannel.open("handles");
				BroadcastChannel receiver = BroadcastChannel.open("handles", 1)) {
			sender.postMessage(this.memory);
			this.memory.close();
			assertThat(file).exists();
			sender.postMessage("next");
			assertThat(receiver.droppedMessages()).isEqualTo(1);
			assertThat(file).doesNotExist();
		}
	}

	@Test
	void valueOfATypeClonerIsNotLookedInto() {
		TypeCloner<Shelf> shelves = new TypeCloner<>() {

			@Override
			public Class<Shelf> type() {
				return Shelf.class;
			}

			@Override
			public Object takeApart(Shelf shelf) {
				return shelf.memory();
			}

			@Override
			public Shelf rebuild(Object memory) {
				return new Shelf((SharedMemory) memory);
			}

		};
		StructuredClone cloner = new StructuredClone(List.of(shelves));
		List<Shelf> copy = cloner.clone("shelves", List.of(new Shelf(this.memory)));
		cloner.discard(copy);
		assertThat(copy.get(0).memory()).isNotSameAs(this.memory);
		assertThat(copy.get(0).memory().isClosed()).isFalse();
		copy.get(0).memory().close();
	}

	@Test
	void handlesInMessagesThatNobodyReadsAreClosedWithTheirPort() {
		Path file = Path.of(this.memory.handle().file());
		MessageChannel channel = MessageChannel.create();
		channel.port1().postMessage(List.of(this.memory));
		this.memory.close();
		assertThat(file).exists();
		channel.port2().closeForEver();
		assertThat(file).doesNotExist();
	}

	@Test
	void handleMovesByTheTransferList() {
		this.memory.putLong(0, 7);
		SharedMemory moved = (SharedMemory) send(this.memory, TransferList.of(this.memory));
		assertThat(this.memory.isDetached()).isTrue();
		assertThat(this.memory).hasToString("SharedMemory[transferred]");
		assertThatIllegalStateException().isThrownBy(() -> this.memory.getLong(0))
			.withMessageContaining("transferred and belongs to the receiver");
		assertThat(moved.isDetached()).isFalse();
		assertThat(moved.getLong(0)).isEqualTo(7);
		this.memory.close();
		assertThat(moved.getLong(0)).isEqualTo(7);
		moved.close();
	}

	@Test
	void failedTransferLeavesTheHandle() {
		TransferableBuffer detached = TransferableBuffer.allocate(1);
		detached.detach();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> send(this.memory, TransferList.of(this.memory, detached)));
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> send(new Thread(), TransferList.of(this.memory)));
		assertThat(this.memory.isDetached()).isFalse();
		assertThat(this.memory.getLong(0)).isZero();
	}

	@Test
	void handleThatMovedComesBackIfALaterOneCanNotMove() {
		SharedMemory target = this.memory.createCounterpart();
		assertThat(this.memory.moveTo(target)).isTrue();
		assertThat(this.memory.moveTo(target)).isFalse();
		assertThat(target.moveTo(this.memory)).isTrue();
		assertThat(this.memory.isDetached()).isFalse();
		assertThat(this.memory.getLong(0)).isZero();
		assertThat(target.isDetached()).isTrue();
	}

	@Test
	void closedHandleMayBeTransferred() {
		this.memory.close();
		SharedMemory moved = (SharedMemory) send(this.memory, TransferList.of(this.memory));
		assertThat(moved.isClosed()).isTrue();
		assertThat(moved.isDetached()).isFalse();
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> send("x", TransferList.of(this.memory)))
			.withMessageContaining("this shared memory is detached");
	}

	@Test
	void handleThatNobodyClosesIsReleasedWithAWarning() {
		Path file = forgotten();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			System.gc();
			assertThat(file).doesNotExist();
			assertThat(this.warnings).hasSize(1);
		});
		assertThat(this.warnings.get(0).getMessage()).contains("was never closed");
		assertThat(this.warnings.get(0).getParameters()).containsExactly(24);
	}

	private static Path forgotten() {
		return Path.of(SharedMemory.allocate(24).handle().file());
	}

	@Test
	void handlesOfMessagesAreReleasedWithoutAWarning() {
		WeakReference<SharedMemory> received = new WeakReference<>(this.cloner.clone("memory", this.memory));
		Path file = Path.of(this.memory.handle().file());
		this.memory.close();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			System.gc();
			assertThat(received.get()).isNull();
			assertThat(file).doesNotExist();
		});
		assertThat(this.warnings).isEmpty();
	}

	private Object send(Object message, TransferList transfer) {
		return transfer.send(this.cloner, "message", message).message();
	}

	record Shelf(SharedMemory memory) {
	}

}
