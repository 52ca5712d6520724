package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a port whose owner is in another process: what is posted to that port here
 * goes to the wire, and what comes from there is posted here in its name. The other
 * process has a relay for the port at this end. Made for rungs. Thread-safe.
 */
public final class PortRelay {

	private final PortEnds ends;

	private final @Nullable MessagePort port;

	private final Wire wire;

	// Came from the wire and was not taken here
	private final AtomicInteger untaken = new AtomicInteger();

	private PortRelay(PortEnds ends, @Nullable MessagePort port, Wire wire) {
		this.ends = ends;
		this.port = port;
		this.wire = wire;
	}

	/**
	 * Stand for a port that goes to another process.
	 * @param port the port, which nobody uses here any more
	 * @param wire the way to the other process
	 * @return the relay, to be started when the other process knows of the port
	 */
	public static PortRelay of(MessagePort port, Wire wire) {
		return new PortRelay(port.ends(), null, wire);
	}

	/**
	 * Stand for the peer of a port that comes from another process.
	 * @param capacity how many messages may wait for each of the two
	 * @param maxWait how long a sender waits for room
	 * @param elsewhere the realm of the other process
	 * @param wire the way to it
	 * @return the relay, which has the {@linkplain #port() port}
	 * @throws IllegalArgumentException if the capacity is less than 1 or the wait is
	 * negative
	 */
	public static PortRelay create(int capacity, Duration maxWait, MessageRealm elsewhere, Wire wire) {
		MessageChannel channel = MessageChannel.create(capacity, maxWait, MessageRealms.UNKNOWN, elsewhere);
		return new PortRelay(channel.port2().ends(), channel.port1(), wire);
	}

	/**
	 * Return the port that came from the other process.
	 * @return the port, for its new owner
	 */
	public MessagePort port() {
		return Objects.requireNonNull(this.port, "This relay stands for a port that went away");
	}

	/**
	 * Return how many messages may wait for the port.
	 * @return the number of messages
	 */
	public int capacity() {
		return this.ends.incoming().capacity();
	}

	/**
	 * Return how long senders wait for room.
	 * @return the time
	 */
	public Duration maxWait() {
		return this.ends.incoming().maxWait();
	}

	/**
	 * Pass messages on from now on, those first that wait.
	 * @param elsewhere the realm of the other process
	 * @param executor where the wire is called, one thing after the other
	 */
	public void start(MessageRealm elsewhere, Executor executor) {
		PortQueue incoming = this.ends.incoming();
		incoming.enter(elsewhere);
		incoming.relay();
		incoming.attach(new PortQueue.Receiver(executor,
				(message) -> this.wire.send((EncodedMessage) Objects.requireNonNull(message)), this.wire::lose,
				this.wire::ended));
	}

	/**
	 * Take a message from the wire.
	 * @param message the message
	 * @return whether the other side has kept to the room that there is
	 */
	public boolean receive(EncodedMessage message) {
		long size = message.size();
		return add(new PostedMessage(message, null, message.transferables(), () -> taken(size)), size);
	}

	/**
	 * Take notice of a message that could not be sent.
	 * @param reason why not
	 * @return whether the other side has kept to the room that there is
	 */
	public boolean receiveLoss(String reason) {
		return add(new PostedMessage(new DataCloneException("message", reason, null), null, List.of(), () -> taken(0)),
				0);
	}

	private boolean add(PostedMessage message, long size) {
		if (this.untaken.incrementAndGet() > this.ends.outgoing().capacity()) {
			message.discard();
			return false;
		}
		this.wire.waits(size);
		if (!this.ends.outgoing().addFromElsewhere(message)) {
			this.wire.waits(-size);
		}
		return true;
	}

	private void taken(long size) {
		this.untaken.decrementAndGet();
		this.wire.waits(-size);
		this.wire.taken();
	}

	/**
	 * Note that messages which were sent were taken elsewhere.
	 * @param count how many
	 * @return whether so many were on the way
	 */
	public boolean arrived(int count) {
		return this.ends.incoming().arrived(count);
	}

	/**
	 * Return whether there is something to send that may be sent.
	 * @return whether the wire is about to be called
	 */
	public boolean isSending() {
		return this.ends.incoming().isDelivering();
	}

	/**
	 * Close the port: what waits is still sent, and delivered here.
	 */
	public void close() {
		this.ends.outgoing().close();
		this.ends.incoming().close();
	}

	/**
	 * Close the port, for the other process has closed it or ended.
	 */
	public void closeFromElsewhere() {
		close();
		this.ends.incoming().relayAll();
	}

	/**
	 * Close the port, for there is no way to the other process any more. What has come is
	 * still delivered here.
	 */
	public void abandon() {
		close();
		this.ends.incoming().relayAll();
		this.ends.incoming().discard();
	}

	/**
	 * Way to a port in another process.
	 */
	public interface Wire {

		/**
		 * Send a message.
		 * @param message the message
		 */
		void send(EncodedMessage message);

		/**
		 * Tell the receiver that a message cannot be sent.
		 * @param reason why not
		 */
		void lose(DataCloneException reason);

		/**
		 * Note that more or less bytes of messages from there wait here. On any thread,
		 * and not to wait.
		 * @param bytes how many more, negative for less
		 */
		void waits(long bytes);

		/**
		 * Tell the sender that one of its messages was taken here. On any thread, and not
		 * to wait.
		 */
		void taken();

		/**
		 * Tell the other process that the port is closed, after its last message.
		 */
		void ended();

	}

}
