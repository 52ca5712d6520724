package io.github.workerthreads.message;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The forms of texts, numbers and other small values of {@code java.lang} and the like.
 */
final class BasicForms {

	static final int FIRST = 8;

	/**
	 * The types that have one, by number from {@link #FIRST} on.
	 */
	static final List<Class<?>> TYPES = List.of(String.class, Integer.class, Long.class, Boolean.class, Character.class,
			Byte.class, Short.class, Float.class, Double.class, BigInteger.class, BigDecimal.class, MathContext.class,
			UUID.class, Object.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class, HexFormat.class,
			StackTraceElement.class, Class.class, MethodType.class, Enum.class);

	private BasicForms() {
	}

	/**
	 * Make a form.
	 * @param number its number
	 * @return the form, or {@code null} if no type here has the number
	 */
	static @Nullable ValueForm create(int number) {
		return switch (number) {
			case 8 -> new ValueForm(number, String.class, true, MessageOutput::writeText, MessageInput::readText);
			case 9 -> new ValueForm(number, Integer.class, false, MessageOutput::writeInt, MessageInput::readInt);
			case 10 -> new ValueForm(number, Long.class, false, MessageOutput::writeLong, MessageInput::readLong);
			case 11 ->
				new ValueForm(number, Boolean.class, false, MessageOutput::writeBoolean, MessageInput::readBoolean);
			case 12 -> new ValueForm(number, Character.class, false, (output, value) -> output.writeSize(value),
					(input) -> (char) input.readSize());
			case 13 -> new ValueForm(number, Byte.class, false, (output, value) -> output.writeByte(value),
					(input) -> (byte) input.readByte());
			case 14 -> new ValueForm(number, Short.class, false, (output, value) -> output.writeInt(value),
					(input) -> (short) input.readInt());
			case 15 -> new ValueForm(number, Float.class, false,
					(output, value) -> output.writeFixed(Float.floatToRawIntBits(value), 4),
					(input) -> Float.intBitsToFloat((int) input.readFixed(4)));
			case 16 -> new ValueForm(number, Double.class, false,
					(output, value) -> output.writeFixed(Double.doubleToRawLongBits(value), 8),
					(input) -> Double.longBitsToDouble(input.readFixed(8)));
			case 17 ->
				new ValueForm(number, BigInteger.class, true, (output, value) -> output.writeBytes(value.toByteArray()),
						(input) -> new BigInteger(input.readBytes()));
			case 18 -> new ValueForm(number, BigDecimal.class, true, BasicForms::write,
					(input) -> new BigDecimal(new BigInteger(input.readBytes()), input.readInt()));
			case 19 -> new ValueForm(number, MathContext.class, true, BasicForms::write,
					(input) -> new MathContext(input.readInt(), RoundingMode.valueOf(input.readText())));
			case 20 -> new ValueForm(number, UUID.class, true, BasicForms::write,
					(input) -> new UUID(input.readFixed(8), input.readFixed(8)));
			case 21 -> new ValueForm(number, Object.class, true, (output, value) -> {
			}, (input) -> new Object());
			case 22 -> new ValueForm(number, OptionalInt.class, true, BasicForms::write,
					(input) -> input.readBoolean() ? OptionalInt.of(input.readInt()) : OptionalInt.empty());
			case 23 -> new ValueForm(number, OptionalLong.class, true, BasicForms::write,
					(input) -> input.readBoolean() ? OptionalLong.of(input.readLong()) : OptionalLong.empty());
			case 24 ->
				new ValueForm(number, OptionalDouble.class, true, BasicForms::write, BasicForms::readOptionalDouble);
			case 25 -> new ValueForm(number, HexFormat.class, true, BasicForms::write, BasicForms::readHexFormat);
			case 26 -> new ValueForm(number, StackTraceElement.class, true, BasicForms::write,
					BasicForms::readStackTraceElement);
			case 27 -> new ValueForm(number, Class.class, false, MessageOutput::writeClass, MessageInput::readClass);
			case 28 -> new ValueForm(number, MethodType.class, true, BasicForms::write, BasicForms::readMethodType);
			case 29 -> new ValueForm(number, Enum.class, true, BasicForms::write, BasicForms::readEnum);
			default -> null;
		};
	}

