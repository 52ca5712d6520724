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

	private final TypePlans plans;

	private final IdentityTable seen;

	/**
	 * The views of the maps that were searched, and those of their copies.
	 */
	private final IdentityHashMap<Object, Object> views = new IdentityHashMap<>();

	private int searched;

	MapViews(TypePlans plans, IdentityTable seen) {
		this.plans = plans;
		this.seen = seen;
	}

	/**
	 * Find the view of a copied map that a view of an original corresponds to.
	 * @param view the view of an original
	 * @return the view of the copy, or {@code null} if the original was not met before
	 */
	@Nullable Object find(Object view) {
		while (this.searched < this.seen.size()) {
			search(this.searched++);
		}
		return this.views.get(view);
	}

	private void search(int number) {
		Object original = this.seen.original(number);
		Object counterpart = this.seen.get(number);
		Object copy = (counterpart instanceof Frame frame) ? frame.copy : counterpart;
		if (original instanceof Map && copy != null && this.plans.of(original.getClass()) instanceof MapPlan plan) {
			Object[] views = plan.views(original);
			Object[] copied = plan.views(copy);
			for (int i = 0; i < views.length; i++) {
				this.views.put(views[i], copied[i]);
			}
		}
	}

}
