package io.github.workerthreads.message;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferableBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProcessMessageCodec} and {@link ProcessRules}, with both sides in this
 * process.
 */
class ProcessMessageCodecTests {

	private static final String[] NAMES = { "first", "second" };

	private final ProcessMessageCodec codec = new ProcessMessageCodec((BinaryMessageCodec) Clones.CODEC);

	private final SharedMemory memory = SharedMemory.allocate(16);

	@AfterEach
	void close() {
		this.memory.close();
	}

	@Test
	void messageWithoutMemoryIsItsBytesAlone() {
		try (ProcessMessage message = this.codec.encode("list", List.of("a", 1))) {
			assertThat(message.namesMemory()).isFalse();
			assertThat(message.bytes()).isEqualTo(Clones.CODEC.encode("list", List.of("a", 1)));
			assertThat(message).hasToString("ProcessMessage[%d bytes, 0 regions of shared memory]",
					message.bytes().length);
			assertThat(this.codec.decode(new String[] { "list" }, message.bytes(), false)[0])
				.isEqualTo(List.of("a", 1));
		}
	}

	@Test
	void memoryIsOpenedByTheReceiverAndHeldUntilItHas() {
		ProcessMessage message = this.codec.encode(NAMES, new Object[] { List.of(this.memory), this.memory });
		this.memory.putInt(4, 42);
		Path file = Path.of(this.memory.handle().file());
		this.memory.close();
		assertThat(file).exists();
		assertThat(message.namesMemory()).isTrue();
		assertThat(message.toString()).endsWith("1 regions of shared memory]");
		Object[] received = this.codec.decode(NAMES, message.bytes(), true);
		try (SharedMemory opened = (SharedMemory) received[1]) {
			assertThat(((List<?>) received[0]).get(0)).isSameAs(opened);
			assertThat(opened.getInt(4)).isEqualTo(42);
			message.close();
			assertThat(opened.getInt(4)).isEqualTo(42);
		}
		assertThat(file).doesNotExist();
	}

	@Test
	void sharedBufferThatMovesGoesWithoutACopyAndAnotherOneAsBytes() {
		TransferableBuffer shared = TransferableBuffer.allocateShared(16);
		TransferableBuffer own = TransferableBuffer.allocate(100_000);
		ProcessMessage message = this.codec.encode(NAMES, new Object[] { shared, own }, List.of(shared, own, "other"));
		assertThat(message.bytes().length).isBetween(100_000, 101_000);
		Object[] received = this.codec.decode(NAMES, message.bytes(), true);
		TransferableBuffer opened = (TransferableBuffer) received[0];
		assertThat(opened.isShared()).isTrue();
		try (SharedMemory sent = shared.duplicateMemory(); SharedMemory seen = opened.duplicateMemory()) {
			sent.putInt(0, 7);
			assertThat(seen.getInt(0)).isEqualTo(7);
		}
		assertThat(((TransferableBuffer) received[1]).byteLength()).isEqualTo(100_000);
		message.close();
		opened.close();
		shared.close();
	}

