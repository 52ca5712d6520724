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

	private static final MethodHandle SHARES_PART = sharesPart();

	private final Class<?> type;

	private final InstanceFields fields;

	/**
	 * Takes two records and tells whether they hold the same state.
	 */
	private final MethodHandle sameState;

	/**
	 * Takes a record and the plans, and tells whether all parts are shared, without an
	 * array for them. Absent for bytes, of which nothing is shared.
	 */
	private final @Nullable MethodHandle sharedParts;

	/**
	 * Whether each part is of a type all of whose values are deeply immutable.
	 */
	private final boolean[] unchanging;

	/**
	 * Takes a record for its state, and an array of parts.
	 */
	private final MethodHandle constructor;

	RecordPlan(Class<?> type, BackEnd backEnd) {
		this.type = type;
		this.fields = InstanceFields.of(type, 0, backEnd);
		List<Field> components = InstanceFields.declared(type);
		this.sameState = sameState(
				components.stream().filter((component) -> !InstanceFields.isPart(component, backEnd)).toList());
		this.sharedParts = (backEnd == BackEnd.COPY)
				? sharedParts(
						components.stream().filter((component) -> InstanceFields.isPart(component, backEnd)).toList())
				: null;
		this.unchanging = new boolean[this.fields.size()];
		for (int i = 0; backEnd == BackEnd.BYTES && i < this.unchanging.length; i++) {
			this.unchanging[i] = !InstanceFields.isPart(components.get(i), BackEnd.COPY);
		}
		this.constructor = constructor(type, components, backEnd);
	}

	private static MethodHandle sharedParts(List<Field> parts) {
		return all(parts.stream()
			.map((part) -> MethodHandles.filterArguments(SHARES_PART, 0, InstanceFields.getter(part, Object.class)))
			.toList(), SHARES_PART.type());
	}

	private static MethodHandle sharesPart() {
		try {
			MethodHandle sharesPart = MethodHandles.lookup()
				.findVirtual(TypePlans.class, "sharesPart", MethodType.methodType(boolean.class, Object.class));
			return MethodHandles.permuteArguments(sharesPart,
					MethodType.methodType(boolean.class, Object.class, TypePlans.class), 1, 0);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MethodHandle sameState(List<Field> components) {
		return all(components.stream().map(RecordPlan::sameState).toList(),
				MethodType.methodType(boolean.class, Object.class, Object.class));
	}

	private static MethodHandle sameState(Field component) {
		MethodHandle getter = InstanceFields.getter(component, component.getType());
		return MethodHandles.filterArguments(sameValue(component.getType()), 0, getter, getter);
	}

	// Whether all tests hold, each of which has the given type
	private static MethodHandle all(List<MethodHandle> tests, MethodType type) {
		MethodHandle no = MethodHandles.empty(type);
		MethodHandle all = MethodHandles.dropArguments(MethodHandles.constant(boolean.class, true), 0,
				type.parameterList());
		for (MethodHandle test : tests) {
			all = MethodHandles.guardWithTest(test, all, no);
		}
		return all;
	}

	private static MethodHandle sameValue(Class<?> type) {
		Class<?> compared = Object.class;
		if (type == float.class || type == double.class) {
			compared = double.class;
		}
		else if (type.isPrimitive()) {
			compared = long.class;
		}
		try {
			MethodHandle same = MethodHandles.lookup()
				.findStatic(RecordPlan.class, "same", MethodType.methodType(boolean.class, compared, compared));
			return MethodHandles.explicitCastArguments(same, MethodType.methodType(boolean.class, type, type));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("UnusedMethod") // found by name
	private static boolean same(long one, long other) {
		return one == other;
	}

	@SuppressWarnings("UnusedMethod") // found by name
	private static boolean same(double one, double other) {
		return Double.compare(one, other) == 0;
	}

	private static boolean same(@Nullable Object one, @Nullable Object other) {
		return one == other || Objects.equals(one, other);
	}

	private static MethodHandle constructor(Class<?> type, List<Field> components, BackEnd backEnd) {
		MethodHandle[] sources = new MethodHandle[components.size()];
		int[] order = new int[components.size()];
		int parts = 0;
		for (int i = 0; i < sources.length; i++) {
			Field component = components.get(i);
			boolean part = InstanceFields.isPart(component, backEnd);
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
	boolean hasSharedParts(Object value, TypePlans plans) {
		MethodHandle shared = this.sharedParts;
		if (shared == null) {
			return super.hasSharedParts(value, plans);
		}
		try {
			return (boolean) shared.invokeExact(value, plans);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
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
		Object copy = construct(original, parts, settled);
		checkState(original, copy);
		return copy;
	}

	/**
	 * Construct a record all of whose components are parts.
	 */
	@Override
	Object buildFrom(@Nullable Object[] head, @Nullable Object[] parts, boolean settled) {
		return construct(null, parts, settled);
	}

	private Object construct(@Nullable Object original, @Nullable Object[] parts, boolean settled) {
		try {
			Object copy = (Object) this.constructor.invokeExact(original, parts);
			checkParts(parts, takeApart(copy, null), settled);
			return copy;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private void checkState(Object original, Object copy) {
		try {
			if (!(boolean) this.sameState.invokeExact(original, copy)) {
				throw changed();
			}
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private UncloneableException changed() {
		return new UncloneableException(
				"the constructor of %s changes what a record already holds".formatted(this.type.getTypeName()));
	}

	private void checkParts(@Nullable Object[] parts, @Nullable Object[] held, boolean settled) {
		for (int i = 0; i < parts.length; i++) {
			if (this.unchanging[i]) {
				if (!same(parts[i], held[i])) {
					throw changed();
				}
			}
			else if (parts[i] != held[i]) {
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
	boolean takes(int parts) {
		return parts == this.fields.size();
	}

	@Override
	long shape() {
		return this.fields.shape();
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "." + this.fields.name(index);
	}

}
