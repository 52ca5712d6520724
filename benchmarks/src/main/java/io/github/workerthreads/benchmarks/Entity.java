package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Object of eight fields with a date, maps and an array, as {@code benchmarks/node-ports}
 * has it too.
 */
final class Entity {

	private final int id;

	private final String name;

	private final boolean active;

	private final double score;

	private final Date created;

	private final Map<String, Integer> counts;

	private final Details details;

	private final int[] codes;

	private Entity(int id, String name, Date created, Map<String, Integer> counts, Details details, int[] codes) {
		this.id = id;
		this.name = name;
		this.active = id % 2 == 0;
		this.score = id * 1.5;
		this.created = created;
		this.counts = counts;
		this.details = details;
		this.codes = codes;
	}

	/**
	 * Create entities.
	 * @param size how many
	 * @return the entities
	 */
	static List<Entity> list(int size) {
		List<Entity> entities = new ArrayList<>(size);
		for (int id = 0; id < size; id++) {
			Map<String, Integer> counts = new HashMap<>(Map.of("a", id, "b", id + 1, "c", id + 2));
			Map<String, Place> places = new HashMap<>(Map.of("x", new Place(id, id), "y", new Place(-id, id)));
			entities.add(new Entity(id, "entity " + id, new Date(id), counts, new Details("details", places),
					new int[] { id, 2, 3 }));
		}
		return entities;
	}

	/**
	 * Copy by hand what a structured clone copies.
	 * @return the copy
	 */
	Entity copy() {
		Map<String, Place> places = new HashMap<>();
		this.details.places.forEach((key, place) -> places.put(key, new Place(place.x, place.y)));
		return new Entity(this.id, this.name, (Date) this.created.clone(), new HashMap<>(this.counts),
				new Details(this.details.label, places), this.codes.clone());
	}

	/**
	 * Copy by hand so that what is met twice is copied once.
	 * @param copies the copies made so far, by identity
	 * @return the copy
	 */
	Entity copy(IdentityHashMap<Object, Object> copies) {
		return once(this, copies, (entity) -> new Entity(entity.id, entity.name,
				once(entity.created, copies, (date) -> (Date) date.clone()), once(entity.counts, copies, HashMap::new),
				once(entity.details, copies, (details) -> details.copy(copies)),
				once(entity.codes, copies, int[]::clone)));
	}

	@SuppressWarnings("unchecked")
	private static <T> T once(T original, IdentityHashMap<Object, Object> copies, UnaryOperator<T> copier) {
		Object known = copies.get(original);
		if (known != null) {
			return (T) known;
		}
		T copy = copier.apply(original);
		copies.put(original, copy);
		return copy;
	}

	@Override
	public String toString() {
		return this.name + (this.active ? "" : " (inactive)") + " " + this.score;
	}

	private static final class Details {

		private final String label;

		private final Map<String, Place> places;

		Details(String label, Map<String, Place> places) {
			this.label = label;
			this.places = places;
		}

		Details copy(IdentityHashMap<Object, Object> copies) {
			return new Details(this.label, once(this.places, copies, (places) -> {
				Map<String, Place> copy = new HashMap<>();
				places.forEach((key, place) -> copy.put(key, once(place, copies, (old) -> new Place(old.x, old.y))));
				return copy;
			}));
		}

	}

	private static final class Place {

		private int x;

		private int y;

		Place(int x, int y) {
			this.x = x;
			this.y = y;
		}

	}

}
