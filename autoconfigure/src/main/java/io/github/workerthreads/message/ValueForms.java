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
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The forms of all values that have no parts. Their numbers are part of the byte form of
 * messages.
 */
final class ValueForms {

	private static final int NUMBERS = 256;

	// The others are made together when one of them is needed, since they cost the start
	// of a worker in a process more than all the rest of this package
	private static final int FIRST_OF_OTHERS = 60;

	private static final BasicTable BASIC = new BasicTable();

	private ValueForms() {
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
		ValueForm form = BASIC.of(type);
		if (form == null && Enum.class.isAssignableFrom(type)) {
			return BASIC.of(Enum.class);
		}
		if (form != null || type.isArray()) {
			return form;
		}
		if (!JdkTypes.isJdk(type)) {
			return (WorkerTypes.hasForm(type)) ? Others.TABLE.of(type) : null;
		}
		return other(type);
	}

	private static @Nullable ValueForm other(Class<?> type) {
		ValueForm form = Others.TABLE.of(type);
		for (Class<?> family : Others.FAMILIES) {
			if (form == null && family.isAssignableFrom(type)) {
				return Others.TABLE.of(family);
			}
		}
		return form;
	}

	static @Nullable ValueForm of(int number) {
		return (number < FIRST_OF_OTHERS) ? BASIC.of(number) : Others.TABLE.of(number);
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

	/**
	 * Forms that most messages do without.
	 */
	private static final class Others {

		/**
		 * Types whose implementations in the JDK have the same form.
		 */
		private static final List<Class<?>> FAMILIES = List.of(ByteBuffer.class, Charset.class, Path.class,
				ZoneId.class, ChronoLocalDate.class, ChronoLocalDateTime.class, ChronoPeriod.class,
				ChronoZonedDateTime.class, Chronology.class, Calendar.class, EnumSet.class, TimeZone.class);

		static final Table TABLE = new Table(List.of(TimeForms.all(), ChronologyForms.all(), NameForms.all(),
				MutableForms.all(), DateForms.all(), SqlForms.all(), ConstantForms.all(), WorkerTypes.forms()));

	}

	/**
	 * Forms each of which is made when it is needed first: to link the lambdas of all of
	 * them takes a tenth of the start of a process. Thread-safe.
	 */
	private static final class BasicTable {

		private final AtomicReferenceArray<@Nullable ValueForm> byNumber = new AtomicReferenceArray<>(FIRST_OF_OTHERS);

		private final Map<Class<?>, Integer> numbers = new HashMap<>();

		BasicTable() {
			add(BasicForms.FIRST, BasicForms.TYPES);
			add(ArrayForms.FIRST, ArrayForms.TYPES);
		}

		private void add(int first, List<Class<?>> types) {
			for (int i = 0; i < types.size(); i++) {
				this.numbers.put(types.get(i), first + i);
			}
		}

		@Nullable ValueForm of(Class<?> type) {
			Integer number = this.numbers.get(type);
			return (number != null) ? of(number.intValue()) : null;
		}

		@Nullable ValueForm of(int number) {
			ValueForm form = this.byNumber.get(number);
			if (form != null) {
				return form;
			}
			ValueForm made = (number < ArrayForms.FIRST) ? BasicForms.create(number) : ArrayForms.create(number);
			ValueForm other = this.byNumber.compareAndExchange(number, null, made);
			return (other != null) ? other : made;
		}

	}

	/**
	 * Forms by their number and by their type. Immutable.
	 */
	private static final class Table {

		private final @Nullable ValueForm[] byNumber = new @Nullable ValueForm[NUMBERS];

		private final Map<Class<?>, ValueForm> byType = new HashMap<>();

		Table(List<List<ValueForm>> forms) {
			forms.forEach((group) -> group.forEach(this::add));
		}

		private void add(ValueForm form) {
			if (this.byNumber[form.number()] != null || this.byType.putIfAbsent(form.type(), form) != null) {
				throw new IllegalStateException("Two forms %s of %s".formatted(form.number(), form.type()));
			}
			this.byNumber[form.number()] = form;
		}

		@Nullable ValueForm of(int number) {
			return this.byNumber[number];
		}

		@Nullable ValueForm of(Class<?> type) {
			return this.byType.get(type);
		}

	}

}
