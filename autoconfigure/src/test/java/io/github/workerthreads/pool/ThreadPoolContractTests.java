package io.github.workerthreads.pool;

import java.time.Duration;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;

/**
 * Tests of what pools do whose workers are threads.
 */
class ThreadPoolContractTests extends AbstractPoolContractTests {

	@Override
	WorkerRuntime runtime() {
		return new ThreadWorkerRuntime(getClass().getClassLoader());
	}

	@Override
	StopOutcome outcomeOfLoop() {
		return StopOutcome.ABANDONED;
	}

	@Override
	Duration graceOfLoop() {
		return Duration.ofMillis(500);
	}

}
