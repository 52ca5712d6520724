package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.Shareable;
import io.github.workerthreads.worker.TypeCloner;

/**
 * What an application says of its types. Immutable.
 */
final class TypeCloners {

	static final TypeCloners NONE = new TypeCloners(List.of());

	private final List<TypeCloner<?>> cloners;

	/**
	 * Create cloners.
	 * @param cloners the cloners, of two for the same type the one to use first
	 */
	TypeCloners(Collection<? extends TypeCloner<?>> cloners) {
		this.cloners = List.copyOf(cloners);
	}

	/**
	 * Find the plan of a class that the application has decided over.
	 * @param type the class of a value
	 * @param backEnd how values cross over
	 * @return the plan, or {@code null} if the usual rules hold
	 */
	@Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		TypeCloner<?> cloner = find(type);
		if (cloner != null) {
			return new ClonerPlan<>(cloner);
		}
		return (backEnd == BackEnd.COPY && isShareable(type)) ? SharedPlan.INSTANCE : null;
	}

	/**
	 * Find the cloner of a type or of its nearest supertype.
	 * @param type the type
	 * @return the cloner, or {@code null} if there is none
	 */
	@Nullable TypeCloner<?> find(Class<?> type) {
		TypeCloner<?> found = null;
		for (TypeCloner<?> cloner : this.cloners) {
			boolean nearer = found == null
					|| (cloner.type() != found.type() && found.type().isAssignableFrom(cloner.type()));
			if (nearer && cloner.type().isAssignableFrom(type)) {
				found = cloner;
			}
		}
		return found;
	}

	/**
	 * Return whether values of a declared type may be of a type that has a cloner.
	 * @param type the declared type
	 * @return whether they may
	 */
	boolean mayTake(Class<?> type) {
		return find(type) != null || this.cloners.stream().anyMatch((cloner) -> type.isAssignableFrom(cloner.type()));
	}

	List<Class<?>> types() {
		List<Class<?>> types = new ArrayList<>();
		for (TypeCloner<?> cloner : this.cloners) {
			types.add(cloner.type());
		}
		return types;
	}

	static boolean isShareable(Class<?> type) {
		return type.isAnnotationPresent(Shareable.class);
	}

	/**
	 * Tell why instances of a class that are meant to be shared are refused.
	 * @param type the class
	 * @param reason why they cannot be cloned
	 * @return the reason
	 */
	static String explain(Class<?> type, String reason) {
		return isShareable(type)
				? "%s is marked @Shareable, which holds only where sender and receiver share a heap: %s"
					.formatted(type.getTypeName(), reason)
				: reason;
	}

}
