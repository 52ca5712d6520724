package io.github.workerthreads.message;

import java.nio.ByteBuffer;

/**
 * Copies byte buffers with all their content, not only what remains.
 */
final class ByteBuffers {

	private ByteBuffers() {
	}

	static ByteBuffer copy(ByteBuffer original) {
		ByteBuffer source = original.duplicate().clear();
		ByteBuffer copy = original.isDirect() ? ByteBuffer.allocateDirect(source.capacity())
				: ByteBuffer.allocate(source.capacity());
		copy.put(source);
		copy.limit(original.limit()).position(original.position());
		ByteBuffer result = original.isReadOnly() ? copy.asReadOnlyBuffer() : copy;
		return result.order(original.order());
	}

}
