package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Copies the values of one message, {@linkplain DirectCopier directly} if that works,
 * otherwise depth first and with a stack of its own, so that depth is bounded by memory
 * only. A value is completed when its parts are; values in cycles are left to
 * {@link Cycles}. Not thread-safe, used for one message.
 */
final class Copier {

	/**
	 * What no message may have, whoever copies it.
	 */
	static final UncloneableMarks MARKS = new UncloneableMarks();

	private static final @Nullable Frame[] NO_FRAMES = {};

	private static final int LEAST_FRAMES = 4;

	private final TypePlans plans;

	/**
	 * The counterpart of each value, or its frame as long as it is not complete.
	 */
	private final IdentityTable seen;

	/**
	 * The frames in progress, and above them some for reuse.
	 */
	private @Nullable Frame[] stack = NO_FRAMES;

	private int depth;

	private int replaced;

	private @Nullable Cycles cycles;

	private @Nullable MapViews views;

	private Class<?> lastType = String.class;

	private TypePlan lastPlan = SharedPlan.INSTANCE;

	/**
	 * Create a copier.
	 * @param plans say how to copy values
	 * @param first the plan of the first value to copy
	 */
	Copier(TypePlans plans, TypePlan first) {
		this.plans = plans;
		this.seen = (first instanceof NodePlan plan) ? new IdentityTable(plan.history().expectedValues())
				: new IdentityTable();
	}

	/**
	 * Put something else in place of a value wherever the message refers to it.
	 * @param value the value
	 * @param replacement what stands for it in the copy
	 */
	void replace(Object value, Object replacement) {
		int entry = this.seen.claim(value);
		this.seen.set((entry >= 0) ? entry : ~entry, replacement);
		this.replaced = this.seen.size();
	}

	/**
	 * Copy a value of the message.
	 * @param name what the value is called in paths
	 * @param value the value
	 * @param plan its plan
	 * @return the copy
	 */
	Object copy(String name, Object value, TypePlan plan) {
		boolean copied = false;
		try {
			Object copy = copyInOneWay(value, plan);
			copied = true;
			return copy;
		}
		catch (DataCloneException ex) {
			throw ex;
		}
		catch (RebuildFailure ex) {
			throw CloneFailures.at(MessagePath.to(name, ex.frame()), ex.failure());
		}
		catch (RuntimeException ex) {
			throw CloneFailures.at(MessagePath.toPart(name, top()), ex);
		}
		finally {
			if (!copied) {
				closeHandles(this.replaced);
			}
		}
	}

	private Object copyInOneWay(Object value, TypePlan plan) {
		Object direct = (plan instanceof NodePlan node && node.history().suggestsDirectCopy())
				? copyDirectly(value, node) : null;
		if (direct != null) {
			return direct;
		}
		Object copy = (plan != SharedPlan.INSTANCE) ? enter(value, plan) : value;
		return (copy != null) ? copy : run();
	}

	// Of values that nobody will receive
	private void closeHandles(int first) {
		for (int number = first; number < this.seen.size(); number++) {
			if (this.seen.get(number) instanceof SharedMemory handle) {
				handle.close();
			}
		}
	}

	private @Nullable Object copyDirectly(Object value, NodePlan plan) {
		int known = this.seen.size();
		try {
			Object copy = new DirectCopier(this.plans, this.seen).copy(value, plan);
			plan.history().copied(this.seen.size() - known);
			return copy;
		}
		catch (RuntimeException ex) {
			closeHandles(known);
			this.seen.truncate(known);
			plan.history().failed();
			return null;
		}
	}

	private Object run() {
		while (true) {
			Frame frame = Objects.requireNonNull(this.stack[this.depth - 1]);
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

	private TypePlan plan(Object part) {
		Class<?> type = part.getClass();
		if (type == String.class) {
			return SharedPlan.INSTANCE;
		}
		if (type != this.lastType) {
			this.lastPlan = this.plans.of(type);
			this.lastType = type;
		}
		return this.lastPlan;
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
			if (part != null) {
				TypePlan plan = plan(part);
				if (plan != SharedPlan.INSTANCE && !copyPart(frame, part, plan)) {
					return false;
				}
			}
			frame.index++;
		}
		return true;
	}

	private boolean copyPart(Frame frame, Object part, TypePlan plan) {
		Object copy = enter(part, plan);
		if (copy == null) {
			return false;
		}
		if (copy instanceof Frame target) {
			frame.refer(target);
		}
		else {
			frame.put(copy);
		}
		return true;
	}

	/**
	 * Copy a value at once, or push a frame for it.
	 * @param original the value
	 * @param plan its plan
	 * @return the copy, the frame of a value that is not complete yet, or {@code null} if
	 * a frame was pushed
	 */
	private @Nullable Object enter(Object original, TypePlan plan) {
		int entry = this.seen.claim(original);
		if (entry >= 0) {
			return this.seen.get(entry);
		}
		MARKS.check(original);
		Object copy = copy(original, plan, ~entry);
		if (copy != null) {
			this.seen.set(~entry, copy);
		}
		return copy;
	}

	private @Nullable Object copy(Object original, TypePlan plan, int entry) {
		if (plan instanceof NodePlan node) {
			Object view = (plan instanceof ViewPlan) ? view(original) : null;
			return (view != null) ? view : copy(original, node, entry);
		}
		if (plan instanceof ValuePlan value) {
			return value.duplicate(original);
		}
		if (plan instanceof RefusedPlan refused) {
			throw new UncloneableException(refused.reason());
		}
		return original;
	}

	private @Nullable Object copy(Object original, NodePlan plan, int entry) {
		Object shell = plan.shell(original);
		@Nullable Object[] parts = plan.takeApart(original, shell);
		for (int i = 0; i < parts.length; i++) {
			Object part = parts[i];
			if (part != null && plan(part) != SharedPlan.INSTANCE) {
				Frame frame = push(plan, original, shell, parts);
				frame.index = i;
				frame.entry = entry;
				this.seen.set(entry, frame);
				return null;
			}
		}
		return plan.rebuild(original, shell, parts, false, true);
	}

	private @Nullable Object view(Object original) {
		if (this.views == null) {
			this.views = new MapViews(this.plans, this.seen);
		}
		return this.views.find(original);
	}

	private Frame push(NodePlan plan, Object original, @Nullable Object shell, @Nullable Object[] parts) {
		if (this.depth == this.stack.length) {
			this.stack = Arrays.copyOf(this.stack, Math.max(this.depth * 2, LEAST_FRAMES));
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
		frame.parent = parent;
		frame.position = (parent != null) ? parent.index : 0;
		frame.depth = this.depth++;
		frame.mark = (this.cycles != null) ? this.cycles.size() : 0;
		return frame;
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
		if (this.cycles == null) {
			this.cycles = new Cycles(this.seen);
		}
		this.cycles.leave(frame);
		if (parent != null) {
			parent.refer(frame);
		}
	}

	private @Nullable Frame top() {
		return (this.depth > 0) ? this.stack[this.depth - 1] : null;
	}

}
