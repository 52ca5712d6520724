package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Copies the values of one message, depth first and with a stack of its own, so that
 * depth is bounded by memory only. A value is completed when its parts are; values in
 * cycles are left to {@link Cycles}. Not thread-safe, used for one message.
 */
final class Copier {

	private final TypePlans plans;

	/**
	 * The counterpart of each value, or its frame as long as it is not complete.
	 */
	private final IdentityTable seen = new IdentityTable();

	private final MapViews views = new MapViews(this.seen);

	private final Cycles cycles = new Cycles(this.seen);

	/**
	 * The frames in progress, and above them some for reuse.
	 */
	private @Nullable Frame[] stack = new @Nullable Frame[8];

	private int depth;

	private String root = "";

	Copier(TypePlans plans) {
		this.plans = plans;
	}

	/**
	 * Hand a value over as it is wherever the message refers to it.
	 * @param value the value
	 */
	void keep(@Nullable Object value) {
		if (value != null && this.seen.find(value) < 0) {
			this.seen.add(value, value);
		}
	}

	/**
	 * Copy a value of the message.
	 * @param name what the value is called in paths
	 * @param value the value
	 * @return the copy
	 */
	@Nullable Object copy(String name, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		this.root = name;
		try {
			Object copy = enter(value, this.plans.of(value.getClass()));
			return (copy != null) ? copy : run();
		}
		catch (DataCloneException ex) {
			throw ex;
		}
		catch (RebuildFailure ex) {
			throw failure(MessagePath.to(name, ex.frame()), ex.failure());
		}
		catch (RuntimeException ex) {
			throw failure(MessagePath.toPart(name, top()), ex);
		}
	}

	private Object run() {
		while (true) {
			Frame frame = this.stack[this.depth - 1];
			if (!copyParts(frame)) {
				continue;
			}
			leave(frame);
			Frame parent = frame.parent;
			if (parent == null) {
				return Objects.requireNonNull(frame.copy);
			}
			parent.index++;
		}
	}

	/**
	 * Copy parts until one needs a frame of its own.
	 * @param frame the frame with the parts
	 * @return whether all parts are copied
	 */
	private boolean copyParts(Frame frame) {
		@Nullable Object[] parts = frame.parts;
		while (frame.index < parts.length) {
			Object part = parts[frame.index];
			if (part != null && !copyPart(frame, part)) {
				return false;
			}
			frame.index++;
		}
		return true;
	}

	private boolean copyPart(Frame frame, Object part) {
		TypePlan plan = this.plans.of(part.getClass());
		if (plan == SharedPlan.INSTANCE) {
			return true;
		}
		int before = this.depth;
		Object copy = enter(part, plan);
		if (copy != null) {
			frame.put(copy);
		}
		return this.depth == before;
	}

	/**
	 * Copy a value at once, or push a frame for it.
	 * @param original the value
	 * @param plan its plan
	 * @return the copy, or {@code null} if there is none yet
	 */
	private @Nullable Object enter(Object original, TypePlan plan) {
		if (plan == SharedPlan.INSTANCE) {
			return original;
		}
		if (plan instanceof RefusedPlan refused) {
			throw new UncloneableException(refused.reason());
		}
		int entry = this.seen.find(original);
		if (entry >= 0) {
			return refer(this.seen.get(entry));
		}
		if (plan instanceof ValuePlan value) {
			Object copy = value.duplicate(original);
			this.seen.add(original, copy);
			return copy;
		}
		Object view = (plan instanceof ViewPlan) ? this.views.find(original) : null;
		if (view != null) {
			this.seen.add(original, view);
			return view;
		}
		return enter(original, (NodePlan) plan);
	}

	private @Nullable Object refer(Object counterpart) {
		Frame top = top();
		if (top != null && counterpart instanceof Frame target) {
			top.refer(target);
			return null;
		}
		return counterpart;
	}

	private @Nullable Object enter(Object original, NodePlan plan) {
		Object shell = plan.shell(original);
		@Nullable Object[] parts = plan.takeApart(original, shell);
		int first = firstUnshared(parts);
		if (first < parts.length) {
			push(plan, original, shell, parts, first);
			return null;
		}
		Object copy = plan.rebuild(original, shell, parts, false, true);
		this.seen.add(original, copy);
		return copy;
	}

	private int firstUnshared(@Nullable Object[] parts) {
		for (int i = 0; i < parts.length; i++) {
			Object part = parts[i];
			if (part != null && this.plans.of(part.getClass()) != SharedPlan.INSTANCE) {
				return i;
			}
		}
		return parts.length;
	}

	private void push(NodePlan plan, Object original, @Nullable Object shell, @Nullable Object[] parts, int first) {
		if (this.depth == this.stack.length) {
			this.stack = Arrays.copyOf(this.stack, this.depth * 2);
		}
		Frame parent = top();
		Frame frame = this.stack[this.depth];
		if (frame != null) {
			frame.reset(plan, original, shell, parts);
		}
		else {
			frame = new Frame(plan, original, shell, parts);
			this.stack[this.depth] = frame;
		}
		frame.index = first;
		frame.parent = parent;
		frame.position = (parent != null) ? parent.index : 0;
		frame.entry = this.seen.add(original, frame);
		frame.depth = this.depth++;
		frame.mark = this.cycles.size();
	}

	/**
	 * Put the value of the topmost frame into place, whose parts are copied.
	 * @param frame the frame
	 */
	private void leave(Frame frame) {
		Frame parent = frame.parent;
		this.depth--;
		if (frame.low == Frame.NONE) {
			Object copy = frame.complete(true);
			this.seen.set(frame.entry, copy);
			if (parent != null) {
				parent.put(copy);
			}
			return;
		}
		this.stack[this.depth] = null;
		this.cycles.leave(frame);
		if (parent != null) {
			parent.refer(frame);
		}
	}

	private @Nullable Frame top() {
		return (this.depth > 0) ? this.stack[this.depth - 1] : null;
	}

	private DataCloneException failure(String path, RuntimeException failure) {
		if (failure instanceof UncloneableException uncloneable) {
			return new DataCloneException(path, uncloneable.reason(), null);
		}
		if (failure instanceof ConcurrentModificationException) {
			return new DataCloneException(path, "it was changed while it was being copied. "
					+ "Do not change a message before the call that sends it has returned", failure);
		}
		return new DataCloneException(path, "it could not be taken apart or rebuilt: " + failure, failure);
	}

}
