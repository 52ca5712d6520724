package io.github.workerthreads.process;

import io.github.workerthreads.runtime.ProcessOptions;

/**
 * Tests of what crosses to workers in other processes and back, with the defaults.
 */
class ProcessMessageTests extends AbstractProcessMessageTests {

	ProcessMessageTests() {
		super(ProcessOptions.DEFAULTS);
	}

}
