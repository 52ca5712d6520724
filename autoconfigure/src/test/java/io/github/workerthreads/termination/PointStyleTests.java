package io.github.workerthreads.termination;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PointStyle}.
 */
class PointStyleTests {

	@Test
	void collectorsThatStopInLoopsNeedNoFlag() {
		boolean stopsInLoops = ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.anyMatch((collector) -> collector.getName().matches("(G1|ZGC|Shenandoah).*"));
		assertThat(PointStyle.ofThisJvm()).isEqualTo((stopsInLoops) ? PointStyle.CALL_SITE : PointStyle.FLAG);
	}

}
