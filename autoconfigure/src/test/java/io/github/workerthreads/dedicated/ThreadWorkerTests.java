package io.github.workerthreads.dedicated;

import io.github.workerthreads.worker.WorkerState;

/**
 * Tests for long-lived workers on the thread rung.
 */
class ThreadWorkerTests extends AbstractWorkerTests {

	@Override
	String isolation() {
		return "thread";
	}

	@Override
	WorkerState terminatedLoop() {
		return WorkerState.ABANDONED;
	}

	@Override
	boolean hasOwnClasses() {
		return false;
	}

	@Override
	int many() {
		return 1000;
	}

}
