package io.github.workerthreads.sample.soak;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short soak; {@code sample-app/soak} runs longer ones.
 */
class SoakIT {

	private static final long SEED = 20261128;

	@Test
	@Timeout(300)
	void everyCallHasItsAnswerAndNothingIsLeftWhileWorkersAreKilled() throws Exception {
		SoakReport report = Soak.run(new SoakOptions(Duration.ofSeconds(16), SEED));
		System.out.println(report);
		assertThat(report.violated()).as(report.text()).isZero();
		assertThat(report.calls()).isGreaterThan(300);
		assertThat(report.kills()).isGreaterThan(5);
	}

}
