package io.github.workerthreads.message;

import java.util.BitSet;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The mutable classes of the JDK whose instances hold no references to mutable values.
 */
final class JdkValues {

	private static final Map<Class<?>, ValuePlan> EXACT = new HashMap<>();

	static {
		value(StringBuilder.class, StringBuilder::new);
		value(StringBuffer.class, StringBuffer::new);
		value(BitSet.class, (bits) -> (BitSet) bits.clone());
		value(AtomicBoolean.class, (atomic) -> new AtomicBoolean(atomic.get()));
		value(AtomicInteger.class, (atomic) -> new AtomicInteger(atomic.get()));
		value(AtomicLong.class, (atomic) -> new AtomicLong(atomic.get()));
	}

	private JdkValues() {
	}

	static @Nullable TypePlan planFor(Class<?> type) {
		if (!JdkTypes.isJdk(type)) {
			return null;
		}
		if (Date.class.isAssignableFrom(type)) {
			return ValuePlan.<Date>of((date) -> (Date) date.clone());
		}
		if (EnumSet.class.isAssignableFrom(type)) {
			return ValuePlan.<EnumSet<?>>of(EnumSet::clone);
		}
		return EXACT.get(type);
	}

	private static <T> void value(Class<T> type, UnaryOperator<T> duplicate) {
		EXACT.put(type, ValuePlan.of(duplicate));
	}

}
