package io.github.workerthreads.message;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * The plans of all classes that were met, made once per class. Those of this library's
 * class loader and its parents are kept here, those of other loaders are kept by their
 * class, so that no loader is kept alive. Thread-safe.
 */
final class TypePlans {

	private static final Set<Class<?>> FUNCTIONS = Set.of(Runnable.class, Callable.class);

	private static final int INITIAL_SLOTS = 256;

	/**
	 * Class and plan alternately, by hash, at most half full. Replaced as a whole under
	 * the lock, so that readers need none.
	 */
	private volatile @Nullable Object[] table = new @Nullable Object[INITIAL_SLOTS * 2];

	private int size;

	private final BackEnd backEnd;

	private final TypeCloners cloners;

	private final ClassValue<TypePlan> foreign = new ClassValue<>() {

		@Override
		protected TypePlan computeValue(Class<?> type) {
			return create(type);
		}

	};

	TypePlans(BackEnd backEnd, TypeCloners cloners) {
		this.backEnd = backEnd;
		this.cloners = cloners;
	}

	/**
	 * Return the plan of a class.
	 * @param type the class of a value
	 * @return its plan
	 */
	TypePlan of(Class<?> type) {
		TypePlan plan = find(this.table, type);
		return (plan != null) ? plan : load(type);
	}

	/**
	 * Return whether there may have been a value of a class.
	 * @param type a class of this library
	 * @return whether its plan was made
	 */
	boolean haveMet(Class<?> type) {
		return find(this.table, type) != null;
	}

	/**
	 * Return what tells versions of a class apart that have other fields.
	 * @param type the class
	 * @return a hash of its fields; 0 if it is not made of fields
	 */
	long shape(Class<?> type) {
		boolean made = !type.isInterface() && !type.isPrimitive() && !type.isEnum() && !JdkTypes.isJdk(type);
		return (made && of(type) instanceof NodePlan plan) ? plan.shape() : 0;
	}

	/**
	 * Return whether it is plain to see that sender and receiver may both hold a value.
	 * @param value the value
	 * @param plan its plan
	 * @return whether it is deeply immutable
	 */
	boolean shares(Object value, TypePlan plan) {
		if (plan == SharedPlan.INSTANCE) {
			return true;
		}
		return plan instanceof NodePlan node && node.isSharedWithParts() && node.hasSharedParts(value, this);
	}

	/**
	 * Return whether sender and receiver may both hold a part, whatever it holds.
	 * @param part the part
	 * @return whether all values of its class are deeply immutable
	 */
	boolean sharesPart(@Nullable Object part) {
		return part == null || of(part.getClass()) == SharedPlan.INSTANCE;
	}

	private TypePlan load(Class<?> type) {
		return JdkTypes.outlives(type) ? add(type) : this.foreign.get(type);
	}

	private synchronized TypePlan add(Class<?> type) {
		TypePlan plan = find(this.table, type);
		if (plan == null) {
			plan = create(type);
			this.size++;
			@Nullable Object[] table = (this.size * 4 > this.table.length) ? grown() : this.table.clone();
			insert(table, type, plan);
			this.table = table;
		}
		return plan;
	}

	private TypePlan create(Class<?> type) {
		try {
			TypePlan decided = this.cloners.planFor(type, this.backEnd);
			if (decided != null) {
				return decided;
			}
			for (int rule = 1;; rule++) {
				TypePlan plan = byRule(rule, type);
				if (plan instanceof RefusedPlan refused) {
					return new RefusedPlan(TypeCloners.explain(type, refused.reason()));
				}
				if (plan != null) {
					return plan;
				}
			}
		}
		catch (UncloneableException ex) {
			return new RefusedPlan(TypeCloners.explain(type, ex.reason()));
		}
		catch (LinkageError ex) {
			return new RefusedPlan("%s needs a class that is missing: %s".formatted(type.getTypeName(), ex));
		}
	}

	// In order, the first that knows the class. They are no list, which would load them
	// all at once: the first ones know the values that each process begins with
	private @Nullable TypePlan byRule(int rule, Class<?> type) {
		return switch (rule) {
			case 1 -> WorkerTypes.planFor(type, this.backEnd);
			case 2 -> Refusals.planFor(type, this.backEnd);
			case 3 -> ValueForms.planFor(type, this.backEnd);
			case 4 -> ArrayPlan.planFor(type, this.backEnd);
			case 5 -> JdkImmutables.planFor(type, this.backEnd);
			case 6 -> SharedJdkTypes.planFor(type, this.backEnd);
			case 7 -> JdkValues.planFor(type, this.backEnd);
			case 8 -> JdkCollections.planFor(type, this.backEnd);
			case 9 -> JdkMaps.planFor(type, this.backEnd);
			case 10 -> JdkWrappers.planFor(type, this.backEnd);
			case 11 -> MapSets.planFor(type, this.backEnd);
			case 12 -> JdkViews.planFor(type, this.backEnd);
			case 13 -> ThrowablePlan.planFor(type, this.backEnd);
			case 14 -> Beans.planFor(type, this.backEnd);
			default -> throw new IllegalStateException("No rule for " + type);
		};
	}

	/**
	 * Tell whether no value of a type can cross over.
	 * @param type the type of a parameter or result
	 * @return the reason, or {@code null} if some values may cross over
	 */
	@Nullable String whyNeverCloneable(Class<?> type) {
		if (type.isPrimitive() || this.cloners.mayTake(type)) {
			return null;
		}
		if (type.isArray()) {
			return whyNeverCloneable(type.getComponentType());
		}
		if (FUNCTIONS.contains(type) || type.getPackageName().equals("java.util.function")) {
			return type.getName()
					+ " is the type of a lambda, which cannot be copied; send data, or a WorkerFunction by its class";
		}
		if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
			return Refusals.reason(type);
		}
		return (of(type) instanceof RefusedPlan refused) ? refused.reason() : null;
	}

	private @Nullable Object[] grown() {
		@Nullable Object[] old = this.table;
		@Nullable Object[] table = new @Nullable Object[old.length * 2];
		for (int i = 0; i < old.length; i += 2) {
			if (old[i] instanceof Class<?> type && old[i + 1] instanceof TypePlan plan) {
				insert(table, type, plan);
			}
		}
		return table;
	}

	private static @Nullable TypePlan find(@Nullable Object[] table, Class<?> type) {
		int slot = slot(table, type);
		while (table[slot] != null) {
			if (table[slot] == type) {
				return (TypePlan) table[slot + 1];
			}
			slot = (slot + 2) & (table.length - 1);
		}
		return null;
	}

	private static void insert(@Nullable Object[] table, Class<?> type, TypePlan plan) {
		int slot = slot(table, type);
		while (table[slot] != null) {
			slot = (slot + 2) & (table.length - 1);
		}
		table[slot] = type;
		table[slot + 1] = plan;
	}

	private static int slot(@Nullable Object[] table, Class<?> type) {
		return (System.identityHashCode(type) << 1) & (table.length - 1);
	}

}
