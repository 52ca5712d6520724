package io.github.workerthreads.sample;

import java.util.EnumSet;
import java.util.Locale;
import java.util.stream.Collectors;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Checks of request parameters. What does not pass is answered with 400 and the reason.
 */
public final class Parameters {

	private Parameters() {
	}

	/**
	 * Require that a number is in its range.
	 * @param name the name of the parameter
	 * @param value the number
	 * @param least the least number allowed
	 * @param most the greatest number allowed
	 * @throws ResponseStatusException if the number is outside
	 */
	public static void requireRange(String name, int value, int least, int most) {
		if (value < least || value > most) {
			throw badRequest("'%s' must be from %d to %d but was %d".formatted(name, least, most, value));
		}
	}

	/**
	 * Find a constant by its name in lower case.
	 * @param <E> the type of the constant
	 * @param name the name of the parameter
	 * @param value what was given
	 * @param type the type of the constant
	 * @return the constant
	 * @throws ResponseStatusException if there is none
	 */
	public static <E extends Enum<E>> E requireConstant(String name, String value, Class<E> type) {
		return EnumSet.allOf(type)
			.stream()
			.filter((constant) -> lowerCase(constant).equals(value))
			.findFirst()
			.orElseThrow(() -> badRequest("'%s' must be one of %s but was '%s'".formatted(name, names(type), value)));
	}

	/**
	 * Create the answer to a bad request.
	 * @param detail what was wrong, with the value and the limit
	 * @return the exception to throw
	 */
	public static ResponseStatusException badRequest(String detail) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
	}

	/**
	 * Return the name of a constant as a parameter spells it.
	 * @param constant the constant
	 * @return the name in lower case
	 */
	public static String lowerCase(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	private static <E extends Enum<E>> String names(Class<E> type) {
		return EnumSet.allOf(type).stream().map(Parameters::lowerCase).collect(Collectors.joining(", "));
	}

}
