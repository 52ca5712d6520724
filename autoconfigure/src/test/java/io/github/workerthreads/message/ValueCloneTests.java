package io.github.workerthreads.message;

import java.io.File;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Time;
import java.sql.Timestamp;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahChronology;
import java.time.chrono.HijrahDate;
import java.time.chrono.IsoChronology;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistChronology;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for values without parts: immutable ones are shared, mutable ones are copied.
 */
@ParameterizedClass
@EnumSource
class ValueCloneTests {

	@Parameter
	Clones clones;

	@ParameterizedTest
	@MethodSource
	void deeplyImmutableValueIsShared(Object value) {
		this.clones.assertShared(value, this.clones.clone("value", value));
		List<Optional<Object>> nested = List.of(Optional.of(value));
		this.clones.assertShared(nested, this.clones.clone("value", nested));
		this.clones.assertShared(value, this.clones.clone("value", new Object[] { value })[0]);
	}

	static Stream<Object> deeplyImmutableValueIsShared() throws Exception {
		return Stream.of("text", 'c', true, (byte) 1, (short) 2, 3, 4L, 5F, 6D, new BigInteger("7"),
				new BigDecimal("8.0"), TimeUnit.DAYS, Shape.CIRCLE, Instant.now(), LocalDate.EPOCH, LocalTime.NOON,
				LocalDateTime.MIN, OffsetDateTime.MAX, ZonedDateTime.now(), Duration.ZERO, Period.ZERO, Year.of(1),
				YearMonth.of(1, 1), MonthDay.of(1, 1), DayOfWeek.MONDAY, ZoneOffset.UTC, ZoneId.of("Europe/Berlin"),
				JapaneseDate.now(), ThaiBuddhistChronology.INSTANCE, DateTimeFormatter.ISO_DATE, Clock.systemUTC(),
				UUID.randomUUID(), URI.create("http://localhost"), URI.create("http://localhost").toURL(), Locale.ROOT,
				Currency.getInstance("EUR"), Pattern.compile("a"), StandardCharsets.UTF_8, String.class,
				InetAddress.getLoopbackAddress(), new InetSocketAddress(0), Path.of("a"), new File("a"),
				FileTime.fromMillis(0), OptionalInt.of(1), OptionalInt.empty(), OptionalLong.of(2),
				OptionalLong.empty(), OptionalDouble.of(0.5), OptionalDouble.empty(),
				new MathContext(3, RoundingMode.CEILING),
				HexFormat.ofDelimiter(":").withPrefix("<").withSuffix(">").withUpperCase(), HexFormat.of(),
				MethodType.methodType(int.class, String.class, long[].class), OffsetTime.MAX,
				Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), MinguoDate.of(1, 2, 3), HijrahDate.now(),
				JapaneseDate.of(2020, 1, 2).atTime(LocalTime.of(1, 2, 3, 4)),
				ThaiBuddhistDate.of(2563, 1, 2).atTime(LocalTime.NOON).atZone(ZoneId.of("Asia/Bangkok")),
				ThaiBuddhistChronology.INSTANCE.period(1, 2, 3), HijrahChronology.INSTANCE, IsoChronology.INSTANCE,
				DecimalStyle.STANDARD.withZeroDigit('\u0660')
					.withPositiveSign('p')
					.withNegativeSign('n')
					.withDecimalSeparator(','),
				ValueRange.of(1, 2, 3, 4), WeekFields.of(DayOfWeek.TUESDAY, 3),
				ZoneOffsetTransition.of(LocalDateTime.of(2020, 1, 2, 3, 4), ZoneOffset.ofHours(1),
						ZoneOffset.ofHours(2)),
				transitionRule(-1, DayOfWeek.SUNDAY), transitionRule(15, null), new Locale("no", "NO", "NY"),
				Locale.forLanguageTag("ja-JP-u-ca-japanese"), new Locale("x", "", "strange variant"),
				InetSocketAddress.createUnresolved("nowhere.invalid", 80),
				InetAddress.getByAddress("named", new byte[] { 10, 0, 0, 1 }),
				Inet6Address.getByAddress(null, new byte[16], 3),
				Pattern.compile("(a|[b-c])" + "(x)".repeat(600), Pattern.CASE_INSENSITIVE),
				Pattern.compile("(".repeat(499) + "[a]" + ")".repeat(499)), new Throwable().getStackTrace()[0],
				Collections.emptyList(), Collections.emptyMap(), Collections.emptySet(), Collections.emptySortedSet(),
				Collections.emptySortedMap(), List.of(), Map.of(), List.of("a", 1), Set.of("a"),
				Map.of("a", List.of(1)), Optional.empty(), Optional.of("a"), Collections.singletonList("a"),
				Collections.unmodifiableList(List.of("a")), Map.entry("a", 1), String.CASE_INSENSITIVE_ORDER,
				Comparator.naturalOrder(), Collections.reverseOrder(), new Money(5, new Coin("cent")),
				new Chain("a", new Chain("b", null)), new Constant("a"), Stateless.INSTANCE);
	}

	private static ZoneOffsetTransitionRule transitionRule(int dayOfMonth, DayOfWeek dayOfWeek) {
		return ZoneOffsetTransitionRule.of(Month.MARCH, dayOfMonth, dayOfWeek, LocalTime.of(1, 2, 3), false,
				ZoneOffsetTransitionRule.TimeDefinition.STANDARD, ZoneOffset.ofHours(1), ZoneOffset.ofHours(2),
				ZoneOffset.ofHours(3));
	}

	@ParameterizedTest
	@MethodSource
	void mutableValueIsCopied(Object value) {
		Object copy = this.clones.clone("value", value);
		assertThat(copy).isNotSameAs(value).hasSameClassAs(value).isEqualTo(value);
	}

	static Stream<Object> mutableValueIsCopied() {
		return Stream.of(new Date(1), new Timestamp(1), new java.sql.Date(1), new Time(1),
				new GregorianCalendar(2000, 1, 1), TimeZone.getTimeZone("Europe/Berlin"), new SimpleTimeZone(1, "one"),
				BitSet.valueOf(new long[] { 5 }), EnumSet.of(TimeUnit.DAYS), EnumSet.noneOf(TimeUnit.class),
				ByteBuffer.wrap(new byte[] { 1 }), new boolean[] { true }, new byte[] { 1 }, new char[] { 'c' },
				new short[] { 2 }, new int[] { 3 }, new long[] { 4 }, new float[] { 5 }, new double[] { 6 },
				new int[][] { { 1 }, { 2, 3 } });
	}

	@ParameterizedTest
	@MethodSource
	void valueThatDoesNotTellWhatItHoldsIsRefusedInBytes(Object value) {
		if (this.clones == Clones.COPY) {
			assertThat(this.clones.clone("value", value)).isEqualTo(value);
			return;
		}
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("value", value))
			.withMessageContaining("send");
	}

	static Stream<Object> valueThatDoesNotTellWhatItHoldsIsRefusedInBytes() {
		return Stream.of(new SimpleDateFormat("yyyy"), new DecimalFormat("0.0"), new MessageFormat("{0}"),
				StructuredClone.class.getPackage().getAnnotation(NullMarked.class), DateTimeFormatter.ofPattern("yyyy"),
				new SimpleTimeZone(1, "one", 1, 1, 1, 1, 2, 2, 2, 2), ZoneId.of("Europe/Berlin").getRules(),
				Pattern.compile("a", Pattern.CANON_EQ), Pattern.compile("(".repeat(501) + ")".repeat(501)));
	}

	@ParameterizedTest
	@MethodSource
	void mutableValueWithoutEqualsIsCopied(Object value) {
		Object copy = this.clones.clone("value", value);
		assertThat(copy).isNotSameAs(value).hasSameClassAs(value).hasToString(value.toString());
	}

	static Stream<Object> mutableValueWithoutEqualsIsCopied() {
		LongAdder longs = new LongAdder();
		longs.add(7);
		DoubleAdder doubles = new DoubleAdder();
		doubles.add(0.5);
		IntSummaryStatistics statistics = new IntSummaryStatistics();
		statistics.accept(3);
		statistics.accept(5);
		LongSummaryStatistics longStatistics = new LongSummaryStatistics();
		longStatistics.accept(6);
		longStatistics.accept(Long.MAX_VALUE - 6);
		DoubleSummaryStatistics doubleStatistics = new DoubleSummaryStatistics();
		doubleStatistics.accept(0.25);
		doubleStatistics.accept(0.5);
		return Stream.of(new StringBuilder("a"), new StringBuffer("b"), new AtomicBoolean(true), new AtomicInteger(1),
				new AtomicLong(2), new AtomicIntegerArray(new int[] { 3 }), new AtomicLongArray(new long[] { 4 }),
				longs, doubles, statistics, longStatistics, doubleStatistics);
	}

	@Test
	void eachFormInBytesHasAValueHere() throws Exception {
		Set<TypePlan> met = Stream
			.of(deeplyImmutableValueIsShared(), mutableValueIsCopied(), mutableValueWithoutEqualsIsCopied(),
					Stream.of(new Object()))
			.flatMap(Function.identity())
			.map((value) -> ValueForms.planFor(value.getClass(), BackEnd.BYTES))
			.collect(Collectors.toSet());
		List<Class<?>> missing = new ArrayList<>();
		for (int number = 0; number < 256; number++) {
			ValueForm form = ValueForms.of(number);
			if (form != null && JdkTypes.isJdk(form.type()) && !met.contains(form)) {
				missing.add(form.type());
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void arrayOfImmutableElementsIsCopied() {
		for (Object[] original : List.of(new String[] { "a" }, new TimeUnit[] { TimeUnit.DAYS }, new Object[0],
				new Shape[] { Shape.CIRCLE, null })) {
			Object[] copy = this.clones.clone("array", original);
			assertThat(copy).isNotSameAs(original).hasSameClassAs(original).isEqualTo(original);
		}
	}

	@Test
	void plainObjectThatMayServeAsLockIsCopied() {
		Object lock = new Object();
		Object[] copy = this.clones.clone("value", new Object[] { lock, lock });
		assertThat(copy[0]).isNotSameAs(lock).hasSameClassAs(lock).isSameAs(copy[1]);
	}

	@Test
	void byteBufferKeepsPositionLimitOrderAndKind() {
		for (ByteBuffer original : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8),
				ByteBuffer.allocate(8).asReadOnlyBuffer(), ByteBuffer.allocateDirect(8).asReadOnlyBuffer(),
				ByteBuffer.wrap(new byte[10], 1, 8).slice())) {
			if (!original.isReadOnly()) {
				original.put(0, (byte) 7).put(6, (byte) 9);
			}
			original.position(2).limit(5).order(ByteOrder.LITTLE_ENDIAN);
			ByteBuffer copy = this.clones.clone("buffer", original);
			assertThat(copy).hasSameClassAs(original).isEqualTo(original);
			assertThat(copy.position()).isEqualTo(2);
			assertThat(copy.limit()).isEqualTo(5);
			assertThat(copy.capacity()).isEqualTo(8);
			assertThat(copy.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
			assertThat(copy.clear()).isEqualTo(original.clear());
			if (!original.isReadOnly()) {
				original.put(0, (byte) 1);
				assertThat(copy.get(0)).isEqualTo((byte) 7);
			}
		}
	}

	enum Shape {

		CIRCLE {

			@Override
			int corners() {
				return 0;
			}

		};

		abstract int corners();

	}

	record Coin(String name) {

	}

	record Money(int amount, Coin coin) {

	}

	record Chain(String name, Chain next) {

	}

	static final class Constant {

		private final String name;

		Constant(String name) {
			this.name = name;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	static final class Stateless {

		static final Stateless INSTANCE = new Stateless();

	}

}
