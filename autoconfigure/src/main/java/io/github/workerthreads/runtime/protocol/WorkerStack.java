package io.github.workerthreads.runtime.protocol;

import java.util.List;

/**
 * Where a worker in another process is, when it is asked. It costs little: what counts
 * time and memory, as {@link WorkerStatus} tells them, takes some tens of milliseconds
 * when a process uses it for the first time.
 *
 * @param stackTrace the stack of its thread, innermost frame first
 */
public record WorkerStack(List<StackTraceElement> stackTrace) {

	/**
	 * Return the body of a frame that says so.
	 * @return the body
	 */
	public byte[] toBytes() {
		return FrameFields.write(this.stackTrace);
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no stack
	 */
	public static WorkerStack of(Frame frame) throws ProtocolException {
		return new WorkerStack(List.copyOf(FrameFields.read(frame).nextList(StackTraceElement.class)));
	}

}
