package io.github.workerthreads.runtime.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What both sides of the worker protocol have to know.
 */
public final class Protocol {

	/**
	 * The version of the protocol. Both sides come from one version of this library; a
	 * class path with two of them is noticed by it.
	 */
	public static final int VERSION = 1;

	/**
	 * The exit code of a child whose parent has ended.
	 */
	public static final int ORPHANED = 87;

	/**
	 * The exit code of a child whose parent does not keep to the protocol.
	 */
	public static final int CONFUSED = 86;

	/**
	 * The number of a ping that asks for a sign of life only.
	 */
	public static final int PLAIN_PING = 0;

	/**
	 * The number of a ping that asks for a {@link WorkerStatus}.
	 */
	public static final int STATUS_PING = 1;

	/**
	 * The number of a ping that asks for a {@link WorkerStack}.
	 */
	public static final int STACK_PING = 2;

	/**
	 * How many bytes a body may have beyond those of a message in it.
	 */
	public static final int OVERHEAD = 64 << 10;

	/**
	 * The most bytes of the body of the first frame.
	 */
	public static final int LONGEST_HELLO = 256;

	/**
	 * The number of the task that is the first call of each child, which is no user's.
	 */
	public static final long REHEARSAL = -2;

	/**
	 * The number of the tasks of a child that only runs for an archive of its classes.
	 */
	public static final long TRAINING = -3;

	private Protocol() {
	}

	/**
	 * Return a token as the body of a frame.
	 * @param token the token
	 * @return the body
	 */
	public static byte[] tokenBytes(String token) {
		return token.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Check the first frame of a connection, in a time that tells nothing of the token.
	 * @param frame the frame
	 * @param pid the number of the process that must have sent it
	 * @param token the token that it must have
	 * @throws ProtocolException if it is another one
	 */
	public static void checkHello(Frame frame, long pid, String token) throws ProtocolException {
		if (frame.type() != FrameType.HELLO || !MessageDigest.isEqual(frame.body(), tokenBytes(token))) {
			throw new ProtocolException("Something else than the worker's process has connected to its socket");
		}
		if (frame.id() != pid) {
			throw new ProtocolException(
					"The worker's process is %d, but %d has connected to its socket".formatted(pid, frame.id()));
		}
		if (frame.number() != VERSION) {
			throw new ProtocolException(
					"The worker's process speaks version %d of the protocol, this one version %d: the class path has this library twice"
						.formatted(frame.number(), VERSION));
		}
	}

}
