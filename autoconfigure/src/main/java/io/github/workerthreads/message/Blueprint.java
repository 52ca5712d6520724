package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How to create a collection or map with the configuration of another one. The
 * configuration is the comparator and the <em>head</em>: values that have no parts.
 */
abstract class Blueprint {

	private final Class<?>[] parameterTypes;

	Blueprint(Class<?>... parameterTypes) {
		this.parameterTypes = parameterTypes;
	}

	/**
	 * Return a blueprint of what has no configuration.
	 * @param create takes the expected size
	 * @return the blueprint
	 */
	static Blueprint plain(IntFunction<Object> create) {
		return new Blueprint() {

			@Override
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				return create.apply(size);
			}

		};
	}

	/**
	 * Return a blueprint of queues with a capacity.
	 * @param create takes the capacity
	 * @param reserves whether a new queue takes memory for its capacity
	 * @return the blueprint
	 */
	static Blueprint bounded(Function<Integer, BlockingQueue<?>> create, boolean reserves) {
		return new Blueprint(int.class) {

			@Override
			@Nullable Object[] head(Object original) {
				return new Object[] { capacity(original) };
			}

			@Override
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				return create.apply(ValueForms.element(head, 0, Integer.class));
			}

			@Override
			int places(@Nullable Object[] head) {
				return reserves ? Math.max(ValueForms.element(head, 0, Integer.class), 0) : 0;
			}

			@Override
			@Nullable Object[] arguments(@Nullable Object[] head, @Nullable Comparator<Object> comparator) {
				return head;
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
			@Nullable Object[] head(Object original) {
				return hidden((Properties) original);
			}

			@Override
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				return new Properties(defaults(head));
			}

			@Override
			@Nullable Object[] arguments(@Nullable Object[] head, @Nullable Comparator<Object> comparator) {
				return new @Nullable Object[] { defaults(head) };
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
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> order) {
				return create.apply(order);
			}

			@Override
			@Nullable Object[] arguments(@Nullable Object[] head, @Nullable Comparator<Object> order) {
				return new @Nullable Object[] { order };
			}

		};
	}

	/**
	 * Return a blueprint of linked maps where these can't be cloned.
	 * @param type the class of the maps
	 * @return the blueprint
	 */
	static Blueprint linked(Class<?> type) {
		AccessOrder accessOrder = new AccessOrder(type);
		return new Blueprint(int.class, float.class, boolean.class) {

			@Override
			@Nullable Object[] head(Object original) {
				return new Object[] { accessOrder.of(original) };
			}

			@Override
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				boolean ordered = ValueForms.element(head, 0, Boolean.class);
				return new LinkedHashMap<>(JdkCollections.tableSize(size), 0.75F, ordered);
			}

			@Override
			@Nullable Object[] arguments(@Nullable Object[] head, @Nullable Comparator<Object> comparator) {
				return new @Nullable Object[] { 16, 0.75F, ValueForms.element(head, 0, Boolean.class) };
			}

		};
	}

	/**
	 * Return a blueprint of maps with keys of an enum where these can't be cloned.
	 * @return the blueprint
	 */
	static Blueprint enumMap() {
		return new Blueprint(Class.class) {

			@Override
			@Nullable Object[] head(Object original) {
				return new @Nullable Object[] { WrappedObject.enumOf((EnumMap<?, ?>) original) };
			}

			@Override
			@SuppressWarnings({ "unchecked", "rawtypes" })
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				return new EnumMap(ValueForms.enumType(head, 0));
			}

			@Override
			@Nullable Object[] arguments(@Nullable Object[] head, @Nullable Comparator<Object> comparator) {
				return new @Nullable Object[] { ValueForms.enumType(head, 0) };
			}

		};
	}

	/**
	 * Return a blueprint that clones a map, the content too.
	 * @param clone clones a map
	 * @return the blueprint
	 */
	static Blueprint cloning(Function<Object, Object> clone) {
		return new Blueprint() {

			@Override
			Object create(Object original, @Nullable Comparator<Object> comparator) {
				return clone.apply(original);
			}

			@Override
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				throw new IllegalStateException("Nothing to clone");
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
		return cloning((original) -> {
			try {
				return (Object) clone.invokeExact(original);
			}
			catch (Throwable ex) {
				throw SuperMethod.rethrow(ex);
			}
		});
	}

	/**
	 * Create a collection or map.
	 * @param original the one that it is to be like
	 * @param comparator the comparator for it
	 * @return the new collection or map
	 */
	Object create(Object original, @Nullable Comparator<Object> comparator) {
		return createFrom(head(original), size(original), comparator);
	}

	/**
	 * Return what the configuration of a collection or map is beside a comparator.
	 * @param original the collection or map
	 * @return values that have no parts
	 */
	@Nullable Object[] head(Object original) {
		return NodePlan.NO_PARTS;
	}

	/**
	 * Return how many places a new collection or map has whatever it holds.
	 * @param head the configuration beside the comparator
	 * @return the number of places
	 */
	int places(@Nullable Object[] head) {
		return 0;
	}

	/**
	 * Create a collection or map of which the configuration is known.
	 * @param head the configuration beside the comparator
	 * @param size how many elements or entries are expected
	 * @param comparator the comparator for it
	 * @return the new collection or map
	 */
	abstract Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator);

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
	 * Return the arguments that a constructor of the JDK's class takes to create one of a
	 * configuration.
	 * @param head the configuration beside the comparator
	 * @param comparator the comparator for the new one
	 * @return the arguments
	 */
	@Nullable Object[] arguments(@Nullable Object[] head, @Nullable Comparator<Object> comparator) {
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
				return createFrom(head(original), 0, comparator);
			}

			@Override
			@Nullable Object[] head(Object original) {
				return parent.head(original);
			}

			@Override
			Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
				return instantiator.create(parent.arguments(head, comparator));
			}

			@Override
			int places(@Nullable Object[] head) {
				return parent.places(head);
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

	private static int size(Object original) {
		return (original instanceof Map<?, ?> map) ? map.size() : ((Collection<?>) original).size();
	}

	private static @Nullable Object[] hidden(Properties original) {
		return original.stringPropertyNames()
			.stream()
			.filter((name) -> !original.containsKey(name))
			.flatMap((name) -> Stream.of(name, original.getProperty(name)))
			.toArray();
	}

	private static @Nullable Properties defaults(@Nullable Object[] head) {
		Properties defaults = new Properties();
		for (int i = 0; i < head.length; i += 2) {
			defaults.setProperty(ValueForms.element(head, i, String.class),
					ValueForms.element(head, i + 1, String.class));
		}
		return defaults.isEmpty() ? null : defaults;
	}

	private static Integer capacity(Object queue) {
		BlockingQueue<?> bounded = (BlockingQueue<?>) queue;
		long capacity = (long) bounded.size() + bounded.remainingCapacity();
		return (int) Math.min(capacity, Integer.MAX_VALUE);
	}

}
