package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One value on its way through the copier, or out of a message that came as bytes. While
 * a frame stands in the table of seen values its value is not complete yet. Not
 * thread-safe.
 */
final class Frame {

	/**
	 * Depth that no frame has.
	 */
	static final int NONE = Integer.MAX_VALUE;

	NodePlan plan;

	Object original;

	/**
	 * What is known of a value that comes as bytes.
	 */
	@Nullable Object @Nullable [] head;

	/**
	 * What others can refer to already, if anything.
	 */
	@Nullable Object copy;

	@Nullable Object[] parts;

	/**
	 * Number of the part that is being copied.
	 */
	int index;

	/**
	 * Whether a copied part differs from the part.
	 */
	boolean changed;

	boolean completed;

	/**
	 * Whether all that the value refers to is complete.
	 */
	boolean settled;

	/**
	 * Number of parts that wait for a value which cannot be referred to yet.
	 */
	int missing;

	/**
	 * Number of the entry in the copier's table.
	 */
	int entry;

	/**
	 * Frame of which this one is a part, and the number of that part.
	 */
	@Nullable Frame parent;

	int position;

	/**
	 * Number of frames below this one on the stack; {@link #NONE} once it left.
	 */
	int depth;

	/**
	 * Depth of the outermost frame on the stack that this value refers to, at whatever
	 * distance; {@link #NONE} if there is none.
	 */
	int low;

	/**
	 * Number of unsettled frames when this one was pushed.
	 */
	int mark;

	private @Nullable List<Waiter> waiters;

	Frame(NodePlan plan, Object original, @Nullable Object shell, @Nullable Object[] parts) {
		this.plan = plan;
		this.original = original;
		this.copy = shell;
		this.parts = parts;
		this.low = NONE;
	}

	/**
	 * Create a frame for a value that comes as bytes.
	 * @param plan its plan
	 * @param head its head
	 * @param parts an array for its parts
	 */
	Frame(NodePlan plan, @Nullable Object[] head, @Nullable Object[] parts) {
		this(plan, head, null, parts);
		this.head = head;
	}

	void reset(NodePlan plan, Object original, @Nullable Object shell, @Nullable Object[] parts) {
		this.plan = plan;
		this.original = original;
		this.copy = shell;
		this.parts = parts;
		this.changed = false;
		this.completed = false;
	}

	/**
	 * Put the copy of the current part into place.
	 * @param part the copy of the part
	 */
	void put(Object part) {
		if (this.parts[this.index] != part) {
			this.parts[this.index] = part;
			this.changed = true;
		}
	}

	/**
	 * Let the current part refer to a value that is in a cycle with this one.
	 * @param target the frame of the value
	 */
	void refer(Frame target) {
		if (!target.settled) {
			this.low = Math.min(this.low, (target.depth != NONE) ? target.depth : target.low);
		}
		if (target.copy != null) {
			put(target.copy);
			return;
		}
		this.parts[this.index] = null;
		this.changed = true;
		this.missing++;
		if (target.waiters == null) {
			target.waiters = new ArrayList<>();
		}
		target.waiters.add(new Waiter(this, this.index));
	}

	/**
	 * Return whether others can refer to the value before its parts are complete, and it
	 * looks into its parts when it is completed.
	 * @return whether completing should wait until all that it refers to is complete
	 */
	boolean defers() {
		return this.copy != null && this.plan.readsParts();
	}

	/**
	 * Complete the value, which has all its parts.
	 * @param settled whether all that the parts refer to is complete
	 * @return the counterpart
	 * @throws RebuildFailure if the plan fails
	 */
	Object complete(boolean settled) {
		try {
			Object result = (this.head != null) ? this.plan.revive(this.head, this.copy, this.parts, settled)
					: this.plan.rebuild(this.original, this.copy, this.parts, this.changed, settled);
			this.copy = result;
			this.completed = true;
			if (settled && this.plan.isDoubtful()) {
				verify(result);
			}
			return result;
		}
		catch (RuntimeException ex) {
			throw new RebuildFailure(this, ex);
		}
	}

	/**
	 * Settle a value that was completed before all that it refers to was, which it is
	 * now.
	 * @return the counterpart
	 * @throws RebuildFailure if it could not be completed, or is not right
	 */
	Object settle() {
		try {
			if (!this.completed || this.copy == null) {
				throw new UncloneableException(
						"it is in a cycle in which each value can only be constructed from the next");
			}
			this.settled = true;
			verify(this.copy);
			return this.copy;
		}
		catch (RuntimeException ex) {
			throw new RebuildFailure(this, ex);
		}
	}

	private void verify(Object copy) {
		String flaw = this.plan.flaw(copy, this.parts);
		if (flaw != null) {
			throw new UncloneableException(flaw);
		}
	}

	/**
	 * Take the parts of other frames that wait for this value.
	 * @return the waiting parts
	 */
	List<Waiter> takeWaiters() {
		List<Waiter> taken = (this.waiters != null) ? this.waiters : List.of();
		this.waiters = null;
		return taken;
	}

	/**
	 * A part that waits for a value.
	 *
	 * @param frame the frame with the part
	 * @param index the number of the part
	 */
	record Waiter(Frame frame, int index) {

	}

}
