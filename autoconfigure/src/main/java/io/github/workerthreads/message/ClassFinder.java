package io.github.workerthreads.message;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds classes by the names that messages have for them, if they are allowed, and
 * initializes none. Thread-safe.
 */
final class ClassFinder {

	private static final int LONGEST_NAME = 1_000;

	private static final Map<String, Class<?>> PRIMITIVES = new HashMap<>();

	static {
		for (Class<?> type : new Class<?>[] { boolean.class, byte.class, char.class, short.class, int.class, long.class,
				float.class, double.class, void.class }) {
			PRIMITIVES.put(type.getName(), type);
		}
	}

	private final @Nullable ClassLoader classLoader;

	private final AllowedTypes allowedTypes;

	ClassFinder(@Nullable ClassLoader classLoader, AllowedTypes allowedTypes) {
		this.classLoader = classLoader;
		this.allowedTypes = allowedTypes;
	}

	/**
	 * Return a finder of the same classes with other allowed types.
	 * @param allowedTypes the allowed types
	 * @return the finder
	 */
	ClassFinder with(AllowedTypes allowedTypes) {
		return new ClassFinder(this.classLoader, allowedTypes);
	}

	/**
	 * Find a class.
	 * @param name the name of the class, as {@link Class#getName} returns it
	 * @return the class, which may not be initialized
	 * @throws ClassNotFoundException if there is no such class
	 * @throws UncloneableException if it is not allowed
	 */
	Class<?> find(String name) throws ClassNotFoundException {
		Class<?> primitive = PRIMITIVES.get(name);
		if (primitive != null) {
			return primitive;
		}
		if (name.length() > LONGEST_NAME) {
			throw new ClassNotFoundException("A name of %s characters is none of a class".formatted(name.length()));
		}
		boolean application = this.allowedTypes.allowsName(name) || this.allowedTypes.mayBeThrowable(name);
		if (!application && !AllowedTypes.mayBeJdk(name)) {
			throw new UncloneableException(AllowedTypes.refusal(printable(name)));
		}
		Class<?> type = Class.forName(name, false,
				application ? this.classLoader : ClassLoader.getPlatformClassLoader());
		if (!this.allowedTypes.allows(type)) {
			throw new UncloneableException(AllowedTypes.refusal(type.getTypeName()));
		}
		return type;
	}

	/**
	 * Make a name that may hold anything fit for a message to people.
	 * @param name the name
	 * @return the name, shortened and without control characters
	 */
	static String printable(String name) {
		String shortened = (name.length() > 200) ? name.substring(0, 200) + "..." : name;
		return shortened.replaceAll("[^\\x20-\\x7E]", "?");
	}

}
