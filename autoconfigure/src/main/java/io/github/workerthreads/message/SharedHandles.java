package io.github.workerthreads.message;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Finds the handles of shared memory in a copy that nobody will receive, and closes them,
 * by the plans that made it: only then, since a list made while copying would cost every
 * message. What a user's {@code TypeCloner} rebuilt is left to the garbage collector:
 * whether its parts are the copy's own, only that knows. Not thread-safe, used for one
 * message.
 */
final class SharedHandles {

	private final TypePlans plans;

	private final IdentityTable seen = new IdentityTable();

	private final Deque<Object> waiting = new ArrayDeque<>();

	SharedHandles(TypePlans plans) {
		this.plans = plans;
	}

	/**
	 * Leave a value alone wherever the copy refers to it.
	 * @param value the value
	 */
	void leave(Object value) {
		this.seen.claim(value);
	}

	/**
	 * Close all handles.
	 * @param copies the values of the copy
	 */
	void close(@Nullable Object[] copies) {
		add(copies);
		while (!this.waiting.isEmpty()) {
			Object value = this.waiting.remove();
			if (value instanceof SharedMemory memory) {
				memory.close();
			}
			else if (this.plans.of(value.getClass()) instanceof NodePlan plan && !(plan instanceof ClonerPlan)) {
				add(parts(value, plan));
			}
		}
	}

	private void add(@Nullable Object[] values) {
		for (Object value : values) {
			if (value != null && !this.plans.sharesPart(value) && this.seen.claim(value) < 0) {
				this.waiting.add(value);
			}
		}
	}

	// The collector closes what cannot be reached here
	private static @Nullable Object[] parts(Object value, NodePlan plan) {
		try {
			return plan.takeApart(value, plan.shell(value));
		}
		catch (RuntimeException ex) {
			return NodePlan.NO_PARTS;
		}
	}

}
