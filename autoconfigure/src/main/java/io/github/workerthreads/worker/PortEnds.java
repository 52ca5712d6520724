package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * What a port is attached to.
 *
 * @param incoming what it receives
 * @param outgoing what it sends
 */
record PortEnds(PortQueue incoming, PortQueue outgoing) {

	/**
	 * Send a message, which is not in the queue by that.
	 * @param message the message
	 * @param transfer what moves
	 * @return the message on its way
	 * @throws DataCloneException if a value in it cannot be cloned or moved
	 */
	PostedMessage send(@Nullable Object message, TransferList transfer) {
		return PostedMessage.send(this.incoming.realm(), this.outgoing.realm(), "message", message, transfer);
	}

	boolean isPeerOf(PortEnds other) {
		return this.incoming == other.outgoing;
	}

}
