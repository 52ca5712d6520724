package io.github.workerthreads.process;

import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.ProcessTransport;

/**
 * Tests of what crosses to workers in other processes and back, by TCP.
 */
class ProcessMessageByTcpTests extends AbstractProcessMessageTests {

	ProcessMessageByTcpTests() {
		super(ProcessOptions.DEFAULTS.withTransport(ProcessTransport.TCP, false));
	}

}
