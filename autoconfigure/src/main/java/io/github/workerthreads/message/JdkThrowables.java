package io.github.workerthreads.message;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * How to construct the throwables of the JDK, whose fields are closed to us. Those with
 * fields that no constructor named here sets cannot be copied.
 */
final class JdkThrowables {

	private static final Map<Class<?>, Kind> KINDS = new HashMap<>();

	static {
		kind(FileSystemException.class, (ex) -> values(ex.getFile(), ex.getOtherFile(), ex.getReason()), String.class,
				String.class, String.class);
		kind(DateTimeParseException.class, (ex) -> values(ex.getMessage(), ex.getParsedString(), ex.getErrorIndex()),
				String.class, CharSequence.class, int.class);
		kind(URISyntaxException.class, (ex) -> values(ex.getInput(), ex.getReason(), ex.getIndex()), String.class,
				String.class, int.class);
		kind(PatternSyntaxException.class, (ex) -> values(ex.getDescription(), ex.getPattern(), ex.getIndex()),
				String.class, String.class, int.class);
		kind(MissingResourceException.class, (ex) -> values(ex.getMessage(), ex.getClassName(), ex.getKey()),
				String.class, String.class, String.class);
	}

	private JdkThrowables() {
	}

	/**
	 * Find out how to construct instances of a class and its subclasses.
	 * @param type a throwable class of the JDK
	 * @return the kind, or {@code null} if the class has fields that cannot be set
	 */
	static @Nullable Kind kindOf(Class<?> type) {
		for (Class<?> superclass = type; superclass != null
				&& superclass != Throwable.class; superclass = superclass.getSuperclass()) {
			Kind kind = superclass.getName().equals("java.sql.SQLException") ? SqlThrowables.KIND
					: KINDS.get(superclass);
			if (kind != null) {
				return kind;
			}
			if (hasFields(superclass)) {
				return null;
			}
		}
		return Kind.PLAIN;
	}

	private static boolean hasFields(Class<?> type) {
		for (Field field : type.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
				return true;
			}
		}
		return false;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void kind(Class<T> type, Function<T, @Nullable Object[]> arguments,
			Class<?>... parameterTypes) {
		KINDS.put(type, new Kind(type, parameterTypes) {

			@Override
			@Nullable Object[] arguments(Throwable original, @Nullable String message) {
				return arguments.apply((T) original);
			}

		});
	}

	private static @Nullable Object[] values(@Nullable Object... values) {
		return values;
	}

	/**
	 * Throwables that a constructor of one class of the JDK initialises.
	 */
	static class Kind {

		static final Kind PLAIN = new Kind(Throwable.class, String.class);

		private final Class<?> type;

		private final Class<?>[] parameterTypes;

		Kind(Class<?> type, Class<?>... parameterTypes) {
			this.type = type;
			this.parameterTypes = parameterTypes;
		}

		final Class<?> type() {
			return this.type;
		}

		final Class<?>[] parameterTypes() {
			return this.parameterTypes;
		}

		@Nullable Object[] arguments(Throwable original, @Nullable String message) {
			return values(message);
		}

		/**
		 * Return what an exception links to beside its cause.
		 * @param original the exception
		 * @return the next exception, if any
		 */
		@Nullable Throwable link(Throwable original) {
			return null;
		}

		void link(Throwable copy, Throwable next) {
			throw new IllegalStateException();
		}

	}

}
