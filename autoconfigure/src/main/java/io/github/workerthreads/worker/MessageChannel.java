package io.github.workerthreads.worker;

import java.time.Duration;

/**
 * Two entangled ports: what is posted on one arrives at the other. TransferList one of
 * them to a worker to talk with it.
 *
 * @param port1 one port
 * @param port2 the other port
 * @see <a href="https://nodejs.org/api/worker_threads.html#class-messagechannel">Class:
 * MessageChannel</a>
 */
public record MessageChannel(MessagePort port1, MessagePort port2) {

	/**
	 * How many messages may wait for a port unless said otherwise.
	 */
	public static final int DEFAULT_CAPACITY = 1024;

	/**
	 * How long a sender waits for room unless said otherwise.
	 */
	public static final Duration DEFAULT_MAX_WAIT = Duration.ofSeconds(10);

	/**
	 * Create a channel.
	 * @return a new channel
	 */
	public static MessageChannel create() {
		return create(DEFAULT_CAPACITY, DEFAULT_MAX_WAIT);
	}

	/**
	 * Create a channel.
	 * @param capacity how many messages may wait for each port
	 * @param maxWait how long a sender waits for room before it gets a
	 * {@link PortSaturatedException}, zero not to wait
	 * @return a new channel
	 * @throws IllegalArgumentException if the capacity is less than 1 or the wait is
	 * negative
	 */
	public static MessageChannel create(int capacity, Duration maxWait) {
		MessageRealm realm = MessageRealm.current();
		return create(capacity, maxWait, realm, realm);
	}

	/**
	 * Create a channel between two realms.
	 * @param capacity how many messages may wait for each port
	 * @param maxWait how long a sender waits for room
	 * @param realm1 where the owner of one port lives
	 * @param realm2 where the owner of the other port lives
	 * @return a new channel
	 */
	static MessageChannel create(int capacity, Duration maxWait, MessageRealm realm1, MessageRealm realm2) {
		if (capacity < 1) {
			throw new IllegalArgumentException("'capacity' must be at least 1 but was " + capacity);
		}
		if (maxWait.isNegative()) {
			throw new IllegalArgumentException("'maxWait' must not be negative but was " + maxWait);
		}
		PortQueue one = new PortQueue(capacity, maxWait, realm1);
		PortQueue other = new PortQueue(capacity, maxWait, realm2);
		return new MessageChannel(new MessagePort(new PortEnds(one, other)), new MessagePort(new PortEnds(other, one)));
	}

}
