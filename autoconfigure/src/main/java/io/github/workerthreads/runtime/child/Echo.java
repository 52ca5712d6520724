package io.github.workerthreads.runtime.child;

import io.github.workerthreads.worker.WorkerFunction;

/**
 * Function that gives back what it gets: the first call of each child, which finds that
 * calls come through.
 */
final class Echo implements WorkerFunction<String, String> {

	@Override
	public String apply(String input) {
		return input;
	}

}
