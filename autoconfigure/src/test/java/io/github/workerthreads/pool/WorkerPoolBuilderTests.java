package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WorkerPoolBuilder} and {@link RestartPolicy}: what they accept.
 */
class WorkerPoolBuilderTests {

	private static final Duration NEGATIVE = Duration.ofMillis(-1);

	private final WorkerPoolBuilder builder = new WorkerPoolBuilder();

	static Stream<Arguments> refused() {
		return Stream.of(refused((to) -> to.size(1025), "'size' must be from 1 to 1024 but was 1025"),
				refused((to) -> to.minSize(-1), "'minSize' must be from 0 to 1024 but was -1"),
				refused((to) -> to.warmSpares(-1), "'warmSpares' must be from 0 to 1024 but was -1"),
				refused((to) -> to.maxTasksPerWorker(-1), "'maxTasksPerWorker' must be at least 0 but was -1"),
				refused((to) -> to.threadPriority(0), "'threadPriority' must be from 1 to 10 but was 0"),
				refused((to) -> to.maxHeap(1), "'maxHeap' must be 0 or at least 8388608 bytes but was 1"),
				negative("idleTimeout", (to) -> to.idleTimeout(NEGATIVE)),
				negative("maxWorkerAge", (to) -> to.maxWorkerAge(NEGATIVE)),
				negative("maxWait", (to) -> to.maxWait(NEGATIVE)),
				negative("queueTimeout", (to) -> to.queueTimeout(NEGATIVE)),
				negative("terminateGrace", (to) -> to.terminateGrace(NEGATIVE)),
				negative("blockedAfter", (to) -> to.blockedAfter(NEGATIVE)),
				negative("drainPeriod", (to) -> to.drainPeriod(NEGATIVE)),
				negative("backoff", (to) -> to.restart(RestartPolicy.defaults().withBackoff(NEGATIVE))),
				negative("maxBackoff", (to) -> to.restart(RestartPolicy.defaults().withMaxBackoff(NEGATIVE))),
				refused((to) -> to.startTimeout(NEGATIVE), "'startTimeout' must be longer than 0 but was PT-0.001S"),
				refused((to) -> to.restart(RestartPolicy.defaults().withWindow(Duration.ZERO)),
						"'window' must be longer than 0 but was PT0S"),
				refused((to) -> to.restart(RestartPolicy.defaults().withIntensity(-1)),
						"'intensity' must be at least 0 but was -1"),
				refused((to) -> to.isolate(List.of("com.acme", "com/acme")),
						"'isolate' must consist of names of packages and classes but has 'com/acme'"),
				refused((to) -> to.sources(List.of("1st")),
						"'sources' must consist of names of packages and classes but has '1st'"),
				refused((to) -> to.jvmOptions(List.of("-Xss1m", "Xmx1g")),
						"'jvmOptions' must consist of options that start with a dash but has 'Xmx1g'"),
				refused((to) -> to.jvmOptions(List.of("-Da=b\n-Dc")),
						"'jvmOptions' must consist of options that start with a dash but has '-Da=b\n-Dc'"));
	}

	private static Arguments negative(String name, UnaryOperator<WorkerPoolBuilder> change) {
		return refused(change, "'%s' must not be negative but was PT-0.001S".formatted(name));
	}

	private static Arguments refused(UnaryOperator<WorkerPoolBuilder> change, String message) {
		return Arguments.of(change, message);
	}

	@ParameterizedTest
	@MethodSource("refused")
	void valueOutOfItsRangeIsRefusedByName(UnaryOperator<WorkerPoolBuilder> change, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> change.apply(this.builder)).withMessage(message);
	}

	@Test
	void limitsAreAllowedThemselves() {
		WorkerPoolOptions least = this.builder.size(1)
			.minSize(0)
			.warmSpares(0)
			.queueCapacity(0)
			.maxTasksPerWorker(0)
			.threadPriority(1)
			.maxHeap(8 << 20)
			.idleTimeout(Duration.ZERO)
			.timeout(Duration.ZERO)
			.options();
		assertThat(least.size()).isOne();
		assertThat(least.maxHeapBytes()).isEqualTo(8 << 20);
		WorkerPoolOptions most = this.builder.size(1024)
			.minSize(1024)
			.warmSpares(1024)
			.queueCapacity(Integer.MAX_VALUE)
			.maxTasksPerWorker(Integer.MAX_VALUE)
			.threadPriority(10)
			.maxHeap(0)
			.options();
		assertThat(most.size()).isEqualTo(1024);
		assertThat(most.queueCapacity()).isEqualTo(Integer.MAX_VALUE);
		assertThat(most.maxHeapBytes()).isZero();
	}

	@Test
	void changeLeavesTheBuilderAsItIsAndKeepsAllElse() {
		WorkerPoolBuilder changed = this.builder.size(3).jvmOptions(List.of("-Xss1m")).isolate(List.of("com.acme"));
		WorkerPoolOptions options = changed.queueCapacity(7).daemon(false).options();
		assertThat(this.builder.options()).isEqualTo(new WorkerPoolBuilder().options());
		assertThat(options.size()).isEqualTo(3);
		assertThat(options.minSize()).isEqualTo(3);
		assertThat(options.jvmOptions()).containsExactly("-Xss1m");
		assertThat(options.isolate()).containsExactly("com.acme");
		assertThat(options.queueCapacity()).isEqualTo(7);
		assertThat(options.daemon()).isFalse();
		assertThat(changed.options().queueCapacity()).isEqualTo(256);
	}

	@Test
	void optionsThatDoNotGoTogetherAreRefused() {
		WorkerRuntime threads = new ThreadWorkerRuntime();
		WorkerRuntime processes = mock(WorkerRuntime.class);
		given(processes.isolation()).willReturn(Isolation.PROCESS);
		given(processes.capabilities()).willReturn(new RuntimeCapabilities(false, true));
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.size(2).minSize(3).build("test", threads))
			.withMessage("'minSize' must be at most 'size', which is 2, but was 3");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.builder.isolation(Isolation.PROCESS).build("test", threads))
			.withMessage("Pool 'test' has isolation process but its runtime starts workers of thread");
		assertThatIllegalArgumentException().isThrownBy(
				() -> this.builder.isolation(Isolation.PROCESS).whenFull(WhenFull.CALLER_RUNS).build("test", processes))
			.withMessage("'whenFull' must be reject or block with isolation 'process', which runs calls on workers "
					+ "only, but was 'caller-runs'");
	}

}
