package io.github.workerthreads.pool;

import java.util.List;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.classloader.NoBeans;

/**
 * Tests for what code inside a task can learn and say on a worker with classes of its
 * own.
 */
class ClassLoaderWorkerContextTests extends AbstractWorkerContextTests {

	@Override
	WorkerRuntime runtime() {
		return new ClassLoaderWorkerRuntime(getClass().getClassLoader(),
				List.of(ContextFunctions.class.getPackageName()), List.of(), NoBeans.FACTORY);
	}

}
