package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;

/**
 * Tests for what code inside a task can learn and say on a worker in a process of its
 * own.
 */
class ProcessWorkerContextTests extends AbstractWorkerContextTests {

	/**
	 * Work that heeds its signal may have ended before its process is killed.
	 */
	@Override
	List<StopOutcome> outcomesOfTerminate() {
		return List.of(StopOutcome.KILLED, StopOutcome.TERMINATED);
	}

	@Override
	WorkerPoolBuilder adapt(WorkerPoolBuilder builder) {
		return builder.jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
	}

	@Override
	WorkerRuntime runtime() {
		return new ProcessWorkerRuntime(getClass().getClassLoader(),
				List.of(ContextFunctions.class.getPackageName() + ".*"), List.of(), List.of(), null, Map::of,
				ProcessOptions.DEFAULTS.withHeartbeat(Duration.ofSeconds(10)));
	}

}
