package io.github.workerthreads.offload;

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.workerthreads.message.StructuredClone;

/**
 * Looks for types that can never be cloned in a declared type and its type arguments,
 * such as {@code List<InputStream>}. Thread-safe.
 */
final class CloneableTypes {

	private final Supplier<StructuredClone> structuredClone;

	CloneableTypes(Supplier<StructuredClone> structuredClone) {
		this.structuredClone = structuredClone;
	}

	/**
	 * Return why no value of a type can be cloned.
	 * @param type the declared type
	 * @return the reason, or {@code null} if there may be values that can
	 */
	@Nullable String whyNot(ResolvableType type) {
		return whyNot(type, new HashSet<>());
	}

	private @Nullable String whyNot(ResolvableType type, Set<Type> seen) {
		if (!seen.add(type.getType())) {
			return null;
		}
		if (type.isArray()) {
			return whyNot(type.getComponentType(), seen);
		}
		Class<?> raw = type.resolve();
		if (raw == null || raw == Void.class || raw == Class.class) {
			return null;
		}
		String reason = this.structuredClone.get().whyNeverCloneable(raw);
		for (ResolvableType argument : type.getGenerics()) {
			reason = (reason != null) ? reason : whyNot(argument, seen);
		}
		return reason;
	}

}
