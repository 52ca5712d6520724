package io.github.workerthreads.worker;

/**
 * What a port is attached to.
 *
 * @param incoming what it receives
 * @param outgoing what it sends
 */
record PortEnds(PortQueue incoming, PortQueue outgoing) {

	boolean isPeerOf(PortEnds other) {
		return this.incoming == other.outgoing;
	}

}
