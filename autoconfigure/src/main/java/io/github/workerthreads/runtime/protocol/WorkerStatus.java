package io.github.workerthreads.runtime.protocol;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.WorkerInspection;

/**
 * What a worker in another process tells of itself when it is asked.
 *
 * @param inspection what its thread does
 * @param usedHeapBytes the bytes of its heap that are in use
 * @param maxHeapBytes the most bytes that its heap may have
 */
public record WorkerStatus(WorkerInspection inspection, long usedHeapBytes, long maxHeapBytes) {

	/**
	 * Return the body of a frame that says so.
	 * @return the body
	 */
	public byte[] toBytes() {
		WorkerInspection seen = this.inspection;
		return FrameFields.write(seen.threadState().name(), seen.stackTrace(), nanos(seen.cpuTime()),
				nanos(seen.userTime()), seen.allocatedBytes(), seen.pid(), nanos(seen.idleTime()), this.usedHeapBytes,
				this.maxHeapBytes);
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @param pid the number of the process that sent it, whatever it says
	 * @return what it says
	 * @throws ProtocolException if it is no status
	 */
	public static WorkerStatus of(Frame frame, long pid) throws ProtocolException {
		FrameFields fields = FrameFields.read(frame);
		String state = fields.next(String.class);
		List<StackTraceElement> stack = List.copyOf(fields.nextList(StackTraceElement.class));
		Duration cpuTime = duration(fields.nextOrNull(Long.class));
		Duration userTime = duration(fields.nextOrNull(Long.class));
		Long allocated = fields.nextOrNull(Long.class);
		fields.next(Long.class);
		Duration idleTime = duration(fields.nextOrNull(Long.class));
		try {
			return new WorkerStatus(new WorkerInspection(Thread.State.valueOf(state), stack, cpuTime, userTime,
					allocated, pid, null, idleTime), fields.next(Long.class), fields.next(Long.class));
		}
		catch (IllegalArgumentException ex) {
			throw new ProtocolException("A thread has no state '%s'".formatted(state), ex);
		}
	}

	private static @Nullable Long nanos(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() : null;
	}

	private static @Nullable Duration duration(@Nullable Long nanos) {
		return (nanos != null) ? Duration.ofNanos(nanos) : null;
	}

}
