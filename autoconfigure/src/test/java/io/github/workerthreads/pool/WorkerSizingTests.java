package io.github.workerthreads.pool;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerSizing}.
 */
class WorkerSizingTests {

	private final WorkerSizing sizing = new WorkerSizing(new WorkerPoolBuilder().minSize(1).size(3).options());

	@Test
	void poolGrowsUpToItsSizeAndShrinksToItsLeast() {
		assertThat(this.sizing.wanted()).isOne();
		assertThat(this.sizing.mayShrink()).isFalse();
		assertThat(this.sizing.shrink()).isFalse();
		assertThat(this.sizing.grow()).isTrue();
		assertThat(this.sizing.mayGrow()).isTrue();
		assertThat(this.sizing.grow()).isTrue();
		assertThat(this.sizing.mayGrow()).isFalse();
		assertThat(this.sizing.grow()).isFalse();
		assertThat(this.sizing.wanted()).isEqualTo(3);
		assertThat(this.sizing.shrink()).isTrue();
		assertThat(this.sizing.mayShrink()).isTrue();
		assertThat(this.sizing.wanted()).isEqualTo(2);
		this.sizing.reset();
		assertThat(this.sizing.wanted()).isOne();
	}

	@Test
	void resizingKeepsWhatIsWantedWithinTheLimits() {
		this.sizing.grow();
		this.sizing.resize(4, 6, 0);
		assertThat(this.sizing.wanted()).isEqualTo(4);
		this.sizing.resize(0, 2, 0);
		assertThat(this.sizing.wanted()).isEqualTo(2);
		this.sizing.resize(0, 5, 0);
		assertThat(this.sizing.wanted()).isEqualTo(2);
	}

	@Test
	void leastIsRememberedWhileThePoolIsSmaller() {
		this.sizing.resize(2, 3, 0);
		this.sizing.resize(1, 0);
		assertThat(this.sizing.minSize()).isOne();
		this.sizing.resize(5, 0);
		assertThat(this.sizing.minSize()).isEqualTo(2);
		assertThat(this.sizing.size()).isEqualTo(5);
	}

	@Test
	void timeIsAvailableOnceForEachWorkerThatThereMayBe() {
		assertThat(this.sizing.availableNanos(10)).isEqualTo(30);
		this.sizing.resize(1, 5, 10);
		assertThat(this.sizing.availableNanos(10)).isEqualTo(30);
		assertThat(this.sizing.availableNanos(14)).isEqualTo(50);
		this.sizing.resize(1, 20);
		assertThat(this.sizing.availableNanos(21)).isEqualTo(81);
	}

}
