package io.github.workerthreads.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The forms of arrays of primitive elements.
 */
final class ArrayForms {

	static final int FIRST = 40;

	/**
	 * The types that have one, by number from {@link #FIRST} on.
	 */
	static final List<Class<?>> TYPES = List.of(boolean[].class, byte[].class, char[].class, short[].class, int[].class,
			long[].class, float[].class, double[].class);

	private ArrayForms() {
	}

	/**
	 * Make a form.
	 * @param number its number
	 * @return the form, or {@code null} if no type here has the number
	 */
	static @Nullable ValueForm create(int number) {
		return switch (number) {
			case 40 -> new ValueForm(number, boolean[].class, true, ArrayForms::write, ArrayForms::readBooleans);
			case 41 -> new ValueForm(number, byte[].class, true, MessageOutput::writeBytes, MessageInput::readBytes);
			case 42 -> new ValueForm(number, char[].class, true, ArrayForms::write, ArrayForms::readChars);
			case 43 -> new ValueForm(number, short[].class, true, ArrayForms::write, ArrayForms::readShorts);
			case 44 -> new ValueForm(number, int[].class, true, ArrayForms::write, ArrayForms::readInts);
			case 45 -> new ValueForm(number, long[].class, true, ArrayForms::write, ArrayForms::readLongs);
			case 46 -> new ValueForm(number, float[].class, true, ArrayForms::write, ArrayForms::readFloats);
			case 47 -> new ValueForm(number, double[].class, true, ArrayForms::write, ArrayForms::readDoubles);
			default -> null;
		};
	}

	private static void begin(MessageOutput output, int length, int width) {
		output.checkRoom((long) length * width);
		output.writeSize(length);
	}

	private static void write(MessageOutput output, boolean[] array) {
		begin(output, array.length, 1);
		for (boolean element : array) {
			output.writeBoolean(element);
		}
	}

	private static boolean[] readBooleans(MessageInput input) {
		boolean[] array = new boolean[input.readLength(1)];
		for (int i = 0; i < array.length; i++) {
			array[i] = input.readBoolean();
		}
		return array;
	}

	private static void write(MessageOutput output, char[] array) {
		begin(output, array.length, 2);
		for (char element : array) {
			output.writeFixed(element, 2);
		}
	}

	private static char[] readChars(MessageInput input) {
		char[] array = new char[input.readLength(2)];
		for (int i = 0; i < array.length; i++) {
			array[i] = (char) input.readFixed(2);
		}
		return array;
	}

	private static void write(MessageOutput output, short[] array) {
		begin(output, array.length, 2);
		for (short element : array) {
			output.writeFixed(element, 2);
		}
	}

	private static short[] readShorts(MessageInput input) {
		short[] array = new short[input.readLength(2)];
		for (int i = 0; i < array.length; i++) {
			array[i] = (short) input.readFixed(2);
		}
		return array;
	}

	private static void write(MessageOutput output, int[] array) {
		begin(output, array.length, 4);
		for (int element : array) {
			output.writeFixed(element, 4);
		}
	}

	private static int[] readInts(MessageInput input) {
		int[] array = new int[input.readLength(4)];
		for (int i = 0; i < array.length; i++) {
			array[i] = (int) input.readFixed(4);
		}
		return array;
	}

	private static void write(MessageOutput output, long[] array) {
		begin(output, array.length, 8);
		for (long element : array) {
			output.writeFixed(element, 8);
		}
	}

	private static long[] readLongs(MessageInput input) {
		long[] array = new long[input.readLength(8)];
		for (int i = 0; i < array.length; i++) {
			array[i] = input.readFixed(8);
		}
		return array;
	}

	private static void write(MessageOutput output, float[] array) {
		begin(output, array.length, 4);
		for (float element : array) {
			output.writeFixed(Float.floatToRawIntBits(element), 4);
		}
	}

	private static float[] readFloats(MessageInput input) {
		float[] array = new float[input.readLength(4)];
		for (int i = 0; i < array.length; i++) {
			array[i] = Float.intBitsToFloat((int) input.readFixed(4));
		}
		return array;
	}

	private static void write(MessageOutput output, double[] array) {
		begin(output, array.length, 8);
		for (double element : array) {
			output.writeFixed(Double.doubleToRawLongBits(element), 8);
		}
	}

	private static double[] readDoubles(MessageInput input) {
		double[] array = new double[input.readLength(8)];
		for (int i = 0; i < array.length; i++) {
			array[i] = Double.longBitsToDouble(input.readFixed(8));
		}
		return array;
	}

}
