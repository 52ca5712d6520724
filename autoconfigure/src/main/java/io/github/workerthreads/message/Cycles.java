package io.github.workerthreads.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.github.workerthreads.message.Frame.Waiter;

/**
 * Completes the values of a message that are in cycles, found as Tarjan finds strongly
 * connected components. The outermost value of a cycle is its head: when the head leaves
 * the stack, all that its cycle refers to is there. Until then
 * <ul>
 * <li>a value with a shell is referred to by its shell,</li>
 * <li>a value without one, such as a record, is built as soon as it has all its parts,
 * and whoever refers to it waits for that,</li>
 * <li>a hash table or sorted collection is not filled, since its keys may be
 * incomplete.</li>
 * </ul>
 * Not thread-safe.
 */
final class Cycles {

	private final Counterparts seen;

	/**
	 * Frames that left the stack before the head of their cycle, in that order.
	 */
	private final List<Frame> unsettled = new ArrayList<>(0);

	Cycles(Counterparts seen) {
		this.seen = seen;
	}

	/**
	 * Return the number of frames that wait for the head of their cycle.
	 * @return the number of frames
	 */
	int size() {
		return this.unsettled.size();
	}

	/**
	 * Let go of a frame that leaves the stack with all its parts visited.
	 * @param frame a frame that is in a cycle
	 */
	void leave(Frame frame) {
		boolean head = frame.low == frame.depth;
		frame.depth = Frame.NONE;
		this.unsettled.add(frame);
		if (frame.missing == 0 && !frame.defers()) {
			complete(frame);
		}
		if (head) {
			settle(this.unsettled.subList(frame.mark, size()));
		}
	}

	private void settle(List<Frame> cycle) {
		for (Frame frame : cycle) {
			if (!frame.completed && frame.missing == 0) {
				complete(frame);
			}
		}
		for (Frame frame : cycle) {
			this.seen.set(frame.entry, frame.settle());
		}
		cycle.clear();
	}

	/**
	 * Complete a frame, and then those that waited for nothing else.
	 * @param first the frame
	 */
	private void complete(Frame first) {
		ArrayDeque<Frame> ready = new ArrayDeque<>();
		ready.add(first);
		Frame frame;
		while ((frame = ready.poll()) != null) {
			Object copy = frame.complete(false);
			for (Waiter waiter : frame.takeWaiters()) {
				if (arrive(waiter, copy)) {
					ready.add(waiter.frame());
				}
			}
		}
	}

	private boolean arrive(Waiter waiter, Object copy) {
		Frame frame = waiter.frame();
		frame.parts[waiter.index()] = copy;
		frame.missing--;
		return frame.missing == 0 && frame.depth == Frame.NONE && !frame.defers();
	}

}
