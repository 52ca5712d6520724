package io.github.workerthreads.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The forms of dates and times in the ISO calendar.
 */
final class TimeForms {

	private TimeForms() {
	}

	static List<ValueForm> all() {
		return List.of(new ValueForm(60, Instant.class, true, TimeForms::write, TimeForms::readInstant),
				new ValueForm(61, LocalDate.class, true, TimeForms::write, TimeForms::readDate),
				new ValueForm(62, LocalTime.class, true, TimeForms::write, TimeForms::readTime),
				new ValueForm(63, LocalDateTime.class, true, TimeForms::write, TimeForms::readDateTime),
				new ValueForm(64, OffsetDateTime.class, true, TimeForms::write,
						(input) -> OffsetDateTime.of(readDateTime(input), readOffset(input))),
				new ValueForm(65, OffsetTime.class, true, TimeForms::write,
						(input) -> OffsetTime.of(readTime(input), readOffset(input))),
				new ValueForm(66, ZonedDateTime.class, true, TimeForms::write,
						(input) -> ZonedDateTime.ofInstant(readDateTime(input), readOffset(input), readZone(input))),
				new ValueForm(67, Duration.class, true, TimeForms::write,
						(input) -> Duration.ofSeconds(input.readLong(), input.readInt())),
				new ValueForm(68, Period.class, true, TimeForms::write,
						(input) -> Period.of(input.readInt(), input.readInt(), input.readInt())),
				new ValueForm(69, Year.class, true, (output, value) -> output.writeInt(value.getValue()),
						(input) -> Year.of(input.readInt())),
				new ValueForm(70, YearMonth.class, true, TimeForms::write,
						(input) -> YearMonth.of(input.readInt(), input.readByte())),
				new ValueForm(71, MonthDay.class, true, TimeForms::write,
						(input) -> MonthDay.of(input.readByte(), input.readByte())),
				new ValueForm(72, ZoneId.class, true, (output, value) -> output.writeName(value.getId()),
						TimeForms::readZone),
				new ValueForm(73, systemClock(), true, TimeForms::writeClock, (input) -> Clock.system(readZone(input))),
				new ValueForm(74, fixedClock(), true, TimeForms::writeClock, TimeForms::readFixedClock));
	}

	@SuppressWarnings("unchecked")
	private static Class<Clock> systemClock() {
		return (Class<Clock>) Clock.systemUTC().getClass();
	}

	@SuppressWarnings("unchecked")
	private static Class<Clock> fixedClock() {
		return (Class<Clock>) Clock.fixed(Instant.EPOCH, ZoneOffset.UTC).getClass();
	}

	static void write(MessageOutput output, Instant value) {
		output.writeLong(value.getEpochSecond());
		output.writeInt(value.getNano());
	}

	static Instant readInstant(MessageInput input) {
		return Instant.ofEpochSecond(input.readLong(), input.readInt());
	}

	private static void write(MessageOutput output, LocalDate value) {
		output.writeLong(value.toEpochDay());
	}

	private static LocalDate readDate(MessageInput input) {
		return LocalDate.ofEpochDay(input.readLong());
	}

	static void write(MessageOutput output, LocalTime value) {
		output.writeLong(value.toNanoOfDay());
	}

	static LocalTime readTime(MessageInput input) {
		return LocalTime.ofNanoOfDay(input.readLong());
	}

	static void write(MessageOutput output, LocalDateTime value) {
		write(output, value.toLocalDate());
		write(output, value.toLocalTime());
	}

	static LocalDateTime readDateTime(MessageInput input) {
		return LocalDateTime.of(readDate(input), readTime(input));
	}

	static void write(MessageOutput output, ZoneOffset value) {
		output.writeInt(value.getTotalSeconds());
	}

	static ZoneOffset readOffset(MessageInput input) {
		return ZoneOffset.ofTotalSeconds(input.readInt());
	}

	static ZoneId readZone(MessageInput input) {
		return ZoneId.of(input.readName());
	}

	private static void write(MessageOutput output, OffsetDateTime value) {
		write(output, value.toLocalDateTime());
		write(output, value.getOffset());
	}

	private static void write(MessageOutput output, OffsetTime value) {
		write(output, value.toLocalTime());
		write(output, value.getOffset());
	}

	private static void write(MessageOutput output, ZonedDateTime value) {
		write(output, value.toLocalDateTime());
		write(output, value.getOffset());
		output.writeName(value.getZone().getId());
	}

	private static void write(MessageOutput output, Duration value) {
		output.writeLong(value.getSeconds());
		output.writeInt(value.getNano());
	}

	private static void write(MessageOutput output, Period value) {
		output.writeInt(value.getYears());
		output.writeInt(value.getMonths());
		output.writeInt(value.getDays());
	}

	private static void write(MessageOutput output, YearMonth value) {
		output.writeInt(value.getYear());
		output.writeByte(value.getMonthValue());
	}

	private static void write(MessageOutput output, MonthDay value) {
		output.writeByte(value.getMonthValue());
		output.writeByte(value.getDayOfMonth());
	}

	private static void writeClock(MessageOutput output, Clock value) {
		output.writeName(value.getZone().getId());
		if (value.getClass() == fixedClock()) {
			write(output, value.instant());
		}
	}

	private static Clock readFixedClock(MessageInput input) {
		ZoneId zone = readZone(input);
		return Clock.fixed(readInstant(input), zone);
	}

}
