package io.github.workerthreads.weaving;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

import kotlin.collections.CollectionsKt;
import kotlin.sequences.SequencesKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that byte code of the Kotlin compiler runs on workers that have it for
 * themselves, and is stopped.
 */
@Timeout(60)
class KotlinTests {

	private final WorkerPool pool = new WorkerPoolBuilder().size(1)
		.isolation(Isolation.CLASS_LOADER)
		.terminateGrace(Duration.ofSeconds(10))
		.build("kotlin", new ClassLoaderWorkerRuntime(getClass().getClassLoader(),
				List.of("kotlin", KotlinTests.class.getPackageName()), List.of(), (settings, classLoader, beans) -> {
					throw new IllegalStateException("No beans are named");
				}));

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void coroutinesRun() throws Exception {
		assertThat(this.pool.run(Windows.class, List.of(1, 2, 3)).get())
			.isEqualTo(List.of(List.of(1, 2), List.of(2, 3)));
	}

	@Test
	void endlessSequenceIsStopped() {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.pool
				.run(Endless.class, "count", TaskOptions.defaults().withTimeout(Duration.ofSeconds(2)))
				.get())
			.havingCause()
			.isInstanceOfSatisfying(TaskTimeoutException.class,
					(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.TERMINATED));
	}

	static final class Windows implements WorkerFunction<List<Integer>, List<List<Integer>>> {

		@Override
		public List<List<Integer>> apply(List<Integer> numbers) {
			return CollectionsKt.windowed(numbers, 2, 1, false);
		}

	}

	static final class Endless implements WorkerFunction<String, Integer> {

		@Override
		public Integer apply(String input) {
			return SequencesKt.count(SequencesKt.distinct(SequencesKt.generateSequence(() -> input)));
		}

	}

}
