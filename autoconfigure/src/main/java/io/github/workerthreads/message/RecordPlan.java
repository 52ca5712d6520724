package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Plan of records. They are rebuilt by their canonical constructor, which may check and
 * copy what it gets, but must not change what a record has already held.
 */
final class RecordPlan extends NodePlan {

	private final Class<?> type;

	private final InstanceFields fields;

	/**
	 * Takes a record for its state, and an array of parts.
	 */
	private final MethodHandle constructor;

	RecordPlan(Class<?> type) {
		this.type = type;
		this.fields = InstanceFields.of(type);
		this.constructor = constructor(type);
	}

	private static MethodHandle constructor(Class<?> type) {
		List<Field> components = InstanceFields.declared(type);
		MethodHandle[] sources = new MethodHandle[components.size()];
		int[] order = new int[components.size()];
		int parts = 0;
		for (int i = 0; i < sources.length; i++) {
			Field component = components.get(i);
			boolean part = InstanceFields.isPart(component);
			sources[i] = part ? element(component, parts++) : InstanceFields.getter(component);
			order[i] = part ? 1 : 0;
		}
		return compose(canonical(type, components), sources, order);
	}

	private static MethodHandle compose(MethodHandle constructor, MethodHandle[] sources, int[] order) {
		for (int i = 0; i < sources.length; i++) {
			Class<?> source = (order[i] == 0) ? Object.class : Object[].class;
			sources[i] = sources[i].asType(MethodType.methodType(constructor.type().parameterType(i), source));
		}
		MethodHandle filtered = MethodHandles.filterArguments(constructor, 0, sources);
		return MethodHandles.permuteArguments(filtered.asType(filtered.type().changeReturnType(Object.class)),
				MethodType.methodType(Object.class, Object.class, Object[].class), order);
	}

	private static MethodHandle canonical(Class<?> type, List<Field> components) {
		MethodType signature = MethodType.methodType(void.class, components.stream().map(Field::getType).toList());
		try {
			return InstanceFields.privateLookup(type).findConstructor(type, signature);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MethodHandle element(Field component, int index) {
		MethodHandle element = MethodHandles.arrayElementGetter(Object[].class);
		return MethodHandles.insertArguments(element, 1, index)
			.asType(MethodType.methodType(component.getType(), Object[].class));
	}

	@Override
	boolean isSharedWithParts() {
		return true;
	}

	@Override
	@Nullable Object shell(Object original) {
		return null;
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		@Nullable Object[] parts = new @Nullable Object[this.fields.size()];
		this.fields.read(original, parts, 0);
		return parts;
	}

	@Override
	Object build(Object original, @Nullable Object[] parts, boolean settled) {
		Object copy = construct(original, parts);
		if (!this.fields.hasEqualState(original, copy)) {
			throw new UncloneableException(
					"the constructor of %s changes what a record already holds".formatted(this.type.getTypeName()));
		}
		@Nullable Object[] held = takeApart(copy, null);
		for (int i = 0; i < parts.length; i++) {
			if (held[i] != parts[i]) {
				check(i, parts[i], held[i], settled);
			}
		}
		return copy;
	}

	private Object construct(Object original, @Nullable Object[] parts) {
		try {
			return (Object) this.constructor.invokeExact(original, parts);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private void check(int index, @Nullable Object part, @Nullable Object held, boolean settled) {
		// a defensive copy of what is complete is as good
		if (!settled) {
			throw new UncloneableException("the constructor of %s copies component '%s', which is in a cycle with it"
				.formatted(this.type.getTypeName(), this.fields.name(index)));
		}
		if (part == null || held == null || part.getClass() != held.getClass()) {
			throw new UncloneableException("the constructor of %s turns component '%s' into something else"
				.formatted(this.type.getTypeName(), this.fields.name(index)));
		}
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "." + this.fields.name(index);
	}

}
