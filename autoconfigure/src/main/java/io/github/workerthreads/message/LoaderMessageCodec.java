package io.github.workerthreads.message;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageCloner;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TypeCloner;

/**
 * Structured clone from the classes of one class loader to the classes of the same names
 * of another one, in one JVM. Each side has a codec. By the rules of
 * {@link BinaryMessageCodec}, but all types are allowed, there are no limits, and shared
 * memory and what is transferred cross over as they are. Thread-safe.
 */
public final class LoaderMessageCodec implements MessageCloner {

	private static final MessageLimits NO_LIMITS = new MessageLimits(Integer.MAX_VALUE - 8, Integer.MAX_VALUE,
			Integer.MAX_VALUE, Long.MAX_VALUE);

	private final BinaryMessageCodec codec;

	/**
	 * Create the codec of one side.
	 * @param classLoader finds the classes of this side
	 * @param cloners clone values of their types, before any rule; both sides need the
	 * same
	 */
	public LoaderMessageCodec(ClassLoader classLoader, Collection<? extends TypeCloner<?>> cloners) {
		this.codec = new BinaryMessageCodec(classLoader, AllowedTypes.ofAll(), NO_LIMITS, cloners);
	}

	/**
	 * Write the arguments of a call.
	 * @param names what the arguments are called in paths
	 * @param transferred for each argument whether it is handed over as is; one whose
	 * class the other side has of its own is cloned all the same
	 * @param arguments the arguments
	 * @return the message
	 * @throws DataCloneException if a value in them cannot be cloned
	 */
	@SuppressWarnings("IdentityHashMapUsage") // what is handed over is found by identity
	public EncodedMessage encodeArguments(String[] names, boolean[] transferred, @Nullable Object[] arguments) {
		Map<Object, Object> replacements = new IdentityHashMap<>();
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (transferred[i] && argument != null && isEverybodys(argument.getClass())) {
				replacements.put(argument, argument);
			}
		}
		return encode(names, arguments, replacements);
	}

	// Classes of the JDK, and of this library
	private static boolean isEverybodys(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.getComponentType();
		}
		ClassLoader loader = element.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader()
				|| (type == element && element.getName().startsWith("io.github.workerthreads.worker."));
	}

	/**
	 * Read the arguments of a call.
	 * @param names what the arguments are called in paths
	 * @param message the message
	 * @return the arguments
	 * @throws DataCloneException if a value cannot be rebuilt of this side's classes
	 */
	public @Nullable Object[] decodeArguments(String[] names, EncodedMessage message) {
		return this.codec.decode(names, message.bytes(), message.carried());
	}

	/**
	 * Write one value.
	 * @param name what it is called in paths
	 * @param value the value
	 * @return the message
	 * @throws DataCloneException if a value in it cannot be cloned
	 */
	public EncodedMessage encode(String name, @Nullable Object value) {
		return encode(new String[] { name }, new @Nullable Object[] { value }, Map.of());
	}

	/**
	 * Read one value.
	 * @param name what it is called in paths
	 * @param message the message
	 * @return the value
	 * @throws DataCloneException if it cannot be rebuilt of this side's classes
	 */
	public @Nullable Object decode(String name, EncodedMessage message) {
		return decodeArguments(new String[] { name }, message)[0];
	}

	/**
	 * Write a message, for {@link io.github.workerthreads.worker.TransferList}.
	 */
	@Override
	public EncodedMessage clone(String name, @Nullable Object message, Map<Object, Object> replacements) {
		return encode(new String[] { name }, new @Nullable Object[] { message }, replacements);
	}

	@Override
	public void discard(@Nullable Object clone) {
		if (clone instanceof EncodedMessage message) {
			discard(message, List.of());
		}
	}

	/**
	 * Close the handles of shared memory that a message has, since nobody will receive
	 * it.
	 * @param message the message
	 * @param handedOver what was handed over as is, and is the sender's still
	 */
	public void discard(EncodedMessage message, List<? extends @Nullable Object> handedOver) {
		for (Object carried : message.carried()) {
			if (carried instanceof SharedMemory memory && handedOver.stream().noneMatch((own) -> own == memory)) {
				memory.close();
			}
		}
	}

	private EncodedMessage encode(String[] names, @Nullable Object[] values, Map<Object, Object> replacements) {
		CarriedValues carried = new CarriedValues(replacements);
		boolean encoded = false;
		try {
			byte[] bytes = this.codec.encode(names, values, carried);
			encoded = true;
			return new EncodedMessage(bytes, carried.values());
		}
		finally {
			if (!encoded) {
				carried.closeHandles();
			}
		}
	}

	/**
	 * Write a failure, whatever it holds.
	 * @param failure the failure
	 * @return the message
	 */
	public EncodedMessage encodeFailure(Throwable failure) {
		return new EncodedMessage(this.codec.encodeFailure(failure), List.of());
	}

	/**
	 * Read a failure. What cannot be rebuilt has stand-ins.
	 * @param message the message
	 * @return the failure
	 */
	public Throwable decodeFailure(EncodedMessage message) {
		return this.codec.decodeFailure(message.bytes());
	}

}
