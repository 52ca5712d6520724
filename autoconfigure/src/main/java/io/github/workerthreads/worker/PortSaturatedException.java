package io.github.workerthreads.worker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Reports a message that was not sent, because too many others wait for the receiving
 * port. Nothing of it was transferred.
 */
public class PortSaturatedException extends WorkerException {

	/**
	 * Create an exception.
	 * @param capacity how many messages may wait
	 * @param maxWait how long the sender may wait for room
	 * @param cause the cause, or {@code null}
	 */
	public PortSaturatedException(int capacity, Duration maxWait, @Nullable Throwable cause) {
		super(("The other port is saturated: %d messages wait for it (limit %d), and there was no room within %s. Let the"
				+ " receiver keep up, send fewer messages, or make the channel with another capacity or maximum wait")
			.formatted(capacity, capacity, maxWait), cause);
	}

}
