package io.github.workerthreads.process;

import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.ProcessTransport;

/**
 * Tests of what crosses to workers in other processes and back, by shared memory, without
 * spins.
 */
class ProcessMessageWithoutSpinTests extends AbstractProcessMessageTests {

	ProcessMessageWithoutSpinTests() {
		super(ProcessOptions.DEFAULTS.withTransport(ProcessTransport.SHARED_MEMORY, false));
	}

}
