package io.github.workerthreads.message;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.List;

/**
 * The forms of the dates of the module {@code java.sql}, which may be absent.
 */
final class SqlForms {

	private static final boolean PRESENT = isPresent();

	private SqlForms() {
	}

	private static boolean isPresent() {
		ModuleLayer layer = ModuleLayer.boot();
		return layer != null && layer.findModule("java.sql").isPresent();
	}

	static List<ValueForm> all() {
		return PRESENT ? Forms.all() : List.of();
	}

	/**
	 * Loaded only if the module is there.
	 */
	private static final class Forms {

		static List<ValueForm> all() {
			return List.of(new ValueForm(150, Timestamp.class, true, Forms::write, Forms::readTimestamp),
					new ValueForm(151, Date.class, true, (output, value) -> output.writeLong(value.getTime()),
							(input) -> new Date(input.readLong())),
					new ValueForm(152, Time.class, true, (output, value) -> output.writeLong(value.getTime()),
							(input) -> new Time(input.readLong())));
		}

		private static void write(MessageOutput output, Timestamp value) {
			output.writeLong(value.getTime());
			output.writeInt(value.getNanos());
		}

		private static Timestamp readTimestamp(MessageInput input) {
			Timestamp value = new Timestamp(input.readLong());
			value.setNanos(input.readInt());
			return value;
		}

	}

}
