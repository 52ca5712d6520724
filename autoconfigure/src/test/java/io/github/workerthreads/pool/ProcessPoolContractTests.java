package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;

/**
 * Tests of what pools do whose workers are processes.
 */
class ProcessPoolContractTests extends AbstractPoolContractTests {

	@Override
	WorkerRuntime runtime() {
		return new ProcessWorkerRuntime(getClass().getClassLoader(), List.of(), List.of(), List.of(), null, Map::of,
				ProcessOptions.DEFAULTS);
	}

	@Override
	StopOutcome outcomeOfLoop() {
		return StopOutcome.KILLED;
	}

	@Override
	Duration graceOfLoop() {
		return Duration.ofMillis(500);
	}

	@Override
	WorkerPoolBuilder adapt(WorkerPoolBuilder builder) {
		return builder.maxHeap(32 << 20).jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
	}

}
