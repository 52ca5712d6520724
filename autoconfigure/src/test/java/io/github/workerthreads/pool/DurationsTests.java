package io.github.workerthreads.pool;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Durations}.
 */
class DurationsTests {

	@Test
	void whatIsTooLongIsForEver() {
		assertThat(Durations.saturatedNanos(Duration.ofSeconds(2))).isEqualTo(2_000_000_000L);
		assertThat(Durations.saturatedNanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
		assertThat(Durations.saturatedSum(1, 2)).isEqualTo(3);
		assertThat(Durations.saturatedSum(0, 0)).isZero();
		assertThat(Durations.saturatedSum(1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
		assertThat(Durations.saturatedProduct(3, 4)).isEqualTo(12);
		assertThat(Durations.saturatedProduct(Long.MAX_VALUE / 2, 3)).isEqualTo(Long.MAX_VALUE);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0 ms", "1999999, 1 ms", "999999999, 999 ms", "1000000000, 1 s", "1560000000, 1.5 s",
			"2000000000, 2 s", "61200000000, 61.2 s" })
	void textIsInMillisecondsOrTenthsOfSeconds(long nanos, String text) {
		assertThat(Durations.text(nanos)).isEqualTo(text);
	}

}
