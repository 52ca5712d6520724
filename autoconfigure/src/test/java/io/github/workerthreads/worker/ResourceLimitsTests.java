package io.github.workerthreads.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ResourceLimits}.
 */
class ResourceLimitsTests {

	@Test
	void negativeLimitsAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceLimits(-1, 0))
			.withMessage("'stackSizeBytes' must not be negative but was -1");
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceLimits(0, -2))
			.withMessage("'maxHeapBytes' must not be negative but was -2");
	}

}
