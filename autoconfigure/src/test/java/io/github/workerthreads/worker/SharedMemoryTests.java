package io.github.workerthreads.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SharedMemory}: access, bounds, and what is released when.
 */
class SharedMemoryTests {

	private final SharedMemory memory = SharedMemory.allocate(64);

	@AfterEach
	void close() {
		this.memory.close();
	}

	@Test
	void memoryThatAnotherProcessHasCutShortIsNotWhole() throws Exception {
		try (SharedMemory memory = SharedMemory.allocate(8192)) {
			assertThat(memory.isWhole()).isTrue();
			try (FileChannel file = FileChannel.open(Path.of(memory.handle().file()), StandardOpenOption.WRITE)) {
				file.truncate(100);
			}
			assertThat(memory.isWhole()).isFalse();
		}
	}

	@Test
	void allocatedBytesAreZero() {
		byte[] bytes = new byte[64];
		bytes[5] = 1;
		this.memory.get(0, bytes);
		assertThat(bytes).containsOnly(0);
		assertThat(this.memory.byteLength()).isEqualTo(64);
		assertThat(this.memory).hasToString("SharedMemory[64 bytes]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 8, 13 })
	void numbersLieAnywhereInTheOrderOfTheProcessor(int offset) {
		ByteBuffer expected = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
		this.memory.put(offset, (byte) -3);
		expected.put(offset, (byte) -3);
		this.memory.putShort(offset + 1, (short) -1234);
		expected.putShort(offset + 1, (short) -1234);
		this.memory.putInt(offset + 3, 0x01020304);
		expected.putInt(offset + 3, 0x01020304);
		this.memory.putLong(offset + 7, 0x0102030405060708L);
		expected.putLong(offset + 7, 0x0102030405060708L);
		this.memory.putFloat(offset + 15, 1.5F);
		expected.putFloat(offset + 15, 1.5F);
		this.memory.putDouble(offset + 19, -2.25);
		expected.putDouble(offset + 19, -2.25);
		byte[] bytes = new byte[64];
		this.memory.get(0, bytes);
		assertThat(bytes).isEqualTo(expected.array());
		assertThat(this.memory.get(offset)).isEqualTo((byte) -3);
		assertThat(this.memory.getShort(offset + 1)).isEqualTo((short) -1234);
		assertThat(this.memory.getInt(offset + 3)).isEqualTo(0x01020304);
		assertThat(this.memory.getLong(offset + 7)).isEqualTo(0x0102030405060708L);
		assertThat(this.memory.getFloat(offset + 15)).isEqualTo(1.5F);
		assertThat(this.memory.getDouble(offset + 19)).isEqualTo(-2.25);
	}

	@Test
	void arraysAreReadAndWrittenInPart() {
		this.memory.put(60, new byte[] { 1, 2, 3, 4, 5, 6 }, 2, 4);
		byte[] bytes = new byte[6];
		this.memory.get(60, bytes, 1, 4);
		assertThat(bytes).containsExactly(0, 3, 4, 5, 6, 0);
		this.memory.get(64, new byte[0]);
	}

	@Test
	void regionMayBeEmpty() {
		try (SharedMemory empty = SharedMemory.allocate(0)) {
			assertThat(empty.byteLength()).isZero();
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> empty.get(0));
		}
	}

	@Test
	void accessOutsideNamesOffsetSizeAndLimit() {
		assertOutside(() -> this.memory.getInt(61), "4 bytes at offset 61", "64 bytes");
		assertOutside(() -> this.memory.getInt(-1), "4 bytes at offset -1", "64 bytes");
		assertOutside(() -> this.memory.get(64), "1 bytes at offset 64", "64 bytes");
		assertOutside(() -> this.memory.putLong(Integer.MAX_VALUE, 1), "8 bytes", "64 bytes");
		assertOutside(() -> this.memory.put(60, new byte[5]), "5 bytes at offset 60", "64 bytes");
		assertOutside(() -> this.memory.get(0, new byte[65]), "65 bytes at offset 0", "64 bytes");
		assertOutside(() -> this.memory.get(0, new byte[8], 5, 4), "4 bytes from index 5", "array of 8 bytes");
		assertOutside(() -> this.memory.put(0, new byte[8], 0, -1), "-1 bytes");
		assertOutside(() -> this.memory.atomicInts().get(64), "4 bytes at offset 64", "64 bytes");
		assertOutside(() -> this.memory.atomicLongs().getAndAdd(60, 1), "8 bytes at offset 60", "64 bytes");
		assertOutside(() -> this.memory.notify(64, 1), "4 bytes at offset 64");
	}

	@Test
	void atomicAccessHasToBeAligned() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.atomicInts().get(2))
			.withMessageContaining("'offset' must be a multiple of 4")
			.withMessageContaining("was 2");
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.atomicLongs().compareAndSet(4, 0, 1))
			.withMessageContaining("'offset' must be a multiple of 8");
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.notify(6, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.notify(4, -1))
			.withMessage("'count' must not be negative but was -1");
	}

	@Test
	void lengthIsLimited() {
		assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.allocate(1L << 31))
			.withMessageContaining("between 0 and " + SharedRegion.LIMIT)
			.withMessageContaining("was 2147483648");
		assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.allocate(-1));
	}

	@Test
	void accessAfterCloseIsRefused() {
		AtomicInts ints = this.memory.atomicInts();
		this.memory.close();
		this.memory.close();
		assertThat(this.memory.isClosed()).isTrue();
		assertThat(this.memory).hasToString("SharedMemory[closed]");
		List<ThrowingCallable> accesses = List.of(() -> this.memory.get(0), () -> this.memory.putDouble(0, 1),
				() -> this.memory.get(0, new byte[1]), () -> ints.getAndAdd(0, 1), this.memory::byteLength,
				this.memory::handle, this.memory::duplicate, () -> this.memory.notify(0, 1));
		assertThat(accesses).allSatisfy(
				(access) -> assertThatIllegalStateException().isThrownBy(access).withMessageContaining("closed"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void memoryIsReleasedWithTheLastHandle() {
		SharedMemory large = SharedMemory.allocate(8 << 20);
		Path file = Path.of(large.handle().file());
		large.put(0, new byte[8 << 20]);
		assertThat(residentKilobytes(file)).isGreaterThanOrEqualTo(8 << 10);
		SharedMemory second = large.duplicate();
		large.close();
		second.putInt(4, 42);
		assertThat(second.getInt(4)).isEqualTo(42);
		assertThat(file).exists();
		second.close();
		assertThat(file).doesNotExist();
		assertThat(residentKilobytes(file)).isZero();
		if (Runtime.version().feature() >= 22) {
			assertThat(mappings(file)).isEmpty();
		}
	}

	@Test
	void accessThatIsOverKeepsNothingFromBeingReleased() {
		byte[] bytes = new byte[8];
		List<Consumer<SharedMemory>> accesses = List.of((region) -> region.get(0), (region) -> region.put(0, (byte) 1),
				(region) -> region.getShort(0), (region) -> region.putShort(0, (short) 1), (region) -> region.getInt(0),
				(region) -> region.putInt(0, 1), (region) -> region.getLong(0), (region) -> region.putLong(0, 1),
				(region) -> region.getFloat(0), (region) -> region.putFloat(0, 1), (region) -> region.getDouble(0),
				(region) -> region.putDouble(0, 1), (region) -> region.get(0, bytes), (region) -> region.put(0, bytes),
				(region) -> region.notify(0, 1), SharedMemory::isWhole,
				(region) -> assertOutside(() -> region.getInt(-1), "4 bytes"));
		assertThat(accesses).allSatisfy(SharedMemoryTests::assertReleased);
	}

	@Test
	void atomicAccessThatIsOverKeepsNothingFromBeingReleased() {
		List<Consumer<AtomicInts>> ofInts = List.of((ints) -> ints.get(0), (ints) -> ints.getAcquire(0),
				(ints) -> ints.getOpaque(0), (ints) -> ints.getPlain(0), (ints) -> ints.set(0, 1),
				(ints) -> ints.setRelease(0, 1), (ints) -> ints.setOpaque(0, 1), (ints) -> ints.setPlain(0, 1),
				(ints) -> ints.compareAndSet(0, 0, 1), (ints) -> ints.compareAndExchange(0, 0, 1),
				(ints) -> ints.getAndSet(0, 1), (ints) -> ints.getAndAdd(0, 1), (ints) -> ints.getAndBitwiseAnd(0, 1),
				(ints) -> ints.getAndBitwiseOr(0, 1), (ints) -> ints.getAndBitwiseXor(0, 1));
		assertThat(ofInts).allSatisfy((access) -> assertReleased((region) -> access.accept(region.atomicInts())));
		List<Consumer<AtomicLongs>> ofLongs = List.of((longs) -> longs.get(0), (longs) -> longs.getAcquire(0),
				(longs) -> longs.getOpaque(0), (longs) -> longs.getPlain(0), (longs) -> longs.set(0, 1),
				(longs) -> longs.setRelease(0, 1), (longs) -> longs.setOpaque(0, 1), (longs) -> longs.setPlain(0, 1),
				(longs) -> longs.compareAndSet(0, 0, 1), (longs) -> longs.compareAndExchange(0, 0, 1),
				(longs) -> longs.getAndSet(0, 1), (longs) -> longs.getAndAdd(0, 1),
				(longs) -> longs.getAndBitwiseAnd(0, 1), (longs) -> longs.getAndBitwiseOr(0, 1),
				(longs) -> longs.getAndBitwiseXor(0, 1));
		assertThat(ofLongs).allSatisfy((access) -> assertReleased((region) -> access.accept(region.atomicLongs())));
	}

	private static void assertReleased(Consumer<SharedMemory> access) {
		SharedMemory region = SharedMemory.allocate(16);
		Path file = Path.of(region.handle().file());
		access.accept(region);
		region.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void thousandRegionsLeaveNothingBehind() {
		long before = ownFiles();
		for (int i = 0; i < 1000; i++) {
			try (SharedMemory region = SharedMemory.allocate(4096)) {
				region.atomicLongs().set(8, i);
			}
		}
		assertThat(ownFiles()).isEqualTo(before);
	}

	@Test
	@Tag("rounds")
	void closeWhileOthersAccessEndsTheirAccess() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(3);
		try {
			for (int round = 0; round < 60; round++) {
				SharedMemory region = SharedMemory.allocate(1 << 16);
				AtomicInteger running = new AtomicInteger();
				List<Future<?>> users = IntStream.range(0, 3)
					.<Future<?>>mapToObj((user) -> threads.submit(() -> use(region, user, running)))
					.toList();
				while (running.get() < 3) {
					Thread.onSpinWait();
				}
				region.close();
				for (Future<?> user : users) {
					user.get();
				}
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void use(SharedMemory region, int user, AtomicInteger running) {
		byte[] bytes = new byte[1 << 16];
		assertThatIllegalStateException().isThrownBy(() -> {
			for (int i = 0;; i++) {
				switch (user) {
					case 0 -> region.get(0, bytes);
					case 1 -> region.putLong((i * 8) & 0xff8, i);
					default -> region.atomicInts().getAndAdd((i * 4) & 0xffc, 1);
				}
				if (i == 10) {
					running.incrementAndGet();
				}
			}
		});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void interruptedThreadAllocatesAndCloses() {
		Thread.currentThread().interrupt();
		SharedMemory region = SharedMemory.allocate(1 << 20);
		Path file = Path.of(region.handle().file());
		try (SharedMemory same = SharedMemory.open(region.handle())) {
			same.putInt(0, 1);
		}
		region.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(file).doesNotExist();
		assertThat(residentKilobytes(file)).isZero();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void fileIsItsOwnersAlone() throws IOException {
		Path file = Path.of(this.memory.handle().file());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(file.getFileName().toString()).matches("worker-threads-\\d+-[0-9a-f]{32}\\.shm");
	}

	@Test
	void nextDirectoryIsTakenIfOneCanNotHaveTheFile(@TempDir Path directory) {
		SharedDirectory missing = new SharedDirectory(directory.resolve("missing"));
		SharedRegion region = SharedRegion.allocate(8, List.of(missing, new SharedDirectory(directory)));
		assertThat(region.path().getParent()).isEqualTo(directory);
		region.release();
		assertThat(directory).isEmptyDirectory();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> SharedRegion.allocate(8, List.of(missing)))
			.withMessageContaining("Cannot allocate 8 bytes of shared memory")
			.withMessageContaining("missing");
	}

	@Test
	void openInTheSameProcessIsAnotherHandleOnTheSameBytes() {
		this.memory.putInt(0, 7);
		try (SharedMemory same = SharedMemory.open(this.memory.handle())) {
			this.memory.close();
			assertThat(same.getInt(0)).isEqualTo(7);
		}
	}

	@Test
	void openRefusesWhatIsNoSharedMemory(@TempDir Path directory) throws IOException {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SharedMemory.open(new SharedMemoryHandle("/etc/passwd", 8)))
			.withMessageContaining("/etc/passwd");
		Path file = new SharedDirectory(directory).createFile();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> SharedMemory.open(new SharedMemoryHandle(file.toString(), 8)))
			.withMessageContaining("has 0 bytes");
		Files.write(file, new byte[WaiterTable.LENGTH + 8]);
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> SharedMemory.open(new SharedMemoryHandle(file.toString(), 8)))
			.withMessageContaining("not made by this version");
		assertThat(file).exists();
	}

	@Test
	void openOfWhatWasClosedIsRefused() {
		SharedMemoryHandle handle = this.memory.handle();
		this.memory.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> SharedMemory.open(handle))
			.withMessageContaining("closed by all who used it");
	}

	private static void assertOutside(ThrowingCallable access, String... parts) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(access)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	private static long ownFiles() {
		String prefix = "worker-threads-" + ProcessHandle.current().pid() + "-";
		return SharedDirectory.standard().stream().mapToLong((directory) -> {
			String[] names = directory.path().toFile().list((parent, name) -> name.startsWith(prefix));
			return (names != null) ? names.length : 0;
		}).sum();
	}

	private static List<String> mappings(Path file) {
		return lines("/proc/self/maps").stream().filter((line) -> line.contains(file.toString())).toList();
	}

	/**
	 * Add up how much memory the mappings of a file, also of a removed one, use here.
	 */
	private static long residentKilobytes(Path file) {
		long sum = 0;
		boolean inside = false;
		for (String line : lines("/proc/self/smaps")) {
			if (line.matches("^[0-9a-f]+-[0-9a-f]+ .*")) {
				inside = line.contains(file.toString());
			}
			else if (inside && line.startsWith("Rss:")) {
				sum += Long.parseLong(line.replaceAll("\\D", ""));
			}
		}
		return sum;
	}

	private static List<String> lines(String file) {
		try {
			return Files.readAllLines(Path.of(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
