package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Copies a value by recursion, which is the fastest way for what most messages are: no
 * cycles, no great depth, no views of maps, nothing that is refused. Gives up as soon as
 * it meets one of these, with a {@link RuntimeException} of whatever kind; {@link Copier}
 * then starts again from where it was and finds the way, or the path to what is wrong.
 * Not thread-safe, used for one message.
 */
final class DirectCopier {

	private static final int MAX_DEPTH = 64;

	private final TypePlans plans;

	/**
	 * The counterpart of each value; that of one in progress is absent.
	 */
	private final IdentityTable seen;

	private int depth;

	private Class<?> lastType = String.class;

	private TypePlan lastPlan = SharedPlan.INSTANCE;

	DirectCopier(TypePlans plans, IdentityTable seen) {
		this.plans = plans;
		this.seen = seen;
	}

	private Object copy(Object original) {
		return copy(original, plan(original.getClass()));
	}

	/**
	 * Return the plan of a class.
	 * @param type the class of a value
	 * @return its plan
	 */
	TypePlan plan(Class<?> type) {
		if (type == String.class) {
			return SharedPlan.INSTANCE;
		}
		if (type != this.lastType) {
			this.lastPlan = this.plans.of(type);
			this.lastType = type;
		}
		return this.lastPlan;
	}

	/**
	 * Copy a value.
	 * @param original the value
	 * @param plan its plan
	 * @return the copy
	 */
	Object copy(Object original, TypePlan plan) {
		return (plan != SharedPlan.INSTANCE) ? copyOnce(original, plan) : original;
	}

	private Object copyOnce(Object original, TypePlan plan) {
		int entry = this.seen.claim(original);
		if (entry >= 0) {
			return orGiveUp(this.seen.get(entry));
		}
		Copier.MARKS.check(original);
		Object copy;
		if (plan instanceof NodePlan node) {
			copy = node.copy(original, deeper());
			this.depth--;
		}
		else if (plan instanceof ValuePlan value) {
			copy = value.duplicate(original);
		}
		else {
			throw new GiveUp();
		}
		this.seen.set(~entry, copy);
		return copy;
	}

	private DirectCopier deeper() {
		if (++this.depth > MAX_DEPTH) {
			throw new GiveUp();
		}
		return this;
	}

	private static Object orGiveUp(@Nullable Object copy) {
		if (copy == null) {
			throw new GiveUp();
		}
		return copy;
	}

	/**
	 * Copy the parts of a value.
	 * @param parts the parts, replaced by their copies
	 * @return whether a copied part differs from the part
	 */
	boolean copyParts(@Nullable Object[] parts) {
		boolean changed = false;
		for (int i = 0; i < parts.length; i++) {
			Object part = parts[i];
			if (part != null) {
				Object copy = copy(part);
				if (copy != part) {
					parts[i] = copy;
					changed = true;
				}
			}
		}
		return changed;
	}

	/**
	 * Copy a list.
	 * @param list an {@link ArrayList} itself, not of a subclass
	 * @return the copy
	 */
	Object copyList(List<?> list) {
		List<@Nullable Object> copy = new ArrayList<>(list.size());
		Class<?> type = String.class;
		TypePlan plan = SharedPlan.INSTANCE;
		for (Object element : list) {
			if (element != null && element.getClass() != type) {
				type = element.getClass();
				plan = plan(type);
			}
			copy.add((element != null) ? copy(element, plan) : null);
		}
		return copy;
	}

	/**
	 * Copy a map.
	 * @param map a {@link HashMap} itself, not of a subclass
	 * @return the copy
	 */
	Object copyMap(Map<?, ?> map) {
		Map<@Nullable Object, @Nullable Object> copy = new HashMap<>(JdkCollections.tableSize(map.size()));
		Class<?> type = String.class;
		TypePlan plan = SharedPlan.INSTANCE;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			Object key = entry.getKey();
			Object value = entry.getValue();
			if (value != null && value.getClass() != type) {
				type = value.getClass();
				plan = plan(type);
			}
			copy.put((key instanceof String || key == null) ? key : copy(key),
					(value != null) ? copy(value, plan) : null);
		}
		return copy;
	}

	/**
	 * Says that a value has to be copied in another way.
	 */
	private static final class GiveUp extends RuntimeException {

		private static final long serialVersionUID = 1;

		GiveUp() {
			super(null, null, false, false);
		}

	}

}
