package io.github.workerthreads.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferableBuffer;

/**
 * The types of messages that are made for workers.
 */
final class WorkerTypes {

	private static final TypePlan PORT = new RefusedPlan(
			"a port has one owner and can only be transferred; put it into the TransferList of the message");

	private static final TypePlan BUFFER = ValuePlan.of(WorkerTypes::copy);

	private static final TypePlan SHARED_MEMORY = ValuePlan.of(WorkerTypes::share);

	private static final TypePlan SHARED_MEMORY_ELSEWHERE = new RefusedPlan(
			"shared memory gets to another process by its handle; send what SharedMemory.handle() returns and open it there");

	private WorkerTypes() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (type == MessagePort.class) {
			return PORT;
		}
		if (type == SharedMemory.class) {
			return (backEnd == BackEnd.COPY) ? SHARED_MEMORY : SHARED_MEMORY_ELSEWHERE;
		}
		return (backEnd == BackEnd.COPY && type == TransferableBuffer.class) ? BUFFER : null;
	}

	/**
	 * Return whether bytes can have a type.
	 * @param type a type that is none of the JDK
	 * @return whether there is a form for it
	 */
	static boolean hasForm(Class<?> type) {
		return type == TransferableBuffer.class;
	}

	/**
	 * Return the forms of those that bytes can have.
	 * @return the forms
	 */
	static List<ValueForm> forms() {
		return List
			.of(new ValueForm(200, TransferableBuffer.class, true, (output, value) -> output.writeBytes(content(value)),
					(input) -> TransferableBuffer.wrap(input.readBytes())));
	}

	static SharedMemory share(SharedMemory original) {
		if (original.isClosed()) {
			throw new UncloneableException("the shared memory is closed, or was transferred to somebody else");
		}
		return original.duplicateForMessage();
	}

	private static TransferableBuffer copy(TransferableBuffer original) {
		return TransferableBuffer.wrap(content(original));
	}

	private static byte[] content(TransferableBuffer original) {
		if (original.isDetached()) {
			throw new UncloneableException("the buffer is detached; its content was transferred to somebody else");
		}
		return original.toByteArray();
	}

}
