package io.github.workerthreads.message;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoPeriod;
import java.time.chrono.ChronoZonedDateTime;
import java.time.chrono.Chronology;
import java.util.Calendar;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The forms of all values that have no parts. Their numbers are part of the byte form of
 * messages.
 */
final class ValueForms {

	private static final int NUMBERS = 256;

	/**
	 * Types whose implementations in the JDK have the same form.
	 */
	private static final List<Class<?>> FAMILIES = List.of(ByteBuffer.class, Charset.class, Path.class, ZoneId.class,
			ChronoLocalDate.class, ChronoLocalDateTime.class, ChronoPeriod.class, ChronoZonedDateTime.class,
			Chronology.class, Calendar.class, EnumSet.class, TimeZone.class);

	private static final @Nullable ValueForm[] BY_NUMBER = new @Nullable ValueForm[NUMBERS];

	private static final Map<Class<?>, ValueForm> BY_TYPE = new HashMap<>();

	static {
		Stream
			.of(BasicForms.all(), ArrayForms.all(), TimeForms.all(), ChronologyForms.all(), NameForms.all(),
					MutableForms.all(), DateForms.all(), SqlForms.all(), ConstantForms.all(), WorkerTypes.forms())
			.flatMap(List::stream)
			.forEach(ValueForms::add);
	}

	private ValueForms() {
	}

	private static void add(ValueForm form) {
		if (BY_NUMBER[form.number()] != null || BY_TYPE.putIfAbsent(form.type(), form) != null) {
			throw new IllegalStateException("Two forms %s of %s".formatted(form.number(), form.type()));
		}
		BY_NUMBER[form.number()] = form;
	}

	/**
	 * Find the form of a class, which only bytes need.
	 * @param type the class of a value
	 * @param backEnd how values cross over
	 * @return the form, or {@code null} if there is none
	 */
	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (backEnd == BackEnd.COPY) {
			return null;
		}
		ValueForm form = BY_TYPE.get(type);
		if (form == null && Enum.class.isAssignableFrom(type)) {
			return BY_TYPE.get(Enum.class);
		}
		if (form != null || !JdkTypes.isJdk(type)) {
			return form;
		}
		for (Class<?> family : FAMILIES) {
			if (family.isAssignableFrom(type)) {
				return BY_TYPE.get(family);
			}
		}
		return null;
	}

	static @Nullable ValueForm of(int number) {
		return BY_NUMBER[number];
	}

	/**
	 * Return an element of a head.
	 * @param <T> the type of the element
	 * @param head the head
	 * @param index the index of the element
	 * @param type the type of the element
	 * @return the element
	 * @throws IllegalArgumentException if the head has no such element
	 */
	static <T> T element(@Nullable Object[] head, int index, Class<T> type) {
		if (index >= head.length || !type.isInstance(head[index])) {
			throw new IllegalArgumentException(
					"element %s of the head is no %s".formatted(index, type.getSimpleName()));
		}
		return type.cast(head[index]);
	}

	static Class<?> enumType(@Nullable Object[] head, int index) {
		Class<?> type = element(head, index, Class.class);
		if (!type.isEnum()) {
			throw new IllegalArgumentException(type.getTypeName() + " is no enum");
		}
		return type;
	}

}
