package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The instance fields that a class and its superclasses up to a class of the JDK declare,
 * {@code final}, private and {@code transient} ones included. Fields whose values can
 * only be shared are <em>state</em>, the others are <em>parts</em>. Thread-safe.
 */
final class InstanceFields {

	private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

	private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

	/**
	 * The fields of a class of the JDK, which are closed to us.
	 */
	static final InstanceFields NONE = new InstanceFields(List.of(), List.of(), List.of(), List.of(), List.of());

	private final MethodHandle[] state;

	private final MethodHandle[] stateGetters;

	private final String[] names;

	private final MethodHandle[] getters;

	private final MethodHandle[] setters;

	private InstanceFields(List<MethodHandle> state, List<MethodHandle> stateGetters, List<Field> parts,
			List<MethodHandle> getters, List<MethodHandle> setters) {
		this.state = state.toArray(MethodHandle[]::new);
		this.stateGetters = stateGetters.toArray(MethodHandle[]::new);
		this.names = parts.stream().map(Field::getName).toArray(String[]::new);
		this.getters = getters.toArray(MethodHandle[]::new);
		this.setters = setters.toArray(MethodHandle[]::new);
	}

	/**
	 * Find the fields of a class.
	 * @param type the class
	 * @return its fields
	 * @throws UncloneableException if the fields are closed to us
	 */
	static InstanceFields of(Class<?> type) {
		List<MethodHandle> state = new ArrayList<>();
		List<MethodHandle> stateGetters = new ArrayList<>();
		List<Field> parts = new ArrayList<>();
		List<MethodHandle> getters = new ArrayList<>();
		List<MethodHandle> setters = new ArrayList<>();
		boolean writable = !type.isRecord();
		for (Field field : declared(type)) {
			MethodHandle getter = getter(field);
			if (isPart(field)) {
				parts.add(field);
				getters.add(getter.asType(GETTER));
				if (writable) {
					setters.add(setter(field).asType(SETTER));
				}
			}
			else {
				stateGetters.add(getter.asType(GETTER));
				if (writable) {
					state.add(MethodHandles.filterArguments(setter(field), 1, getter).asType(SETTER));
				}
			}
		}
		return new InstanceFields(state, stateGetters, parts, getters, setters);
	}

	/**
	 * Return whether the value of a field may have to be copied.
	 * @param field the field
	 * @return whether it is a part, not state
	 */
	static boolean isPart(Field field) {
		return !ImmutableTypes.contains(field.getType());
	}

	/**
	 * List the instance fields of a class, those of superclasses first.
	 * @param type the class
	 * @return the fields up to the nearest superclass of the JDK
	 */
	static List<Field> declared(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> declaring = type; !JdkTypes.isJdk(declaring); declaring = declaring.getSuperclass()) {
			int position = 0;
			for (Field field : declaring.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					fields.add(position++, field);
				}
			}
		}
		return fields;
	}

	/**
	 * Return the number of parts.
	 * @return the number of parts
	 */
	int size() {
		return this.names.length;
	}

	String name(int part) {
		return this.names[part];
	}

	void copyState(Object from, Object to) {
		try {
			for (MethodHandle copy : this.state) {
				copy.invokeExact(to, from);
			}
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	boolean hasEqualState(Object one, Object other) {
		try {
			for (MethodHandle getter : this.stateGetters) {
				if (!Objects.equals((Object) getter.invokeExact(one), (Object) getter.invokeExact(other))) {
					return false;
				}
			}
			return true;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	void read(Object from, @Nullable Object[] parts, int offset) {
		try {
			for (int i = 0; i < this.getters.length; i++) {
				parts[offset + i] = (Object) this.getters[i].invokeExact(from);
			}
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	void write(Object to, @Nullable Object[] parts, int offset) {
		try {
			for (int i = 0; i < this.setters.length; i++) {
				this.setters[i].invokeExact(to, (Object) parts[offset + i]);
			}
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	static MethodHandle getter(Field field) {
		try {
			return privateLookup(field.getDeclaringClass()).unreflectGetter(field);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MethodHandle setter(Field field) {
		try {
			field.setAccessible(true);
			return privateLookup(field.getDeclaringClass()).unreflectSetter(field);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Look into a class of the application.
	 * @param type the class
	 * @return a lookup with the rights of the class
	 * @throws UncloneableException if the module of the class does not allow it
	 */
	static MethodHandles.Lookup privateLookup(Class<?> type) {
		try {
			return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
		}
		catch (IllegalAccessException ex) {
			throw new UncloneableException(
					"the fields of %s are closed. Open its package in the descriptor of module %s"
						.formatted(type.getName(), type.getModule().getName()));
		}
	}

}
