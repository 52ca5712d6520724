package io.github.workerthreads.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.EnumSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * The forms of mutable values that hold no references.
 */
final class MutableForms {

	private MutableForms() {
	}

	static List<ValueForm> all() {
		return List.of(
				new ValueForm(120, StringBuilder.class, true, (output, value) -> output.writeText(value.toString()),
						MutableForms::readBuilder),
				new ValueForm(121, StringBuffer.class, true, (output, value) -> output.writeText(value.toString()),
						(input) -> new StringBuffer(input.readText())),
				new ValueForm(122, BitSet.class, true, (output, value) -> output.writeBytes(value.toByteArray()),
						(input) -> BitSet.valueOf(input.readBytes())),
				new ValueForm(123, AtomicBoolean.class, true, (output, value) -> output.writeBoolean(value.get()),
						(input) -> new AtomicBoolean(input.readBoolean())),
				new ValueForm(124, AtomicInteger.class, true, (output, value) -> output.writeInt(value.get()),
						(input) -> new AtomicInteger(input.readInt())),
				new ValueForm(125, AtomicLong.class, true, (output, value) -> output.writeLong(value.get()),
						(input) -> new AtomicLong(input.readLong())),
				new ValueForm(126, AtomicIntegerArray.class, true, MutableForms::write, MutableForms::readInts),
				new ValueForm(127, AtomicLongArray.class, true, MutableForms::write, MutableForms::readLongs),
				new ValueForm(128, LongAdder.class, true, (output, value) -> output.writeLong(value.sum()),
						MutableForms::readLongAdder),
				new ValueForm(129, DoubleAdder.class, true,
						(output, value) -> output.writeFixed(Double.doubleToRawLongBits(value.sum()), 8),
						MutableForms::readDoubleAdder),
				new ValueForm(130, IntSummaryStatistics.class, true, MutableForms::write,
						(input) -> new IntSummaryStatistics(input.readLong(), input.readInt(), input.readInt(),
								input.readLong())),
				new ValueForm(131, LongSummaryStatistics.class, true, MutableForms::write,
						(input) -> new LongSummaryStatistics(input.readLong(), input.readLong(), input.readLong(),
								input.readLong())),
				new ValueForm(132, DoubleSummaryStatistics.class, true, MutableForms::write,
						(input) -> new DoubleSummaryStatistics(input.readLong(), readDouble(input), readDouble(input),
								readDouble(input))),
				new ValueForm(133, EnumSet.class, true, MutableForms::write, MutableForms::readEnumSet),
				new ValueForm(134, ByteBuffer.class, true, MutableForms::write, MutableForms::readBuffer));
	}

	private static StringBuilder readBuilder(MessageInput input) {
		return new StringBuilder(input.readText());
	}

	private static void write(MessageOutput output, AtomicIntegerArray value) {
		int length = value.length();
		output.checkRoom(length * 4L);
		output.writeSize(length);
		for (int i = 0; i < length; i++) {
			output.writeFixed(value.get(i), 4);
		}
	}

	private static AtomicIntegerArray readInts(MessageInput input) {
		AtomicIntegerArray value = new AtomicIntegerArray(input.readLength(4));
		for (int i = 0; i < value.length(); i++) {
			value.setPlain(i, (int) input.readFixed(4));
		}
		return value;
	}

	private static void write(MessageOutput output, AtomicLongArray value) {
		int length = value.length();
		output.checkRoom(length * 8L);
		output.writeSize(length);
		for (int i = 0; i < length; i++) {
			output.writeFixed(value.get(i), 8);
		}
	}

	private static AtomicLongArray readLongs(MessageInput input) {
		AtomicLongArray value = new AtomicLongArray(input.readLength(8));
		for (int i = 0; i < value.length(); i++) {
			value.setPlain(i, input.readFixed(8));
		}
		return value;
	}

	private static LongAdder readLongAdder(MessageInput input) {
		LongAdder value = new LongAdder();
		value.add(input.readLong());
		return value;
	}

	private static DoubleAdder readDoubleAdder(MessageInput input) {
		DoubleAdder value = new DoubleAdder();
		value.add(readDouble(input));
		return value;
	}

	private static double readDouble(MessageInput input) {
		return Double.longBitsToDouble(input.readFixed(8));
	}

	private static void write(MessageOutput output, IntSummaryStatistics value) {
		output.writeLong(value.getCount());
		output.writeInt(value.getMin());
		output.writeInt(value.getMax());
		output.writeLong(value.getSum());
	}

	private static void write(MessageOutput output, LongSummaryStatistics value) {
		output.writeLong(value.getCount());
		output.writeLong(value.getMin());
		output.writeLong(value.getMax());
		output.writeLong(value.getSum());
	}

	private static void write(MessageOutput output, DoubleSummaryStatistics value) {
		output.writeLong(value.getCount());
		output.writeFixed(Double.doubleToRawLongBits(value.getMin()), 8);
		output.writeFixed(Double.doubleToRawLongBits(value.getMax()), 8);
		output.writeFixed(Double.doubleToRawLongBits(value.getSum()), 8);
	}

	private static void write(MessageOutput output, EnumSet<?> value) {
		Class<?> type = null;
		for (Enum<?> constant : value.isEmpty() ? EnumSet.complementOf(value) : value) {
			type = constant.getDeclaringClass();
		}
		if (type == null) {
			throw new UncloneableException("it is a set for an enum without constants; send null");
		}
		output.writeClass(type);
		output.writeSize(value.size());
		value.forEach((constant) -> output.writeName(constant.name()));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static EnumSet<?> readEnumSet(MessageInput input) {
		Class<? extends Enum> type = input.readClass().asSubclass(Enum.class);
		EnumSet constants = EnumSet.noneOf(type);
		int size = input.readLength(1);
		for (int i = 0; i < size; i++) {
			constants.add(Enum.valueOf(type, input.readName()));
		}
		return constants;
	}

	private static void write(MessageOutput output, ByteBuffer value) {
		output.writeBoolean(value.isDirect());
		output.writeBoolean(value.isReadOnly());
		output.writeBoolean(value.order() == ByteOrder.BIG_ENDIAN);
		output.writeSize(value.limit());
		output.writeSize(value.position());
		ByteBuffer source = value.duplicate().clear();
		output.checkRoom(source.capacity());
		byte[] content = new byte[source.capacity()];
		source.get(content);
		output.writeBytes(content);
	}

	private static ByteBuffer readBuffer(MessageInput input) {
		boolean direct = input.readBoolean();
		boolean readOnly = input.readBoolean();
		ByteOrder order = input.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		int limit = input.readSize();
		int position = input.readSize();
		ByteBuffer content = ByteBuffer.wrap(input.readBytes());
		ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(content.capacity()).put(content).clear() : content;
		buffer.limit(limit).position(position);
		return (readOnly ? buffer.asReadOnlyBuffer() : buffer).order(order);
	}

}
