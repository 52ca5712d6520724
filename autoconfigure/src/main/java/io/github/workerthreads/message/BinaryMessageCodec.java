package io.github.workerthreads.message;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.TypeCloner;

/**
 * Structured clone by way of bytes, by the same rules as {@link StructuredClone}: the
 * same types cross over, with the same identities and cycles, and the same are refused
 * with the same paths. What a copy shares is rebuilt here. These differences remain.
 * <ul>
 * <li>Types have to be {@linkplain AllowedTypes allowed}, and both sides have to have the
 * same fields in a class.</li>
 * <li>Boxed numbers have no identity.</li>
 * <li>Annotations, {@link java.text.Format}s, and time zones and formatters with rules of
 * their own are refused.</li>
 * <li>Each record is rebuilt by its constructor, which must not change what it gets.</li>
 * </ul>
 * Messages stay within {@link MessageLimits}. Thread-safe.
 */
public final class BinaryMessageCodec implements MessageCodec {

	private final TypePlans plans;

	private final AllowedTypes allowedTypes;

	private final MessageLimits limits;

	private final ClassFinder finder;

	private final TypeCloners cloners;

	/**
	 * Create a codec.
	 * @param classLoader finds the classes that messages name, or {@code null} for those
	 * of the JDK only
	 * @param allowedTypes the types of which messages may hold instances
	 * @param limits the limits of each message
	 */
	public BinaryMessageCodec(@Nullable ClassLoader classLoader, AllowedTypes allowedTypes, MessageLimits limits) {
		this(classLoader, allowedTypes, limits, List.of());
	}

	/**
	 * Create a codec.
	 * @param classLoader finds the classes that messages name, or {@code null} for those
	 * of the JDK only
	 * @param allowedTypes the types of which messages may hold instances, beside those
	 * that have a cloner
	 * @param limits the limits of each message
	 * @param cloners clone values of their types, before any rule; both sides need the
	 * same
	 */
	public BinaryMessageCodec(@Nullable ClassLoader classLoader, AllowedTypes allowedTypes, MessageLimits limits,
			Collection<? extends TypeCloner<?>> cloners) {
		TypeCloners typeCloners = new TypeCloners(cloners);
		this.cloners = typeCloners;
		this.plans = new TypePlans(BackEnd.BYTES, typeCloners);
		this.allowedTypes = allowedTypes.with(typeCloners.types());
		this.limits = limits;
		this.finder = new ClassFinder(classLoader, this.allowedTypes);
	}

	private BinaryMessageCodec(BinaryMessageCodec other, AllowedTypes allowedTypes) {
		this.cloners = other.cloners;
		this.plans = other.plans;
		this.allowedTypes = allowedTypes.with(other.cloners.types());
		this.limits = other.limits;
		this.finder = other.finder.with(this.allowedTypes);
	}

	/**
	 * Return this codec with other allowed types, beside those that have a cloner.
	 * @param allowedTypes the types of which messages may hold instances
	 * @return the new codec, which shares what is known of types with this one
	 */
	public BinaryMessageCodec with(AllowedTypes allowedTypes) {
		return new BinaryMessageCodec(this, allowedTypes);
	}

	@Override
	public byte[] encode(String[] names, @Nullable Object[] values) {
		return encode(names, values, null);
	}

	byte[] encode(String[] names, @Nullable Object[] values, @Nullable CarriedValues carried) {
		MessageEncoder encoder = new MessageEncoder(this.plans, this.allowedTypes, this.limits, carried);
		for (int i = 0; i < values.length; i++) {
			encoder.write(names[i], values[i]);
		}
		return encoder.toBytes();
	}

	@Override
	public @Nullable Object[] decode(String[] names, byte[] message) {
		return decode(names, message, List.of());
	}

	@Nullable Object[] decode(String[] names, byte[] message, List<Object> carried) {
		MessageDecoder decoder = new MessageDecoder(this.plans, this.finder, this.allowedTypes, this.limits, message,
				carried);
		decoder.begin("message");
		@Nullable Object[] values = new @Nullable Object[names.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = decoder.read(names[i]);
		}
		decoder.end("message");
		return values;
	}

	@Override
	public byte[] encodeFailure(Throwable failure) {
		FailureWriter writer = new FailureWriter(this);
		try {
			return encode("failure", writer.describe(failure));
		}
		catch (DataCloneException | LinkageError | VirtualMachineError ex) {
			return encode("failure", writer.describeBriefly(failure));
		}
	}

	@Override
	public Throwable decodeFailure(byte[] message) {
		Object description = decode("failure", message);
		return new FailureReader(this).rebuild(description, message.length);
	}

	/**
	 * Return the plans of classes.
	 * @return the plans
	 */
	TypePlans plans() {
		return this.plans;
	}

	ClassFinder finder() {
		return this.finder;
	}

}
