package io.github.workerthreads.message;

import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.MonthDay;
import java.time.Period;
import java.time.ZoneId;
import java.time.chrono.AbstractChronology;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoPeriod;
import java.time.chrono.ChronoZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.temporal.Temporal;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.Currency;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The deeply immutable classes of the JDK.
 */
final class SharedJdkTypes {

	private static final Set<Class<?>> EXACT = Set.of(String.class, Void.class, Boolean.class, Character.class,
			Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class,
			BigDecimal.class, MathContext.class, UUID.class, URI.class, URL.class, Locale.class, Currency.class,
			Pattern.class, Class.class, InetAddress.class, Inet4Address.class, Inet6Address.class,
			InetSocketAddress.class, File.class, FileTime.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class, StackTraceElement.class, MethodType.class, HexFormat.class, Duration.class,
			Period.class, MonthDay.class, DateTimeFormatter.class, DecimalStyle.class, ValueRange.class,
			WeekFields.class, ZoneRules.class, ZoneOffsetTransition.class, ZoneOffsetTransitionRule.class,
			FileSystems.getDefault().getPath("").getClass());

	/**
	 * Supertypes whose implementations in the JDK are immutable.
	 */
	private static final Set<Class<?>> FAMILIES = Set.of(Charset.class, ZoneId.class, AbstractChronology.class,
			ChronoLocalDate.class, ChronoLocalDateTime.class, ChronoZonedDateTime.class, ChronoPeriod.class);

	/**
	 * Stateless singletons and constants that are known by the name of their class only.
	 */
	private static final Set<String> NAMES = Set.of("java.util.Collections$EmptyList", "java.util.Collections$EmptySet",
			"java.util.Collections$EmptyMap", "java.util.Collections$UnmodifiableNavigableSet$EmptyNavigableSet",
			"java.util.Collections$UnmodifiableNavigableMap$EmptyNavigableMap",
			"java.util.Collections$ReverseComparator", "java.lang.String$CaseInsensitiveComparator",
			"java.time.Clock$SystemClock", "java.time.Clock$FixedClock");

	private SharedJdkTypes() {
	}

	/**
	 * Return whether the direct instances of a class of the JDK are deeply immutable.
	 * @param type the class
	 * @return whether they may be shared
	 */
	static boolean contains(Class<?> type) {
		return EXACT.contains(type) || Enum.class.isAssignableFrom(type) || NAMES.contains(type.getName())
				|| (Temporal.class.isAssignableFrom(type) && type.getPackageName().startsWith("java.time"))
				|| FAMILIES.stream().anyMatch((family) -> family.isAssignableFrom(type));
	}

	/**
	 * Find the plan of an immutable class, of the JDK or not.
	 * @param type the class
	 * @param backEnd how instances cross over
	 * @return the plan, or {@code null} if instances of the class may change
	 */
	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (backEnd == BackEnd.BYTES) {
			return inBytes(type);
		}
		boolean shared = Enum.class.isAssignableFrom(type) || Annotation.class.isAssignableFrom(type)
				|| ImmutableTypes.sharesInstances(type);
		return shared ? SharedPlan.INSTANCE : null;
	}

	/**
	 * Find the plan of an immutable class for which there is no form, and which does not
	 * consist of its fields.
	 * @param type the class
	 * @return the plan, or {@code null} if there may be another one
	 */
	private static @Nullable TypePlan inBytes(Class<?> type) {
		if (Annotation.class.isAssignableFrom(type)) {
			return new RefusedPlan(
					type.getName() + " is an annotation, which cannot be sent as bytes; send its values");
		}
		if (JdkTypes.isJdk(type) && contains(type)) {
			return new RefusedPlan(type.getName() + " cannot be sent as bytes; send what it can be made of");
		}
		return null;
	}

}
