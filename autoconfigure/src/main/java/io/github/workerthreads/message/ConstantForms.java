package io.github.workerthreads.message;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The forms of values of the JDK that are one of a few constants.
 */
final class ConstantForms {

	/**
	 * Their order is part of the byte form.
	 */
	private static final List<Object> CONSTANTS = List.of(Collections.emptyList(), Collections.emptySet(),
			Collections.emptyMap(), Collections.emptyNavigableSet(), Collections.emptyNavigableMap(),
			Collections.reverseOrder(), String.CASE_INSENSITIVE_ORDER);

	private static final Map<String, DateTimeFormatter> FORMATTERS = new TreeMap<>();

	static {
		for (Field field : DateTimeFormatter.class.getFields()) {
			if (field.getType() == DateTimeFormatter.class && Modifier.isStatic(field.getModifiers())) {
				FORMATTERS.put(field.getName(), formatter(field));
			}
		}
	}

	private ConstantForms() {
	}

	static List<ValueForm> all() {
		List<ValueForm> forms = new ArrayList<>();
		for (int i = 0; i < CONSTANTS.size(); i++) {
			Object constant = CONSTANTS.get(i);
			forms.add(new ValueForm(160 + i, constant.getClass(), false, (output, value) -> {
			}, (input) -> constant));
		}
		forms.add(
				new ValueForm(180, DateTimeFormatter.class, false, ConstantForms::write, ConstantForms::readFormatter));
		return forms;
	}

	private static DateTimeFormatter formatter(Field field) {
		try {
			return Objects.requireNonNull((DateTimeFormatter) field.get(null));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void write(MessageOutput output, DateTimeFormatter value) {
		for (Map.Entry<String, DateTimeFormatter> entry : FORMATTERS.entrySet()) {
			if (entry.getValue() == value) {
				output.writeText(entry.getKey());
				return;
			}
		}
		throw new UncloneableException(
				"a DateTimeFormatter that is no constant of its class cannot be sent as bytes; " + "send its pattern");
	}

	private static DateTimeFormatter readFormatter(MessageInput input) {
		DateTimeFormatter formatter = FORMATTERS.get(input.readText());
		if (formatter == null) {
			throw new IllegalArgumentException("there is no constant of that name");
		}
		return formatter;
	}

}
