package io.github.workerthreads.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.github.workerthreads.offload.OffloadToWorker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OffloadDefinitionFailureAnalyzer}: what a person reads whose
 * application does not start.
 */
class OffloadDefinitionFailureAnalyzerTests {

	private static final String HERE = OffloadDefinitionFailureAnalyzerTests.class.getName();

	@Test
	void oneProblemIsDescribedWithItsRemedyAsAction() {
		FailureAnalysis analysis = analyze(FinalMethod.class);
		assertThat(analysis.getDescription().lines()).containsExactly("@OffloadToWorker cannot work as it is used:", "",
				"    " + HERE + "$FinalMethod.scale(byte[]) is final, so that a proxy cannot override it.");
		assertThat(analysis.getAction())
			.isEqualTo("Remove 'final' (Kotlin: add 'open' or use the kotlin-spring compiler plugin).");
	}

	@Test
	void unknownPoolIsDescribedWithThePoolsThatExist() {
		FailureAnalysis analysis = analyze(UnknownPool.class);
		assertThat(analysis.getDescription())
			.contains("UnknownPool.scale() names the pool 'imges', but there are only [default, images].");
		assertThat(analysis.getAction()).isEqualTo(
				"Name one of these, or add the pool by a property of its own, such as worker-threads.pools.imges.size=2.");
	}

	@Test
	void voidMethodWithStreamIsDescribed() {
		FailureAnalysis analysis = analyze(StreamParameter.class);
		assertThat(analysis.getDescription()).contains("StreamParameter.print(Stream) has a parameter 'lines'",
				"java.util.stream.Stream can be consumed only once");
		assertThat(analysis.getAction()).contains("annotate the parameter with @Transfer");
	}

	@Test
	void severalProblemsAreListedEachWithItsRemedy() {
		FailureAnalysis analysis = analyze(FinalMethod.class, UnknownPool.class, NegativeTimeout.class);
		assertThat(analysis.getDescription()).contains("FinalMethod.scale(byte[]) is final",
				"UnknownPool.scale() names the pool", "NegativeTimeout.scale() has a negative timeout: '-1s'");
		assertThat(analysis.getAction().lines()).hasSize(5)
			.contains("    " + HERE + "$FinalMethod.scale(byte[]): Remove 'final'"
					+ " (Kotlin: add 'open' or use the kotlin-spring compiler plugin).");
	}

	private static FailureAnalysis analyze(Class<?>... beans) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, OffloadAutoConfiguration.class))
			.withPropertyValues("worker-threads.pools.images.size=1");
		for (Class<?> bean : beans) {
			runner = runner.withBean(bean);
		}
		runner.run((context) -> {
			assertThat(context).hasFailed();
			List<FailureAnalyzer> analyzers = SpringFactoriesLoader
				.forDefaultResourceLocation(OffloadDefinitionFailureAnalyzerTests.class.getClassLoader())
				.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {
				}));
			analysis[0] = analyzers.stream()
				.flatMap((analyzer) -> Stream.ofNullable(analyzer.analyze(context.getStartupFailure())))
				.findFirst()
				.orElseThrow(() -> new AssertionError("No analyzer of " + Arrays.toString(beans)));
		});
		return analysis[0];
	}

	static class FinalMethod {

		@OffloadToWorker
		final void scale(byte[] image) {
		}

	}

	static class UnknownPool {

		@OffloadToWorker("imges")
		void scale() {
		}

	}

	static class StreamParameter {

		@OffloadToWorker
		void print(Stream<String> lines) {
		}

	}

	static class NegativeTimeout {

		@OffloadToWorker(timeout = "-1s")
		void scale() {
		}

	}

}
