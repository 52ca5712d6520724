package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * How to create a collection or map with the configuration of another one.
 */
abstract class Blueprint {

	private final Class<?>[] parameterTypes;

	Blueprint(Class<?>... parameterTypes) {
		this.parameterTypes = parameterTypes;
	}

	@SuppressWarnings("unchecked")
	static <C> Blueprint plain(UnaryOperator<C> create) {
		return new Blueprint() {

			@Override
			Object create(Object original, @Nullable Comparator<Object> comparator) {
				return create.apply((C) original);
			}

		};
	}

	static <C extends BlockingQueue<?>> Blueprint bounded(Function<Integer, C> create) {
		return new Blueprint(int.class) {

			@Override
			Object create(Object original, @Nullable Comparator<Object> comparator) {
				return create.apply(capacity(original));
			}

			@Override
			@Nullable Object[] arguments(Object original, @Nullable Comparator<Object> comparator) {
				return new Object[] { capacity(original) };
			}

		};
	}

	/**
	 * Return the blueprint of properties. Their defaults are closed to us but for those
	 * that show through, which the copy gets.
	 * @return the blueprint
	 */
	static Blueprint properties() {
		return new Blueprint(Properties.class) {

			@Override
			Object create(Object original, @Nullable Comparator<Object> comparator) {
				return new Properties(defaults((Properties) original));
			}

			@Override
			@Nullable Object[] arguments(Object original, @Nullable Comparator<Object> comparator) {
				return new @Nullable Object[] { defaults((Properties) original) };
			}

		};
	}

	@SuppressWarnings("unchecked")
	static <C> Blueprint sorted(Function<C, @Nullable Comparator<?>> comparator,
			Function<@Nullable Comparator<Object>, C> create) {
		return new Blueprint(Comparator.class) {

			@Override
			boolean isSorted() {
				return true;
			}

			@Override
			@Nullable Comparator<Object> comparator(Object original) {
				return (Comparator<Object>) comparator.apply((C) original);
			}

			@Override
			Object create(Object original, @Nullable Comparator<Object> order) {
				return create.apply(order);
			}

			@Override
			@Nullable Object[] arguments(Object original, @Nullable Comparator<Object> order) {
				return new @Nullable Object[] { order };
			}

		};
	}

	/**
	 * Return a blueprint that clones a subclass of a class of the JDK, the content too.
	 * @param type the subclass
	 * @return the blueprint
	 */
	static Blueprint cloning(Class<?> type) {
		MethodHandle clone = SuperMethod.find(type, "clone");
		return new Blueprint() {

			@Override
			Object create(Object original, @Nullable Comparator<Object> comparator) {
				try {
					return (Object) clone.invokeExact(original);
				}
				catch (Throwable ex) {
					throw SuperMethod.rethrow(ex);
				}
			}

		};
	}

	/**
	 * Create a collection or map.
	 * @param original the one that it is to be like
	 * @param comparator the comparator for it
	 * @return the new collection or map
	 */
	abstract Object create(Object original, @Nullable Comparator<Object> comparator);

	/**
	 * Return whether the kind of collection or map may have a comparator.
	 * @return whether it is sorted
	 */
	boolean isSorted() {
		return false;
	}

	@Nullable Comparator<Object> comparator(Object original) {
		return null;
	}

	/**
	 * Return the arguments that a constructor of the JDK's class takes to create one like
	 * the original.
	 * @param original the collection or map
	 * @param comparator the comparator for the new one
	 * @return the arguments
	 */
	@Nullable Object[] arguments(Object original, @Nullable Comparator<Object> comparator) {
		return NodePlan.NO_PARTS;
	}

	/**
	 * Return the blueprint of a subclass.
	 * @param type the subclass
	 * @return how to create an instance of it, running only the JDK's constructor
	 */
	Blueprint forSubclass(Class<?> type) {
		Blueprint parent = this;
		Instantiator instantiator = new Instantiator(type, JdkTypes.jdkSuperclass(type), this.parameterTypes);
		return new Blueprint() {

			@Override
			Object create(Object original, @Nullable Comparator<Object> comparator) {
				return instantiator.create(parent.arguments(original, comparator));
			}

			@Override
			boolean isSorted() {
				return parent.isSorted();
			}

			@Override
			@Nullable Comparator<Object> comparator(Object original) {
				return parent.comparator(original);
			}

		};
	}

	private static @Nullable Properties defaults(Properties original) {
		Properties defaults = new Properties();
		for (String name : original.stringPropertyNames()) {
			String value = original.getProperty(name);
			if (value != null && !original.containsKey(name)) {
				defaults.setProperty(name, value);
			}
		}
		return defaults.isEmpty() ? null : defaults;
	}

	private static Integer capacity(Object queue) {
		BlockingQueue<?> bounded = (BlockingQueue<?>) queue;
		long capacity = (long) bounded.size() + bounded.remainingCapacity();
		return (int) Math.min(capacity, Integer.MAX_VALUE);
	}

}
