package io.github.workerthreads.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.WorkerFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the MDC in a process, and of what it costs those that have no use for it.
 */
@Timeout(60)
class ProcessMdcTests {

	private Map<String, String> context = Map.of();

	private final WorkerPool pool = new WorkerPoolBuilder().isolation(Isolation.PROCESS)
		.size(1)
		.jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"))
		.drainPeriod(Duration.ZERO)
		.build("test", new ProcessWorkerRuntime(getClass().getClassLoader(), List.of(), List.of(), List.of(), null,
				() -> this.context, ProcessOptions.DEFAULTS));

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void processThatHasNoUseForTheMdcDoesNotLoadIt() throws Exception {
		for (int call = 0; call < 3; call++) {
			assertThat(this.pool.run(LoadsLogging.class, "").get()).isFalse();
		}
	}

	@Test
	void whatATaskPutsIsGoneBeforeTheNext() throws Exception {
		assertThat(this.pool.run(PutAndGet.class, "own").get()).isEqualTo("own null");
		assertThat(this.pool.run(PutAndGet.class, "").get()).isEqualTo("null null");
	}

	@Test
	void whatComesWithACallIsGoneBeforeTheNext() throws Exception {
		assertThat(this.pool.run(PutAndGet.class, "").get()).isEqualTo("null null");
		this.context = Map.of("user", "jane");
		assertThat(this.pool.run(PutAndGet.class, "own").get()).isEqualTo("own jane");
		assertThat(this.pool.run(PutAndGet.class, "").get()).isEqualTo("null jane");
		this.context = Map.of();
		assertThat(this.pool.run(PutAndGet.class, "").get()).isEqualTo("null null");
	}

	/**
	 * Tells whether a class of the logging system is loaded.
	 */
	static class LoadsLogging implements WorkerFunction<String, Boolean> {

		@Override
		public Boolean apply(String input) {
			return ClassLoader.getSystemClassLoader().getDefinedPackage("org.slf4j") != null;
		}

	}

	/**
	 * Puts a value, if it gets one, and tells what is there.
	 */
	static class PutAndGet implements WorkerFunction<String, String> {

		@Override
		public String apply(String input) {
			if (!input.isEmpty()) {
				MDC.put("own", input);
			}
			@Nullable String user = MDC.get("user");
			return MDC.get("own") + " " + user;
		}

	}

}
