package io.github.workerthreads.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utilization}.
 */
class UtilizationTests {

	@Test
	void utilizationIsTheActivePart() {
		assertThat(new Utilization(Duration.ofSeconds(3), Duration.ofSeconds(1)).utilization()).isEqualTo(0.25);
		assertThat(Utilization.NONE.utilization()).isZero();
	}

	@Test
	void differenceTellsOfTheTimeBetween() {
		Utilization earlier = new Utilization(Duration.ofSeconds(3), Duration.ofSeconds(1));
		Utilization later = new Utilization(Duration.ofSeconds(4), Duration.ofSeconds(4));
		assertThat(later.since(earlier)).isEqualTo(new Utilization(Duration.ofSeconds(1), Duration.ofSeconds(3)));
	}

}
