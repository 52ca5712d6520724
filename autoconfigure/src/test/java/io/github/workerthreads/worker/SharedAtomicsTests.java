package io.github.workerthreads.worker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AtomicInts} and {@link AtomicLongs}. What they promise to several
 * threads is tested by the stress tests.
 */
class SharedAtomicsTests {

	private final SharedMemory memory = SharedMemory.allocate(64);

	private final AtomicInts ints = this.memory.atomicInts();

	private final AtomicLongs longs = this.memory.atomicLongs();

	@AfterEach
	void close() {
		this.memory.close();
	}

	@Test
	void allModesOfIntsReadWhatAllModesWrite() {
		this.ints.set(4, 1);
		assertReads(4, 1);
		this.ints.setRelease(4, -2);
		assertReads(4, -2);
		this.ints.setOpaque(4, 3);
		assertReads(4, 3);
		this.ints.setPlain(4, Integer.MIN_VALUE);
		assertReads(4, Integer.MIN_VALUE);
		assertThat(this.memory.getInt(0)).isZero();
		assertThat(this.memory.getInt(8)).isZero();
	}

	private void assertReads(int offset, int value) {
		assertThat(List.of(this.ints.get(offset), this.ints.getAcquire(offset), this.ints.getOpaque(offset),
				this.ints.getPlain(offset), this.memory.getInt(offset)))
			.containsOnly(value);
	}

	@Test
	void allModesOfLongsReadWhatAllModesWrite() {
		this.longs.set(8, 1L << 40);
		assertReads(8, 1L << 40);
		this.longs.setRelease(8, -2);
		assertReads(8, -2);
		this.longs.setOpaque(8, 3);
		assertReads(8, 3);
		this.longs.setPlain(8, Long.MIN_VALUE);
		assertReads(8, Long.MIN_VALUE);
		assertThat(this.memory.getLong(0)).isZero();
		assertThat(this.memory.getLong(16)).isZero();
	}

	private void assertReads(int offset, long value) {
		assertThat(List.of(this.longs.get(offset), this.longs.getAcquire(offset), this.longs.getOpaque(offset),
				this.longs.getPlain(offset), this.memory.getLong(offset)))
			.containsOnly(value);
	}

	@Test
	void intsAreUpdated() {
		assertThat(this.ints.compareAndSet(0, 1, 2)).isFalse();
		assertThat(this.ints.compareAndSet(0, 0, 0b1100)).isTrue();
		assertThat(this.ints.compareAndExchange(0, 5, 6)).isEqualTo(0b1100);
		assertThat(this.ints.compareAndExchange(0, 0b1100, 0b1010)).isEqualTo(0b1100);
		assertThat(this.ints.getAndBitwiseAnd(0, 0b0110)).isEqualTo(0b1010);
		assertThat(this.ints.getAndBitwiseOr(0, 0b0101)).isEqualTo(0b0010);
		assertThat(this.ints.getAndBitwiseXor(0, 0b0011)).isEqualTo(0b0111);
		assertThat(this.ints.getAndSet(0, Integer.MAX_VALUE)).isEqualTo(0b0100);
		assertThat(this.ints.getAndAdd(0, 1)).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.ints.get(0)).isEqualTo(Integer.MIN_VALUE);
		assertThat(this.memory.getInt(4)).isZero();
	}

	@Test
	void longsAreUpdated() {
		assertThat(this.longs.compareAndSet(0, 1, 2)).isFalse();
		assertThat(this.longs.compareAndSet(0, 0, 0b1100)).isTrue();
		assertThat(this.longs.compareAndExchange(0, 5, 6)).isEqualTo(0b1100);
		assertThat(this.longs.compareAndExchange(0, 0b1100, 0b1010)).isEqualTo(0b1100);
		assertThat(this.longs.getAndBitwiseAnd(0, 0b0110)).isEqualTo(0b1010);
		assertThat(this.longs.getAndBitwiseOr(0, 0b0101)).isEqualTo(0b0010);
		assertThat(this.longs.getAndBitwiseXor(0, 0b0011)).isEqualTo(0b0111);
		assertThat(this.longs.getAndSet(0, Long.MAX_VALUE)).isEqualTo(0b0100);
		assertThat(this.longs.getAndAdd(0, 1)).isEqualTo(Long.MAX_VALUE);
		assertThat(this.longs.get(0)).isEqualTo(Long.MIN_VALUE);
		assertThat(this.memory.getLong(8)).isZero();
	}

	@Test
	void threadsAddWithoutLosingAny() {
		List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
			.mapToObj((thread) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 50_000; i++) {
					this.ints.getAndAdd(0, 1);
					this.longs.getAndAdd(8, 2);
				}
			}))
			.toList();
		threads.forEach(CompletableFuture::join);
		assertThat(this.ints.get(0)).isEqualTo(200_000);
		assertThat(this.longs.get(8)).isEqualTo(400_000);
	}

}
