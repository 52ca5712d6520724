package io.github.workerthreads.message;

import java.nio.ByteBuffer;
import java.text.Format;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The mutable classes of the JDK that are neither collections nor throwables.
 */
final class JdkValues {

	private JdkValues() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (!JdkTypes.isJdk(type)) {
			return null;
		}
		TypePlan plan = Known.EXACT.get(type);
		for (Class<?> family = type; plan == null && family != null; family = family.getSuperclass()) {
			plan = Known.FAMILIES.get(family);
		}
		boolean closed = backEnd == BackEnd.BYTES && plan instanceof ValuePlan;
		return closed ? new RefusedPlan(type.getName() + " cannot be sent as bytes; send what it can be made of")
				: plan;
	}

	/**
	 * Made when the plan of a class of the JDK is looked for, see {@link ValueForms}.
	 */
	private static final class Known {

		static final Map<Class<?>, TypePlan> EXACT = new HashMap<>();

		/**
		 * Classes whose subclasses in the JDK clone themselves, with all that they hold.
		 */
		static final Map<Class<?>, TypePlan> FAMILIES = new HashMap<>();

		static {
			value(Object.class, (object) -> new Object());
			value(StringBuilder.class, StringBuilder::new);
			value(StringBuffer.class, StringBuffer::new);
			value(BitSet.class, (bits) -> (BitSet) bits.clone());
			value(AtomicBoolean.class, (atomic) -> new AtomicBoolean(atomic.get()));
			value(AtomicInteger.class, (atomic) -> new AtomicInteger(atomic.get()));
			value(AtomicLong.class, (atomic) -> new AtomicLong(atomic.get()));
			value(AtomicIntegerArray.class, Known::copy);
			value(AtomicLongArray.class, Known::copy);
			value(LongAdder.class, Known::copy);
			value(DoubleAdder.class, Known::copy);
			value(IntSummaryStatistics.class, Known::copy);
			value(LongSummaryStatistics.class, Known::copy);
			value(DoubleSummaryStatistics.class, Known::copy);
			references();
			FAMILIES.put(Date.class, ValuePlan.<Date>of((date) -> (Date) date.clone()));
			FAMILIES.put(Calendar.class, ValuePlan.<Calendar>of((calendar) -> (Calendar) calendar.clone()));
			FAMILIES.put(TimeZone.class, ValuePlan.<TimeZone>of((zone) -> (TimeZone) zone.clone()));
			FAMILIES.put(Format.class, ValuePlan.<Format>of((format) -> (Format) format.clone()));
			FAMILIES.put(EnumSet.class, ValuePlan.<EnumSet<?>>of(EnumSet::clone));
			FAMILIES.put(ByteBuffer.class, ValuePlan.of(ByteBuffers::copy));
		}

		private static <T> void value(Class<T> type, UnaryOperator<T> duplicate) {
			EXACT.put(type, ValuePlan.of(duplicate));
		}

		private static void references() {
			EXACT.put(Arrays.asList(1).getClass(), new FixedListPlan());
			EXACT.put(AtomicReferenceArray.class, new ReferenceArrayPlan());
			EXACT.put(AtomicReference.class, new CellPlan<AtomicReference<@Nullable Object>>((original) -> null,
					(head) -> new AtomicReference<>(), AtomicReference::get, AtomicReference::set));
			EXACT.put(AtomicMarkableReference.class,
					new CellPlan<AtomicMarkableReference<@Nullable Object>>(AtomicMarkableReference::isMarked,
							(head) -> new AtomicMarkableReference<>(null, ValueForms.element(head, 0, Boolean.class)),
							AtomicMarkableReference::getReference,
							(shell, value) -> shell.set(value, shell.isMarked())));
			EXACT.put(AtomicStampedReference.class,
					new CellPlan<AtomicStampedReference<@Nullable Object>>(AtomicStampedReference::getStamp,
							(head) -> new AtomicStampedReference<>(null, ValueForms.element(head, 0, Integer.class)),
							AtomicStampedReference::getReference,
							(shell, value) -> shell.set(value, shell.getStamp())));
		}

		private static AtomicIntegerArray copy(AtomicIntegerArray original) {
			AtomicIntegerArray copy = new AtomicIntegerArray(original.length());
			for (int i = 0; i < original.length(); i++) {
				copy.set(i, original.get(i));
			}
			return copy;
		}

		private static AtomicLongArray copy(AtomicLongArray original) {
			AtomicLongArray copy = new AtomicLongArray(original.length());
			for (int i = 0; i < original.length(); i++) {
				copy.set(i, original.get(i));
			}
			return copy;
		}

		private static LongAdder copy(LongAdder original) {
			LongAdder copy = new LongAdder();
			copy.add(original.sum());
			return copy;
		}

		private static DoubleAdder copy(DoubleAdder original) {
			DoubleAdder copy = new DoubleAdder();
			copy.add(original.sum());
			return copy;
		}

		private static IntSummaryStatistics copy(IntSummaryStatistics original) {
			IntSummaryStatistics copy = new IntSummaryStatistics();
			copy.combine(original);
			return copy;
		}

		private static LongSummaryStatistics copy(LongSummaryStatistics original) {
			LongSummaryStatistics copy = new LongSummaryStatistics();
			copy.combine(original);
			return copy;
		}

		private static DoubleSummaryStatistics copy(DoubleSummaryStatistics original) {
			DoubleSummaryStatistics copy = new DoubleSummaryStatistics();
			copy.combine(original);
			return copy;
		}

	}

}
