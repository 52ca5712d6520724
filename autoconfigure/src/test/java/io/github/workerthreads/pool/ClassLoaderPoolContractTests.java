package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.classloader.NoBeans;
import io.github.workerthreads.worker.StopOutcome;

/**
 * Tests of what pools do whose workers have classes of their own.
 */
class ClassLoaderPoolContractTests extends AbstractPoolContractTests {

	@Override
	WorkerRuntime runtime() {
		return new ClassLoaderWorkerRuntime(getClass().getClassLoader(), List.of(PoolFunctions.class.getName()),
				List.of(), NoBeans.FACTORY);
	}

	@Override
	StopOutcome outcomeOfLoop() {
		return StopOutcome.TERMINATED;
	}

	// Half of it is left to the interrupt
	@Override
	Duration graceOfLoop() {
		return Duration.ofSeconds(4);
	}

}
