package io.github.workerthreads.message;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoPeriod;
import java.time.chrono.ChronoZonedDateTime;
import java.time.chrono.Chronology;
import java.time.chrono.HijrahChronology;
import java.time.chrono.IsoChronology;
import java.time.chrono.JapaneseChronology;
import java.time.chrono.MinguoChronology;
import java.time.chrono.ThaiBuddhistChronology;
import java.time.format.DecimalStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.util.List;

/**
 * The forms of dates in other calendars than that of ISO, and of rules of calendars.
 */
final class ChronologyForms {

	/**
	 * To find one by its name could start services of the application.
	 */
	private static final List<Chronology> CHRONOLOGIES = List.of(IsoChronology.INSTANCE, JapaneseChronology.INSTANCE,
			MinguoChronology.INSTANCE, ThaiBuddhistChronology.INSTANCE, HijrahChronology.INSTANCE);

	private ChronologyForms() {
	}

	static List<ValueForm> all() {
		return List.of(
				new ValueForm(80, Chronology.class, false, ChronologyForms::write, ChronologyForms::readChronology),
				new ValueForm(81, ChronoLocalDate.class, true, ChronologyForms::write, ChronologyForms::readDate),
				new ValueForm(82, ChronoLocalDateTime.class, true, ChronologyForms::writeDateTime,
						ChronologyForms::readDateTime),
				new ValueForm(83, ChronoZonedDateTime.class, true, ChronologyForms::writeZoned,
						ChronologyForms::readZoned),
				new ValueForm(84, ChronoPeriod.class, true, ChronologyForms::write, ChronologyForms::readPeriod),
				new ValueForm(85, DecimalStyle.class, true, ChronologyForms::write, ChronologyForms::readStyle),
				new ValueForm(86, ValueRange.class, true, ChronologyForms::write,
						(input) -> ValueRange.of(input.readLong(), input.readLong(), input.readLong(),
								input.readLong())),
				new ValueForm(87, WeekFields.class, true, ChronologyForms::write,
						(input) -> WeekFields.of(DayOfWeek.of(input.readByte()), input.readByte())),
				new ValueForm(88, ZoneOffsetTransition.class, true, ChronologyForms::write,
						(input) -> ZoneOffsetTransition.of(TimeForms.readDateTime(input), TimeForms.readOffset(input),
								TimeForms.readOffset(input))),
				new ValueForm(89, ZoneOffsetTransitionRule.class, true, ChronologyForms::write,
						ChronologyForms::readRule));
	}

	private static void write(MessageOutput output, Chronology value) {
		int number = CHRONOLOGIES.indexOf(value);
		if (number < 0) {
			throw new UncloneableException("the chronology " + value + " cannot be sent as bytes; send an ISO date");
		}
		output.writeByte(number);
	}

	private static Chronology readChronology(MessageInput input) {
		return CHRONOLOGIES.get(input.readByte());
	}

	private static void write(MessageOutput output, ChronoLocalDate value) {
		write(output, value.getChronology());
		output.writeLong(value.toEpochDay());
	}

	private static ChronoLocalDate readDate(MessageInput input) {
		return readChronology(input).dateEpochDay(input.readLong());
	}

	private static void writeDateTime(MessageOutput output, ChronoLocalDateTime<?> value) {
		write(output, value.toLocalDate());
		TimeForms.write(output, value.toLocalTime());
	}

	private static ChronoLocalDateTime<?> readDateTime(MessageInput input) {
		return readDate(input).atTime(TimeForms.readTime(input));
	}

	private static void writeZoned(MessageOutput output, ChronoZonedDateTime<?> value) {
		write(output, value.getChronology());
		output.writeLong(value.toEpochSecond());
		output.writeInt(value.get(ChronoField.NANO_OF_SECOND));
		output.writeName(value.getZone().getId());
	}

	private static ChronoZonedDateTime<?> readZoned(MessageInput input) {
		Chronology chronology = readChronology(input);
		var instant = TimeForms.readInstant(input);
		ZoneId zone = TimeForms.readZone(input);
		return chronology.zonedDateTime(instant, zone);
	}

	private static void write(MessageOutput output, ChronoPeriod value) {
		write(output, value.getChronology());
		output.writeInt((int) value.get(ChronoUnit.YEARS));
		output.writeInt((int) value.get(ChronoUnit.MONTHS));
		output.writeInt((int) value.get(ChronoUnit.DAYS));
	}

	private static ChronoPeriod readPeriod(MessageInput input) {
		return readChronology(input).period(input.readInt(), input.readInt(), input.readInt());
	}

	private static void write(MessageOutput output, DecimalStyle value) {
		output.writeSize(value.getZeroDigit());
		output.writeSize(value.getPositiveSign());
		output.writeSize(value.getNegativeSign());
		output.writeSize(value.getDecimalSeparator());
	}

	private static DecimalStyle readStyle(MessageInput input) {
		return DecimalStyle.STANDARD.withZeroDigit((char) input.readSize())
			.withPositiveSign((char) input.readSize())
			.withNegativeSign((char) input.readSize())
			.withDecimalSeparator((char) input.readSize());
	}

	private static void write(MessageOutput output, ValueRange value) {
		output.writeLong(value.getMinimum());
		output.writeLong(value.getLargestMinimum());
		output.writeLong(value.getSmallestMaximum());
		output.writeLong(value.getMaximum());
	}

	private static void write(MessageOutput output, WeekFields value) {
		output.writeByte(value.getFirstDayOfWeek().getValue());
		output.writeByte(value.getMinimalDaysInFirstWeek());
	}

	private static void write(MessageOutput output, ZoneOffsetTransition value) {
		TimeForms.write(output, value.getDateTimeBefore());
		TimeForms.write(output, value.getOffsetBefore());
		TimeForms.write(output, value.getOffsetAfter());
	}

	private static void write(MessageOutput output, ZoneOffsetTransitionRule value) {
		DayOfWeek day = value.getDayOfWeek();
		output.writeByte(value.getMonth().getValue());
		output.writeByte(value.getDayOfMonthIndicator());
		output.writeByte((day != null) ? day.getValue() : 0);
		TimeForms.write(output, value.getLocalTime());
		output.writeBoolean(value.isMidnightEndOfDay());
		output.writeText(value.getTimeDefinition().name());
		TimeForms.write(output, value.getStandardOffset());
		TimeForms.write(output, value.getOffsetBefore());
		TimeForms.write(output, value.getOffsetAfter());
	}

	@SuppressWarnings("NullAway") // a rule without a day of the week has a null there
	private static ZoneOffsetTransitionRule readRule(MessageInput input) {
		Month month = Month.of(input.readByte());
		int dayOfMonth = (byte) input.readByte();
		int dayOfWeek = input.readByte();
		DayOfWeek day = (dayOfWeek != 0) ? DayOfWeek.of(dayOfWeek) : null;
		LocalTime time = TimeForms.readTime(input);
		boolean endOfDay = input.readBoolean();
		TimeDefinition definition = TimeDefinition.valueOf(input.readText());
		return ZoneOffsetTransitionRule.of(month, dayOfMonth, day, time, endOfDay, definition,
				TimeForms.readOffset(input), TimeForms.readOffset(input), TimeForms.readOffset(input));
	}

}
