package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/**
 * Copies what stands in one field of the values of one class. Nearly always that is of
 * the same class, so the plan of the first one is kept if its class lives at least as
 * long as the class with the field. Thread-safe.
 */
final class PartCopier {

	private static final MethodHandle COPY = find();

	private final Class<?> owner;

	// whichever thread comes first: its fields are final
	private @Nullable Known known;

	/**
	 * Create a copier.
	 * @param owner the class with the field
	 */
	PartCopier(Class<?> owner) {
		this.owner = owner;
	}

	private static MethodHandle find() {
		MethodType type = MethodType.methodType(Object.class, DirectCopier.class, Object.class);
		try {
			return MethodHandles.lookup().findVirtual(PartCopier.class, "copy", type);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the copier as a handle.
	 * @return a handle that takes what copies values, and the part
	 */
	MethodHandle handle() {
		return COPY.bindTo(this);
	}

	@SuppressWarnings("UnusedMethod") // found by name
	private @Nullable Object copy(DirectCopier copier, @Nullable Object part) {
		if (part == null) {
			return null;
		}
		Class<?> type = part.getClass();
		Known known = this.known;
		TypePlan plan = (known != null && known.type() == type) ? known.plan() : plan(copier, type);
		return copier.copy(part, plan);
	}

	private TypePlan plan(DirectCopier copier, Class<?> type) {
		TypePlan plan = copier.plan(type);
		if (this.known == null && livesLongEnough(type)) {
			this.known = new Known(type, plan);
		}
		return plan;
	}

	private boolean livesLongEnough(Class<?> type) {
		boolean related = !type.isHidden() && type.getClassLoader() == this.owner.getClassLoader();
		return related || JdkTypes.outlives(type);
	}

	private record Known(Class<?> type, TypePlan plan) {

	}

}
