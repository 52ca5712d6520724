package io.github.workerthreads.message;

import java.util.IdentityHashMap;

/**
 * Finds the maps of a message that its views show, so that the receiver can keep these
 * attached. Not thread-safe.
 */
final class SentViews {

	/**
	 * Number of views that a map has.
	 */
	static final int VIEWS = 3;

	private final TypePlans plans;

	private final IdentityTable seen;

	/**
	 * The views of the maps that were searched, by the number of the map and of the view.
	 */
	private final IdentityHashMap<Object, Integer> views = new IdentityHashMap<>();

	private int searched;

	SentViews(TypePlans plans, IdentityTable seen) {
		this.plans = plans;
		this.seen = seen;
	}

	/**
	 * Write a view as one of its map, if that was met before.
	 * @param view the view
	 * @param output where to write to
	 * @return whether it was written
	 */
	boolean write(Object view, MessageOutput output) {
		while (this.searched < this.seen.size()) {
			search(this.searched++);
		}
		Integer found = this.views.get(view);
		if (found == null) {
			return false;
		}
		output.writeByte(Tags.VIEW);
		output.writeSize(found / VIEWS);
		output.writeByte(found % VIEWS);
		return true;
	}

	private void search(int number) {
		Object original = this.seen.original(number);
		if (original != null && this.plans.of(original.getClass()) instanceof MapPlan plan
				&& plan.hasEarlyShell(original)) {
			Object[] views = plan.views(original);
			for (int i = 0; i < VIEWS; i++) {
				this.views.put(views[i], number * VIEWS + i);
			}
		}
	}

}
