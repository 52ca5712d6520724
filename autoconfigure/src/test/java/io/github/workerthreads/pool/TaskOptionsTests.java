package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TaskOptions}.
 */
class TaskOptionsTests {

	@Test
	void eachOptionKeepsTheOthers() {
		Consumer<Object> progress = (item) -> {
		};
		TaskOptions options = TaskOptions.defaults()
			.withName("name")
			.withTimeout(Duration.ofSeconds(1))
			.withQueueTimeout(Duration.ofSeconds(2))
			.withProgress(progress)
			.withPriority(9)
			.withKey("key")
			.withShare("share");
		assertThat(options).isEqualTo(
				new TaskOptions("name", Duration.ofSeconds(1), Duration.ofSeconds(2), progress, 9, "key", "share"));
		assertThat(options.withName(null)
			.withTimeout(null)
			.withQueueTimeout(null)
			.withProgress(null)
			.withPriority(TaskOptions.DEFAULT_PRIORITY)
			.withKey(null)
			.withShare(null)).isEqualTo(TaskOptions.defaults());
	}

	@Test
	void impossibleOptionsAreRefused() {
		TaskOptions options = TaskOptions.defaults().withTimeout(Duration.ZERO).withQueueTimeout(Duration.ZERO);
		assertThatIllegalArgumentException().isThrownBy(() -> options.withTimeout(Duration.ofSeconds(-1)))
			.withMessage("'timeout' must not be negative but was PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withQueueTimeout(Duration.ofSeconds(-1)))
			.withMessage("'queueTimeout' must not be negative but was PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withPriority(-1))
			.withMessage("'priority' must be from 0 to 9 but was -1");
		assertThat(options.withPriority(TaskOptions.LOWEST_PRIORITY).priority()).isZero();
		assertThat(options.withPriority(TaskOptions.HIGHEST_PRIORITY).priority()).isEqualTo(9);
	}

}
