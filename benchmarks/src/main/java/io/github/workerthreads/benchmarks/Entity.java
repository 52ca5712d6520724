package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

	private Entity(int id, Date created, Map<String, Integer> counts, Details details, int[] codes) {
		this.id = id;
		this.name = "entity " + id;
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
			entities.add(new Entity(id, new Date(id), counts, new Details("details", places), new int[] { id, 2, 3 }));
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
		return new Entity(this.id, (Date) this.created.clone(), new HashMap<>(this.counts),
				new Details(this.details.label, places), this.codes.clone());
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