	@Test
	void memoryIsReleasedIfTheMessageCannotBeSent() {
		Path file = Path.of(this.memory.handle().file());
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.codec.encode(NAMES, new Object[] { this.memory, new Thread() }));
		TransferableBuffer buffer = TransferableBuffer.wrap(this.memory);
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.codec.encode(NAMES, new Object[] { buffer, new Thread() }, List.of(buffer)));
		buffer.close();
		this.memory.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void memoryOfABufferThatIsNotInTheMessageIsReleased() {
		Path file = Path.of(this.memory.handle().file());
		TransferableBuffer buffer = TransferableBuffer.wrap(this.memory);
		ProcessMessage message = this.codec.encode(NAMES, new Object[] { "a", "b" }, List.of(buffer));
		assertThat(message.namesMemory()).isFalse();
		assertThat(file).exists();
		buffer.close();
		this.memory.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void handlesThatAreNoneAreMalformed() throws Exception {
		byte[] bytes = Clones.CODEC.encode("first", "a");
		for (Object handles : new Object[] { null, "a", new Object[] { "a", 1 }, new Object[] { 1, 1, true },
				new Object[] { "a", 1L, true }, new Object[] { "a", 1, 1 },
				new Object[] { Files.createTempFile("no", "memory").toString(), 16, true } }) {
			assertMalformed(message(Clones.CODEC.encode("handles", handles), bytes));
		}
		assertMalformed(new byte[0]);
		assertMalformed(new byte[3]);
		assertMalformed(new byte[] { 0, 0, 0, 1 });
		assertMalformed(new byte[] { -1, -1, -1, -1, 0, 0 });
		byte[] none = Clones.CODEC.encode("handles", new Object[0]);
		assertThat(this.codec.decode(new String[] { "first" }, message(none, bytes), true)).containsExactly("a");
	}

	@Test
	void memoryThatWasOpenedIsReleasedIfTheMessageIsMalformed() {
		Path file = Path.of(this.memory.handle().file());
		ProcessMessage message = this.codec.encode(NAMES, new Object[] { this.memory, "a" });
		assertMalformed(Arrays.copyOf(message.bytes(), message.bytes().length - 1));
		TransferableBuffer buffer = TransferableBuffer.wrap(this.memory);
		ProcessMessage moving = this.codec.encode(NAMES, new Object[] { buffer, "a" }, List.of(buffer));
		assertMalformed(Arrays.copyOf(moving.bytes(), moving.bytes().length - 1));
		message.close();
		moving.close();
		buffer.close();
		this.memory.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void rulesHaveALimitForBytesAndBuffersTogether() {
		ClassLoader loader = getClass().getClassLoader();
		ProcessRules rules = new ProcessRules(AllowedTypes.ofJdk(), List.of(Probe.class.getName()),
				MessageLimits.defaults().withMaxBytes(1_000));
		assertThat(rules.patterns()).containsExactly(Probe.class.getName());
		Object message = new ArrayList<>(List.of(new Probe(1)));
		EncodedMessage encoded = rules.encode(loader, "message", message, Map.of());
		assertThat(encoded.rules()).isSameAs(rules);
		assertThat(rules.decode(loader, "message", encoded)).isEqualTo(message);
		int left = 1_000 - encoded.bytes().length;
		assertThat(rules.encode(loader, "message", message, moving(TransferableBuffer.allocate(left)))).isNotNull();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> rules.encode(loader, "message", message, moving(TransferableBuffer.allocate(left + 1))))
			.withMessageContaining("at most 1000 bytes, but this one with its buffers 1001")
			.withMessageContaining("TransferableBuffer.allocateShared");
		TransferableBuffer shared = TransferableBuffer.allocateShared(10_000);
		TransferableBuffer detached = TransferableBuffer.allocate(10_000);
		detached.detach();
		assertThat(rules.encode(loader, "message", message, moving(shared))).isNotNull();
		assertThat(rules.encode(loader, "message", message, moving(detached))).isNotNull();
		shared.close();
	}

	@Test
	void memoryIsReleasedIfTheRulesRefuseTheMessage() {
		ClassLoader loader = getClass().getClassLoader();
		ProcessRules rules = new ProcessRules(AllowedTypes.ofJdk(), List.of(), MessageLimits.defaults());
		Path file = Path.of(this.memory.handle().file());
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> rules.encode(loader, "message", new Object[] { this.memory, new Thread() }, Map.of()));
		this.memory.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void failuresFollowTheRules() {
		ClassLoader loader = getClass().getClassLoader();
		ProcessRules rules = new ProcessRules(AllowedTypes.ofJdk(), List.of(), MessageLimits.defaults());
		DataCloneException failure = new DataCloneException("path", "reason", null);
		assertThat(rules.decodeFailure(loader, rules.encodeFailure(loader, failure)))
			.isExactlyInstanceOf(DataCloneException.class)
			.hasMessage(failure.getMessage());
		assertThat(this.codec.decodeFailure(this.codec.encodeFailure(new IllegalStateException("a"))))
			.isExactlyInstanceOf(IllegalStateException.class)
			.hasMessage("a");
	}

	private static Map<Object, Object> moving(TransferableBuffer buffer) {
		return Map.of(buffer, buffer);
	}

	private static byte[] message(byte[] handles, byte[] bytes) {
		return ByteBuffer.allocate(Integer.BYTES + handles.length + bytes.length)
			.putInt(handles.length)
			.put(handles)
			.put(bytes)
			.array();
	}

	private void assertMalformed(byte[] message) {
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.codec.decode(NAMES, message, true));
	}

}
