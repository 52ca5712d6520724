package io.github.workerthreads.dedicated;

import io.github.workerthreads.worker.WorkerState;

/**
 * Tests for long-lived workers on the class-loader rung.
 */
class ClassLoaderWorkerTests extends AbstractWorkerTests {

	@Override
	String isolation() {
		return "class-loader";
	}

	@Override
	WorkerState terminatedLoop() {
		return WorkerState.TERMINATED;
	}

	@Override
	boolean hasOwnClasses() {
		return true;
	}

	@Override
	int many() {
		return 200;
	}

}
