package io.github.workerthreads.process;

import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.ProcessTransport;

/**
 * Tests of what crosses to workers in other processes and back, by a Unix domain socket.
 */
class ProcessMessageByUnixSocketTests extends AbstractProcessMessageTests {

	ProcessMessageByUnixSocketTests() {
		super(ProcessOptions.DEFAULTS.withTransport(ProcessTransport.UNIX, false));
	}

}
