package io.github.workerthreads.message;

import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

/**
 * The forms of the dates of {@code java.util}.
 */
final class DateForms {

	private static final Set<String> CALENDARS = Set.of("gregory", "buddhist", "japanese");

	private DateForms() {
	}

	static List<ValueForm> all() {
		return List.of(
				new ValueForm(140, Date.class, true, (output, value) -> output.writeLong(value.getTime()),
						(input) -> new Date(input.readLong())),
				new ValueForm(141, TimeZone.class, true, DateForms::write, DateForms::readZone),
				new ValueForm(142, Calendar.class, true, DateForms::write, DateForms::readCalendar));
	}

	private static void write(MessageOutput output, TimeZone value) {
		String id = value.getID();
		boolean simple = value instanceof SimpleTimeZone;
		TimeZone same = simple ? new SimpleTimeZone(value.getRawOffset(), id) : TimeZone.getTimeZone(id);
		if (!same.equals(value)) {
			throw new UncloneableException(
					"the time zone %s has rules of its own, which it does not tell; send a ZoneId".formatted(id));
		}
		output.writeBoolean(simple);
		output.writeName(id);
		output.writeInt(value.getRawOffset());
	}

	private static TimeZone readZone(MessageInput input) {
		boolean simple = input.readBoolean();
		String id = input.readName();
		int offset = input.readInt();
		if (simple) {
			return new SimpleTimeZone(offset, id);
		}
		TimeZone zone = TimeZone.getTimeZone(id);
		if (!zone.getID().equals(id)) {
			throw new IllegalArgumentException("there is no time zone " + id);
		}
		return zone;
	}

	private static void write(MessageOutput output, Calendar value) {
		if (!CALENDARS.contains(value.getCalendarType())) {
			throw new UncloneableException(value.getClass().getName() + " cannot be sent as bytes; send its time");
		}
		output.writeName(value.getCalendarType());
		Calendar calendar = (Calendar) value.clone(); // to ask for the time computes it
		output.writeLong(calendar.getTimeInMillis());
		write(output, value.getTimeZone());
		output.writeBoolean(value.isLenient());
		output.writeByte(value.getFirstDayOfWeek());
		output.writeByte(value.getMinimalDaysInFirstWeek());
		if (value instanceof GregorianCalendar gregorian) {
			output.writeLong(gregorian.getGregorianChange().getTime());
		}
	}

	private static Calendar readCalendar(MessageInput input) {
		String type = input.readName();
		if (!CALENDARS.contains(type)) {
			throw new IllegalArgumentException("there is no calendar " + type);
		}
		long time = input.readLong();
		Calendar calendar = new Calendar.Builder().setCalendarType(type)
			.setTimeZone(readZone(input))
			.setLenient(input.readBoolean())
			.setWeekDefinition(input.readByte(), input.readByte())
			.setInstant(time)
			.build();
		if (calendar instanceof GregorianCalendar gregorian) {
			gregorian.setGregorianChange(new Date(input.readLong()));
		}
		return calendar;
	}

}
