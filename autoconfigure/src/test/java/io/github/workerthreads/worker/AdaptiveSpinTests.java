package io.github.workerthreads.worker;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.AdaptiveSpin.Condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link AdaptiveSpin}.
 */
class AdaptiveSpinTests {

	private final AdaptiveSpin spin = new AdaptiveSpin();

	@Test
	void looksOnceAtWhatHoldsAlready() {
		Polls polls = new Polls(1);
		assertThat(this.spin.await(polls)).isTrue();
		assertThat(polls.count).isEqualTo(1);
	}

	@Test
	void givesUpSpinningWhereItNeverPays() {
		learnThatItNeverPays();
		int spins = 0;
		for (int i = 0; i < 640; i++) {
			Polls polls = new Polls(Integer.MAX_VALUE);
			assertThat(this.spin.await(polls)).isFalse();
			spins += (polls.count > 1) ? 1 : 0;
		}
		assertThat(spins).isLessThanOrEqualTo(10);
	}

	@Test
	void takesUpSpinningWhereItPaysAgain() {
		assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
		learnThatItNeverPays();
		int held = 0;
		for (int i = 0; i < 2000; i++) {
			held += (this.spin.await(new Polls(2))) ? 1 : 0;
		}
		assertThat(held).isGreaterThan(1000);
	}

	private void learnThatItNeverPays() {
		for (int i = 0; i < 40; i++) {
			this.spin.await(new Polls(Integer.MAX_VALUE));
		}
	}

	/**
	 * Condition that holds from a given look on.
	 */
	private static final class Polls implements Condition {

		private final int holdsFrom;

		private int count;

		Polls(int holdsFrom) {
			this.holdsFrom = holdsFrom;
		}

		@Override
		public boolean holds() {
			this.count++;
			return this.count >= this.holdsFrom;
		}

	}

}
