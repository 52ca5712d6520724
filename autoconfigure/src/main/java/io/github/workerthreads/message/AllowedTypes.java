package io.github.workerthreads.message;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The types of which messages in bytes may hold instances. Always allowed are the values,
 * collections and exceptions of the JDK that structured clone knows, apart from
 * {@link java.net.URL}, which asks the network when it is compared. All others are named:
 * by themselves, by their package, or by being reachable from types that are, such as
 * those of the methods of a service. Immutable.
 */
public final class AllowedTypes {

	/**
	 * Name of the property that lists more types.
	 */
	static final String PROPERTY = "worker-threads.allowed-types";

	/**
	 * Types of the JDK to be named.
	 */
	private static final Set<String> NOT_BY_DEFAULT = Set.of("java.net.URL");

	private static final List<String> JDK_PREFIXES = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

	private static final AllowedTypes JDK = new AllowedTypes(Set.of(), List.of(), List.of());

	private static final AllowedTypes ALL = new AllowedTypes(Set.of(), List.of(""), List.of());

	private final Set<String> names;

	/**
	 * Beginnings of names, each with a dot at its end; the names after that may have dots
	 * too.
	 */
	private final List<String> packages;

	/**
	 * As the packages, but of their classes only those of exceptions are allowed.
	 */
	private final List<String> throwablePackages;

	private AllowedTypes(Set<String> names, List<String> packages, List<String> throwablePackages) {
		this.names = names;
		this.packages = packages;
		this.throwablePackages = throwablePackages;
	}

	/**
	 * Allow the types of the JDK only.
	 * @return the allowed types
	 */
	public static AllowedTypes ofJdk() {
		return JDK;
	}

	/**
	 * Allow all types, for messages that come from this JVM only.
	 * @return the allowed types
	 */
	static AllowedTypes ofAll() {
		return ALL;
	}

	/**
	 * Allow further types by name.
	 * @param patterns names of classes such as {@code com.acme.Order} or
	 * {@code com.acme.Order$Line}, or of packages such as {@code com.acme.orders.*},
	 * which stands for its subpackages and nested classes too
	 * @return the allowed types
	 * @throws IllegalArgumentException if a pattern is neither
	 */
	public AllowedTypes withPatterns(Collection<String> patterns) {
		Set<String> names = new HashSet<>(this.names);
		List<String> packages = new ArrayList<>(this.packages);
		for (String pattern : patterns) {
			if (pattern.endsWith(".*") && isName(pattern.substring(0, pattern.length() - 2))) {
				packages.add(pattern.substring(0, pattern.length() - 1));
			}
			else if (isName(pattern)) {
				names.add(pattern);
			}
			else {
				throw new IllegalArgumentException(
						"'%s' must list names of classes, such as com.acme.Order, or packages, such as com.acme.*, but has '%s'"
							.formatted(PROPERTY, pattern));
			}
		}
		return new AllowedTypes(Set.copyOf(names), List.copyOf(packages), this.throwablePackages);
	}

	/**
	 * Allow the exceptions and errors of packages and their subpackages, which methods
	 * throw without declaring them.
	 * @param packages names of packages
	 * @return the allowed types
	 */
	public AllowedTypes withThrowablesOf(Collection<String> packages) {
		List<String> all = new ArrayList<>(this.throwablePackages);
		for (String name : packages) {
			all.add(name + ".");
		}
		return new AllowedTypes(this.names, this.packages, List.copyOf(all));
	}

	/**
	 * Allow types alone, without what is reachable from them.
	 * @param types the types
	 * @return the allowed types
	 */
	AllowedTypes with(Collection<Class<?>> types) {
		Set<String> names = new HashSet<>(this.names);
		for (Class<?> type : types) {
			names.add(type.getName());
		}
		return new AllowedTypes(Set.copyOf(names), this.packages, this.throwablePackages);
	}

	private static boolean isName(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) != '.' && !Character.isJavaIdentifierPart(text.charAt(i))) {
				return false;
			}
		}
		return !text.isEmpty() && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..");
	}

	/**
	 * Allow types and those that their values may hold: by superclasses, fields,
	 * components, type arguments, elements of arrays, and permitted subclasses. Types
	 * that only implement an interface or extend a class that is not sealed are not
	 * found.
	 * @param types the types
	 * @return the allowed types
	 */
	public AllowedTypes withReachableFrom(Collection<? extends Type> types) {
		ReachableTypes reachable = new ReachableTypes();
		for (Type type : types) {
			reachable.add(type);
		}
		Set<String> names = new HashSet<>(this.names);
		names.addAll(reachable.names());
		return new AllowedTypes(Set.copyOf(names), this.packages, this.throwablePackages);
	}

	/**
	 * Allow the types that calls of methods send: those of parameters, results and
	 * declared exceptions, and what is reachable from them.
	 * @param methods the methods
	 * @return the allowed types
	 */
	public AllowedTypes withMethods(Collection<Method> methods) {
		List<Type> types = new ArrayList<>();
		for (Method method : methods) {
			types.addAll(List.of(method.getGenericParameterTypes()));
			types.addAll(List.of(method.getGenericExceptionTypes()));
			types.add(method.getGenericReturnType());
		}
		return withReachableFrom(types);
	}

	/**
	 * Return whether messages may hold instances of a type, by its name if it is not one
	 * of the JDK.
	 * @param type the type
	 * @return whether it is allowed
	 */
	public boolean allows(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.getComponentType();
		}
		boolean byDefault = element.isPrimitive()
				|| (JdkTypes.isJdk(element) && !NOT_BY_DEFAULT.contains(element.getName()));
		return byDefault || allowsElement(element.getName())
				|| (Throwable.class.isAssignableFrom(element) && mayBeThrowable(element.getName()));
	}

	/**
	 * Return whether a type is named.
	 * @param name the name of the type, as {@link Class#getName} returns it
	 * @return whether it is allowed, apart from types of the JDK
	 */
	boolean allowsName(String name) {
		return allowsElement(element(name));
	}

	private boolean allowsElement(String name) {
		return this.names.contains(name) || startsWithAny(name, this.packages);
	}

	/**
	 * Return whether a type is allowed if it is one of exceptions.
	 * @param name the name of the type
	 * @return whether it is in a package whose exceptions are allowed
	 */
	boolean mayBeThrowable(String name) {
		return startsWithAny(name, this.throwablePackages);
	}

	static boolean mayBeJdk(String name) {
		String element = element(name);
		return !element.contains(".") || startsWithAny(element, JDK_PREFIXES);
	}

	// No stream, as in all that the start of a process runs: the first ones of a JVM take
	// some milliseconds
	private static boolean startsWithAny(String name, List<String> beginnings) {
		for (String beginning : beginnings) {
			if (name.startsWith(beginning)) {
				return true;
			}
		}
		return false;
	}

	private static String element(String name) {
		int dimensions = name.lastIndexOf('[') + 1;
		boolean array = dimensions > 0 && name.startsWith("[".repeat(dimensions) + "L") && name.endsWith(";");
		return array ? name.substring(dimensions + 1, name.length() - 1) : name;
	}

	/**
	 * Tell why a type is refused and what to do.
	 * @param name the name of the type
	 * @return the reason
	 */
	static String refusal(String name) {
		return "%s is not among the types that messages in bytes may hold. These are known values of the JDK and types "
			.formatted(name)
				+ "that can be reached from the signatures of the methods, except for implementations of interfaces "
				+ "and subclasses. Add it to '%s'".formatted(PROPERTY);
	}

}