	private static void write(MessageOutput output, Enum<?> value) {
		output.writeClass(value.getDeclaringClass());
		output.writeText(value.name());
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Enum<?> readEnum(MessageInput input) {
		Class<? extends Enum> type = input.readClass().asSubclass(Enum.class);
		return Enum.valueOf(type, input.readText());
	}

	private static void write(MessageOutput output, BigDecimal value) {
		output.writeBytes(value.unscaledValue().toByteArray());
		output.writeInt(value.scale());
	}

	private static void write(MessageOutput output, MathContext value) {
		output.writeInt(value.getPrecision());
		output.writeText(value.getRoundingMode().name());
	}

	private static void write(MessageOutput output, UUID value) {
		output.writeFixed(value.getMostSignificantBits(), 8);
		output.writeFixed(value.getLeastSignificantBits(), 8);
	}

	private static void write(MessageOutput output, OptionalInt value) {
		output.writeBoolean(value.isPresent());
		value.ifPresent(output::writeInt);
	}

	private static void write(MessageOutput output, OptionalLong value) {
		output.writeBoolean(value.isPresent());
		value.ifPresent(output::writeLong);
	}

	private static void write(MessageOutput output, OptionalDouble value) {
		output.writeBoolean(value.isPresent());
		value.ifPresent((number) -> output.writeFixed(Double.doubleToRawLongBits(number), 8));
	}

	private static OptionalDouble readOptionalDouble(MessageInput input) {
		return input.readBoolean() ? OptionalDouble.of(Double.longBitsToDouble(input.readFixed(8)))
				: OptionalDouble.empty();
	}

	private static void write(MessageOutput output, HexFormat value) {
		output.writeBoolean(value.isUpperCase());
		output.writeText(value.delimiter());
		output.writeText(value.prefix());
		output.writeText(value.suffix());
	}

	private static HexFormat readHexFormat(MessageInput input) {
		HexFormat format = input.readBoolean() ? HexFormat.of().withUpperCase() : HexFormat.of();
		return format.withDelimiter(input.readText()).withPrefix(input.readText()).withSuffix(input.readText());
	}

	private static void write(MessageOutput output, StackTraceElement value) {
		writeOptional(output, value.getClassLoaderName());
		writeOptional(output, value.getModuleName());
		writeOptional(output, value.getModuleVersion());
		output.writeName(value.getClassName());
		output.writeName(value.getMethodName());
		writeOptional(output, value.getFileName());
		output.writeInt(value.getLineNumber());
	}

	private static StackTraceElement readStackTraceElement(MessageInput input) {
		return new StackTraceElement(readOptional(input), readOptional(input), readOptional(input), input.readName(),
				input.readName(), readOptional(input), input.readInt());
	}

	private static void writeOptional(MessageOutput output, @Nullable String name) {
		output.writeBoolean(name != null);
		if (name != null) {
			output.writeName(name);
		}
	}

	private static @Nullable String readOptional(MessageInput input) {
		return input.readBoolean() ? input.readName() : null;
	}

	private static void write(MessageOutput output, MethodType value) {
		output.writeClass(value.returnType());
		output.writeSize(value.parameterCount());
		value.parameterList().forEach(output::writeClass);
	}

	private static MethodType readMethodType(MessageInput input) {
		Class<?> returnType = input.readClass();
		Class<?>[] parameterTypes = new Class<?>[input.readLength(1)];
		for (int i = 0; i < parameterTypes.length; i++) {
			parameterTypes[i] = input.readClass();
		}
		return MethodType.methodType(returnType, parameterTypes);
	}

}
