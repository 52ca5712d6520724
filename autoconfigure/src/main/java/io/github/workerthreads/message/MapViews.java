package io.github.workerthreads.message;

import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Keeps views of maps attached to their maps. A map hands out the same view again and
 * again, and objects cache views, so a copied view has to show the copied map. Not
 * thread-safe.
 */
final class MapViews {

	private final IdentityTable seen;

	/**
	 * The views of the maps that were searched, and those of their copies.
	 */
	private final IdentityHashMap<Object, Object> views = new IdentityHashMap<>();

	private int searched;

	MapViews(IdentityTable seen) {
		this.seen = seen;
	}

	/**
	 * Find the view of a copied map that a view of an original corresponds to.
	 * @param view the view of an original
	 * @return the view of the copy, or {@code null} if the original was not met before
	 */
	@Nullable Object find(Object view) {
		while (this.searched < this.seen.size()) {
			Object counterpart = this.seen.get(this.searched);
			Object copy = (counterpart instanceof Frame frame) ? frame.copy : counterpart;
			if (this.seen.original(this.searched) instanceof Map<?, ?> original && copy instanceof Map<?, ?> map) {
				add(original, map);
			}
			this.searched++;
		}
		return this.views.get(view);
	}

	private void add(Map<?, ?> original, Map<?, ?> copy) {
		this.views.put(original.keySet(), copy.keySet());
		this.views.put(original.values(), copy.values());
		this.views.put(original.entrySet(), copy.entrySet());
	}

}
