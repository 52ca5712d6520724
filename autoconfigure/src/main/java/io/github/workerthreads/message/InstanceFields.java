package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The instance fields that a class and its superclasses up to a class of the JDK declare,
 * {@code final}, private and {@code transient} ones included. Fields whose values can
 * only be shared are <em>state</em>, the others are <em>parts</em>; in bytes all are
 * parts. One method handle per task does all fields at once, which is more than twice as
 * fast as one per field. Thread-safe.
 */
final class InstanceFields {

	private static final MethodType STATE = MethodType.methodType(void.class, Object.class, Object.class);

	private static final MethodType READ = MethodType.methodType(void.class, Object[].class, Object.class);

	private static final MethodType WRITE = MethodType.methodType(void.class, Object.class, Object[].class);

	private static final MethodType COPY = MethodType.methodType(void.class, Object.class, DirectCopier.class,
			Object.class);

	private final int offset;

	private final String[] names;

	private final long shape;

	private final MethodHandle copyState;

	private final MethodHandle read;

	private final MethodHandle write;

	private InstanceFields(List<Field> fields, int offset, BackEnd backEnd) {
		this.offset = offset;
		List<Field> parts = fields.stream().filter((field) -> isPart(field, backEnd)).toList();
		this.names = parts.stream().map(Field::getName).toArray(String[]::new);
		this.shape = shape(fields);
		List<MethodHandle> copyState = new ArrayList<>();
		List<MethodHandle> read = new ArrayList<>();
		List<MethodHandle> write = new ArrayList<>();
		for (Field field : fields) {
			boolean writable = !field.getDeclaringClass().isRecord();
			if (isPart(field, backEnd)) {
				int index = offset + read.size();
				read.add(MethodHandles.filterArguments(elementSetter(index), 1, getter(field, Object.class)));
				if (writable) {
					write.add(MethodHandles.filterArguments(setter(field, Object.class), 1, element(index)));
				}
			}
			else if (writable) {
				copyState.add(MethodHandles.filterArguments(setter(field, field.getType()), 1,
						getter(field, field.getType())));
			}
		}
		this.copyState = sequence(copyState, STATE);
		this.read = sequence(read, READ);
		this.write = sequence(write, WRITE);
	}

	private static long shape(List<Field> fields) {
		long hash = 0;
		for (Field field : fields) {
			String description = field.getDeclaringClass().getName() + '.' + field.getName() + ':'
					+ field.getType().getName();
			for (int i = 0; i < description.length(); i++) {
				hash = (hash ^ description.charAt(i)) * 0x100000001B3L;
			}
		}
		return hash;
	}

	/**
	 * Return what tells versions of a class apart that have other fields.
	 * @return a hash of the names and types of the fields, 0 if there are none
	 */
	long shape() {
		return this.shape;
	}

	/**
	 * Find the fields of a class.
	 * @param type the class
	 * @param offset where the parts start in arrays of parts
	 * @param backEnd how values of the class cross over
	 * @return its fields
	 * @throws UncloneableException if the fields are closed to us
	 */
	static InstanceFields of(Class<?> type, int offset, BackEnd backEnd) {
		return new InstanceFields(declared(type), offset, backEnd);
	}

	/**
	 * List the instance fields of a class, those of superclasses first.
	 * @param type the class
	 * @return the fields up to the nearest superclass of the JDK
	 */
	static List<Field> declared(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> declaring = type; declaring != null
				&& !JdkTypes.isJdk(declaring); declaring = declaring.getSuperclass()) {
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
	 * Return whether the value of a field is looked at when it crosses over.
	 * @param field the field
	 * @param backEnd how it crosses over
	 * @return whether it is a part, not state
	 */
	static boolean isPart(Field field, BackEnd backEnd) {
		return backEnd == BackEnd.BYTES || !ImmutableTypes.contains(field.getType());
	}

	/**
	 * Return the number of parts.
	 * @return the number of parts
	 */
	int size() {
		return this.names.length;
	}

	/**
	 * Return the index after that of the last part.
	 * @return the index in arrays of parts
	 */
	int end() {
		return this.offset + this.names.length;
	}

	String name(int index) {
		return this.names[index - this.offset];
	}

	void copyState(Object from, Object to) {
		try {
			this.copyState.invokeExact(to, from);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	void read(Object from, @Nullable Object[] parts) {
		try {
			this.read.invokeExact(parts, from);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	void write(Object to, @Nullable Object[] parts) {
		try {
			this.write.invokeExact(to, parts);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	/**
	 * Compose handles to one that runs them all.
	 * @param handles the handles
	 * @param type the type of each, and of the result
	 * @return the composed handle
	 */
	private static MethodHandle sequence(List<MethodHandle> handles, MethodType type) {
		int size = handles.size();
		if (size == 0) {
			return MethodHandles.empty(type);
		}
		if (size == 1) {
			return handles.get(0).asType(type);
		}
		MethodHandle first = sequence(handles.subList(0, size / 2), type);
		return MethodHandles.foldArguments(sequence(handles.subList(size / 2, size), type), first);
	}

	/**
	 * Return a handle that takes an array of parts and returns one of them.
	 * @param index the index of the part
	 * @return the handle
	 */
	static MethodHandle element(int index) {
		return MethodHandles.insertArguments(MethodHandles.arrayElementGetter(Object[].class), 1, index);
	}

	private static MethodHandle elementSetter(int index) {
		return MethodHandles.insertArguments(MethodHandles.arrayElementSetter(Object[].class), 1, index);
	}

	/**
	 * Return a handle that takes an object and returns the value of a field.
	 * @param field the field
	 * @param as the type to return it as
	 * @return the handle
	 */
	static MethodHandle getter(Field field, Class<?> as) {
		try {
			return privateLookup(field.getDeclaringClass()).unreflectGetter(field)
				.asType(MethodType.methodType(as, Object.class));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what copies the fields of a class that is no record.
	 * @param type the class
	 * @return a handle that takes an instance to write to, what copies parts, and the
	 * original
	 */
	static MethodHandle copy(Class<?> type) {
		return sequence(declared(type).stream().map((field) -> copy(field, type)).toList(), COPY);
	}

	private static MethodHandle copy(Field field, Class<?> owner) {
		if (isPart(field, BackEnd.COPY)) {
			MethodHandle copy = MethodHandles.collectArguments(setter(field, Object.class), 1,
					new PartCopier(owner).handle());
			return MethodHandles.filterArguments(copy, 2, getter(field, Object.class));
		}
		Class<?> type = field.getType();
		MethodHandle copy = MethodHandles.filterArguments(setter(field, type), 1, getter(field, type));
		return MethodHandles.dropArguments(copy, 1, DirectCopier.class);
	}

	private static MethodHandle setter(Field field, Class<?> as) {
		try {
			field.setAccessible(true);
			return privateLookup(field.getDeclaringClass()).unreflectSetter(field)
				.asType(MethodType.methodType(void.class, Object.class, as));
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
					"the fields of %s are closed; open its package in the descriptor of module %s"
						.formatted(type.getName(), type.getModule().getName()));
		}
	}

}
