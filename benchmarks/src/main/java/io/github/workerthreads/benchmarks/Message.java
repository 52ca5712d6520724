package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What is copied, from nothing at all to a mebibyte.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
public enum Message {

	/**
	 * A record of values that can't change: nothing is copied.
	 */
	IMMUTABLE_RECORD(Order::example, (value) -> value),

	/**
	 * A record with a list that can't change: nothing is copied, once that was found out.
	 */
	RECORD_WITH_LIST_OF(() -> new Cart(4711, List.of("apples", "pears", "plums")), (value) -> value),

	/**
	 * A record with a list that can change.
	 */
	RECORD_WITH_LIST(() -> new Cart(4711, new ArrayList<>(List.of("apples", "pears", "plums"))),
			(value) -> copy((Cart) value)),

	/**
	 * A bean with a list.
	 */
	BEAN(Customer::example, (value) -> ((Customer) value).copy()),

	/**
	 * A tree of 1000 objects of one class.
	 */
	GRAPH_OF_1000(() -> Node.tree(1000), (value) -> ((Node) value).copy()),

	/**
	 * A list of 1000 objects of eight fields, with dates, maps and arrays.
	 */
	ENTITIES_1000(() -> Entity.list(1000), Message::copyEntities),

	/**
	 * One array of a mebibyte.
	 */
	BYTES_1_MIB(() -> new byte[1024 * 1024], (value) -> ((byte[]) value).clone());

	private final Supplier<Object> factory;

	private final UnaryOperator<Object> copier;

	Message(Supplier<Object> factory, UnaryOperator<Object> copier) {
		this.factory = factory;
		this.copier = copier;
	}

	Object create() {
		return this.factory.get();
	}

	Object copy(Object value) {
		return this.copier.apply(value);
	}

	private static Object copyEntities(Object value) {
		List<Object> copies = new ArrayList<>();
		for (Object entity : (List<?>) value) {
			copies.add(((Entity) entity).copy());
		}
		return copies;
	}

	private static Cart copy(Cart cart) {
		return new Cart(cart.id(), new ArrayList<>(cart.items()));
	}

}
