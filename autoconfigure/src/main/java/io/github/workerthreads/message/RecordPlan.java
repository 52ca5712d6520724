package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Plan of records. They are rebuilt by their canonical constructor, which may check and
 * copy what it gets, but must not change what a record has already held.
 */
final class RecordPlan extends NodePlan {

	private final Class<?> type;

	private final InstanceFields fields;

	private final MethodHandle[] state;

	/**
	 * Takes a record for its state, and an array of parts.
	 */
	private final MethodHandle constructor;

	RecordPlan(Class<?> type) {
		this.type = type;
		this.fields = InstanceFields.of(type, 0);
		List<Field> components = InstanceFields.declared(type);
		this.state = components.stream()
			.filter((component) -> !InstanceFields.isPart(component))
			.map((component) -> InstanceFields.getter(component, Object.class))
			.toArray(MethodHandle[]::new);
		this.constructor = constructor(type, components);
	}

	private static MethodHandle constructor(Class<?> type, List<Field> components) {
		MethodHandle[] sources = new MethodHandle[components.size()];
		int[] order = new int[components.size()];
		int parts = 0;
		for (int i = 0; i < sources.length; i++) {
			Field component = components.get(i);
			boolean part = InstanceFields.isPart(component);
			MethodHandle source = part ? InstanceFields.element(parts++)
					: InstanceFields.getter(component, component.getType());
			sources[i] = source.asType(source.type().changeReturnType(component.getType()));
			order[i] = part ? 1 : 0;
		}
		MethodHandle constructor = MethodHandles.filterArguments(canonical(type, components), 0, sources);
		return MethodHandles.permuteArguments(constructor.asType(constructor.type().changeReturnType(Object.class)),
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
		this.fields.read(original, parts);
		return parts;
	}

	@Override
	Object build(Object original, @Nullable Object[] parts, boolean settled) {
		try {
			Object copy = (Object) this.constructor.invokeExact(original, parts);
			checkState(original, copy);
			checkParts(parts, takeApart(copy, null), settled);
			return copy;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private void checkState(Object original, Object copy) throws Throwable {
		for (MethodHandle getter : this.state) {
			if (!Objects.equals((Object) getter.invokeExact(original), (Object) getter.invokeExact(copy))) {
				throw new UncloneableException(
						"the constructor of %s changes what a record already holds".formatted(this.type.getTypeName()));
			}
		}
	}

	private void checkParts(@Nullable Object[] parts, @Nullable Object[] held, boolean settled) {
		for (int i = 0; i < parts.length; i++) {
			if (parts[i] != held[i]) {
				checkPart(this.fields.name(i), parts[i], held[i], settled);
			}
		}
	}

	private void checkPart(String name, @Nullable Object part, @Nullable Object held, boolean settled) {
		if (!settled) {
			throw new UncloneableException("the constructor of %s copies component '%s', which is in a cycle with it"
				.formatted(this.type.getTypeName(), name));
		}
		if (part == null || held == null || !isDefensiveCopy(part, held)) {
			throw new UncloneableException("the constructor of %s turns component '%s' into something else"
				.formatted(this.type.getTypeName(), name));
		}
	}

	private static boolean isDefensiveCopy(Object part, Object held) {
		if (part.getClass() != held.getClass()) {
			return false;
		}
		try {
			Method equals = part.getClass().getMethod("equals", Object.class);
			boolean comparable = part.getClass().isArray() || equals.getDeclaringClass() != Object.class;
			return !comparable || Objects.deepEquals(part, held);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "." + this.fields.name(index);
	}

}
