package io.github.workerthreads.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRules;
import io.github.workerthreads.worker.TransferableBuffer;

/**
 * Rules of messages between processes: which types they may hold, by name, and how large
 * they may be. Each process has its own, made of the same names. Thread-safe.
 */
public final class ProcessRules implements MessageRules {

	private final AllowedTypes allowedTypes;

	private final List<String> patterns;

	private final MessageLimits limits;

	// Few: whose ports talk with one other process
	private final Map<ClassLoader, BinaryMessageCodec> codecs = new ConcurrentHashMap<>();

	/**
	 * Create rules.
	 * @param allowedTypes types that are allowed whatever the patterns say
	 * @param patterns names of classes, and of packages followed by {@code .*}
	 * @param limits the limits of each message
	 * @throws IllegalArgumentException if a pattern is neither
	 */
	public ProcessRules(AllowedTypes allowedTypes, Collection<String> patterns, MessageLimits limits) {
		this.allowedTypes = allowedTypes.withPatterns(patterns)
			.withThrowablesOf(List.of(DataCloneException.class.getPackageName()));
		this.patterns = List.copyOf(patterns);
		this.limits = limits;
	}

	/**
	 * Return the names of what is allowed beside the types of the process.
	 * @return names of classes, and of packages followed by {@code .*}
	 */
	public List<String> patterns() {
		return this.patterns;
	}

	EncodedMessage encode(ClassLoader classLoader, String name, @Nullable Object message,
			Map<Object, Object> replacements) {
		CarriedValues carried = new CarriedValues(replacements);
		boolean encoded = false;
		try {
			byte[] bytes = codec(classLoader).encode(new String[] { name }, new @Nullable Object[] { message },
					carried);
			check(name, bytes.length + buffers(replacements));
			encoded = true;
			return new EncodedMessage(bytes, carried.values(), this);
		}
		finally {
			if (!encoded) {
				carried.closeHandles();
			}
		}
	}

	// They go as bytes, unless they are shared
	private static long buffers(Map<Object, Object> moved) {
		long bytes = 0;
		for (Object object : moved.keySet()) {
			if (object instanceof TransferableBuffer buffer && !buffer.isDetached() && !buffer.isShared()) {
				bytes += buffer.byteLength();
			}
		}
		return bytes;
	}

	private void check(String name, long bytes) {
		if (bytes > this.limits.maxBytes()) {
			throw new DataCloneException(name,
					"a message to another process has at most %d bytes, but this one with its buffers %d. Transfer buffers of TransferableBuffer.allocateShared, which are not counted"
						.formatted(this.limits.maxBytes(), bytes),
					null);
		}
	}

	@Nullable Object decode(ClassLoader classLoader, String name, EncodedMessage message) {
		return codec(classLoader).decode(new String[] { name }, message.bytes(), message.carried())[0];
	}

	/**
	 * Write a failure, whatever it holds.
	 * @param classLoader the class loader of this side
	 * @param failure the failure
	 * @return the bytes
	 */
	public byte[] encodeFailure(ClassLoader classLoader, Throwable failure) {
		return codec(classLoader).encodeFailure(failure);
	}

	/**
	 * Read a failure. What cannot be rebuilt has stand-ins.
	 * @param classLoader the class loader of this side
	 * @param bytes the bytes, which may come from anywhere
	 * @return the failure
	 * @throws DataCloneException if the bytes are no failure
	 */
	public Throwable decodeFailure(ClassLoader classLoader, byte[] bytes) {
		return codec(classLoader).decodeFailure(bytes);
	}

	private BinaryMessageCodec codec(ClassLoader classLoader) {
		return this.codecs.computeIfAbsent(classLoader,
				(loader) -> new BinaryMessageCodec(loader, this.allowedTypes, this.limits));
	}

}
