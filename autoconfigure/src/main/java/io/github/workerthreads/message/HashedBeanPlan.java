package io.github.workerthreads.message;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Plan of maps and sets that are not made of ones of the JDK. Where they keep a key may
 * depend on its identity, which a copy does not have, so that the copy must show that it
 * finds its keys.
 */
final class HashedBeanPlan extends BeanPlan {

	private final Class<?> type;

	HashedBeanPlan(Class<?> type, BackEnd backEnd) {
		super(type, backEnd);
		this.type = type;
	}

	@Override
	Object copy(Object original, DirectCopier copier) {
		Object copy = super.copy(original, copier);
		String flaw = flaw(copy, NO_PARTS);
		if (flaw != null) {
			throw new UncloneableException(flaw);
		}
		return copy;
	}

	@Override
	boolean isDoubtful() {
		return true;
	}

	@Override
	@Nullable String flaw(Object copy, @Nullable Object[] parts) {
		return findsItsKeys(copy) ? null : this.type.getTypeName() + " looks for its keys by an identity that copies "
				+ "do not have; give the class of the keys equals and hashCode, or use a collection of java.util";
	}

	private static boolean findsItsKeys(Object copy) {
		Collection<?> keys = (copy instanceof Map<?, ?> map) ? map.keySet() : (Collection<?>) copy;
		for (Object key : keys) {
			boolean found = (copy instanceof Map<?, ?> map) ? map.containsKey(key) : keys.contains(key);
			if (!found) {
				return false;
			}
		}
		return true;
	}

}
