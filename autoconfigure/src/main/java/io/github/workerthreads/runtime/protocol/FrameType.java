package io.github.workerthreads.runtime.protocol;

/**
 * Kinds of {@link Frame}s. Each travels one way, on one of the two connections of a
 * child: the control connection, which is always read, or the data connection, which the
 * worker reads between calls.
 */
public enum FrameType {

	/**
	 * The first frame of each connection, from the child: its number is the protocol's
	 * version, its id the number of the child's process, its body the token that proves
	 * that it is the child which was started.
	 */
	HELLO,

	/**
	 * To the child, control: a {@link WorkerConfiguration}.
	 */
	CONFIGURE,

	/**
	 * From the child, control: the worker is ready for calls.
	 */
	READY,

	/**
	 * From the child, control: the worker cannot be made. The body is the failure.
	 */
	REFUSED,

	/**
	 * To the child, data: gives a {@link CallTarget} the number of the frame.
	 */
	DEFINE,

	/**
	 * To the child, data: the {@link CallContext} of the call that comes next.
	 */
	CONTEXT,

	/**
	 * To the child, data: calls the target of that number. The id is that of the task.
	 */
	CALL,

	/**
	 * From the child, data: an item that the body emitted.
	 */
	PROGRESS,

	/**
	 * To the child, control: what the body of that task emits is not taken any more.
	 */
	REFUSE,

	/**
	 * From the child, data: the body returned a publisher, which waits for demand.
	 */
	STREAM,

	/**
	 * To the child, data: asks the publisher for as many items as the number says.
	 */
	REQUEST,

	/**
	 * To the child, data: cancels the publisher.
	 */
	CANCEL,

	/**
	 * From the child, data: an item of the publisher.
	 */
	ITEM,

	/**
	 * From the child, data: the call has ended with a result.
	 */
	RESULT,

	/**
	 * From the child, data: the call has ended with a failure.
	 */
	FAILURE,

	/**
	 * To the child, control: interrupts the task of that id. The body says why.
	 */
	INTERRUPT,

	/**
	 * To the child, control: asks whether it lives. The number says what else it is to
	 * tell, as {@link Protocol} lists.
	 */
	PING,

	/**
	 * From the child, control: answers a ping of the same number. The id is the number of
	 * bytes of its heap that are in use, the body what the ping asked for.
	 */
	PONG,

	/**
	 * To the child, control: a {@link DiagnosisRequest}, with an id of its own.
	 */
	DIAGNOSE,

	/**
	 * From the child, control: the diagnosis of that id is written, or the body says why
	 * not.
	 */
	DIAGNOSED,

	/**
	 * To the child, control: end, closing what the worker has.
	 */
	SHUTDOWN,

	/**
	 * From the child, control: the JVM is exiting by the will of its own code.
	 */
	EXITING,

	/**
	 * To the child, data: a {@link ScriptStart}, of which the id is that of the task.
	 * Both sides read data all the time from then on, until the script has ended with a
	 * {@link #RESULT}, whose number is the exit code, or a {@link #FAILURE}.
	 */
	SCRIPT,

	/**
	 * Both ways, data: a message for the port of that id, see {@link PortMessage}.
	 */
	PORT_MESSAGE,

	/**
	 * Both ways, data: as many messages as the number says were taken by the port of that
	 * id.
	 */
	PORT_CREDIT,

	/**
	 * Both ways, data: the port of that id is closed; the last frame with it from this
	 * side.
	 */
	PORT_CLOSE,

	/**
	 * Both ways, data: a message by number, which has the id of the frame. The body has
	 * the number of the sender and that of the receiver (8 bytes each), and then the wire
	 * form of the message.
	 */
	POST,

	/**
	 * Both ways, data: what became of the message by number with the id of the frame. The
	 * number is 0 if its listener has returned, or else that of the reason, and the body
	 * is a text.
	 */
	POSTED,

	/**
	 * From the child, data: what the script writes to its standard output, or if the
	 * number is 1 to that of errors.
	 */
	OUTPUT;

	private static final FrameType[] ALL = values();

	/**
	 * Return the code of this type.
	 * @return the code
	 */
	@SuppressWarnings("EnumOrdinal") // both sides are of one version, which they check
	int code() {
		return ordinal();
	}

	/**
	 * Find a type by its code.
	 * @param code the code, from anywhere
	 * @return the type
	 * @throws ProtocolException if there is none
	 */
	static FrameType ofCode(int code) throws ProtocolException {
		if (code < 0 || code >= ALL.length) {
			throw new ProtocolException("There is no frame of type %d".formatted(code));
		}
		return ALL[code];
	}

}
