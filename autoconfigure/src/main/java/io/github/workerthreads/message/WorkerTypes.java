package io.github.workerthreads.message;

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

	private WorkerTypes() {
	}

	static @Nullable TypePlan planFor(Class<?> type) {
		if (type == MessagePort.class) {
			return PORT;
		}
		if (type == SharedMemory.class) {
			return SHARED_MEMORY;
		}
		return (type == TransferableBuffer.class) ? BUFFER : null;
	}

	private static SharedMemory share(SharedMemory original) {
		if (original.isClosed()) {
			throw new UncloneableException("the shared memory is closed, or was transferred to somebody else");
		}
		return original.duplicateForMessage();
	}

	private static TransferableBuffer copy(TransferableBuffer original) {
		if (original.isDetached()) {
			throw new UncloneableException("the buffer is detached; its content was transferred to somebody else");
		}
		return TransferableBuffer.wrap(original.toByteArray());
	}

}
