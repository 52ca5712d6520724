package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.IdentityHashMap;
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
	GRAPH_OF_1000(() -> Node.tree(1000), (value) -> ((Node) value).copy(),
			(value) -> ((Node) value).copy(identities())),

	/**
	 * A list of 1000 objects of eight fields, with dates, maps and arrays.
	 */
	ENTITIES_1000(() -> Entity.list(1000), Message::copyEntities, Message::copyEntitiesOnce),

	/**
	 * One array of a mebibyte.
	 */
	BYTES_1_MIB(() -> new byte[1024 * 1024], (value) -> ((byte[]) value).clone());

	private final Supplier<Object> factory;

	private final UnaryOperator<Object> copier;

	private final UnaryOperator<Object> identityCopier;

	Message(Supplier<Object> factory, UnaryOperator<Object> copier) {
		this(factory, copier, copier);
	}

	Message(Supplier<Object> factory, UnaryOperator<Object> copier, UnaryOperator<Object> identityCopier) {
		this.factory = factory;
		this.copier = copier;
		this.identityCopier = identityCopier;
	}

	Object create() {
		return this.factory.get();
	}

	Object copy(Object value) {
		return this.copier.apply(value);
	}

	/**
	 * Copy so that what is met twice is copied once, if it is a large message.
	 * @param value the message
	 * @return the copy
	 */
	Object copyWithIdentity(Object value) {
		return this.identityCopier.apply(value);
	}

	private static IdentityHashMap<Object, Object> identities() {
		return new IdentityHashMap<>(2_000);
	}

	private static Object copyEntitiesOnce(Object value) {
		IdentityHashMap<Object, Object> copies = new IdentityHashMap<>(8_000);
		List<Object> list = new ArrayList<>();
		for (Object entity : (List<?>) value) {
			list.add(((Entity) entity).copy(copies));
		}
		return list;
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
