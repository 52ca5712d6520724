package io.github.workerthreads.message;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Text that says where in a message a value is, such as {@code order.lines[3].stream}.
 */
final class MessagePath {

	/**
	 * Most steps that are written out on each side of a longer path.
	 */
	private static final int MOST_STEPS = 16;

	private MessagePath() {
	}

	/**
	 * Describe the way to the current part of a frame, or to its value if all parts are
	 * there.
	 * @param root what the message is called
	 * @param frame the frame, or {@code null} for the message itself
	 * @return the path
	 */
	static String toPart(String root, @Nullable Frame frame) {
		if (frame == null) {
			return root;
		}
		boolean inside = frame.index < frame.parts.length;
		return inside ? to(root, frame) + frame.plan.describe(frame.parts, frame.index) : to(root, frame);
	}

	/**
	 * Describe the way to the value of a frame.
	 * @param root what the message is called
	 * @param frame the frame
	 * @return the path
	 */
	static String to(String root, Frame frame) {
		Deque<Frame> frames = new ArrayDeque<>();
		for (Frame step = frame; step.parent != null; step = step.parent) {
			frames.push(step);
		}
		StringBuilder path = new StringBuilder(root);
		int steps = frames.size();
		int number = 0;
		for (Frame step : frames) {
			if (number < MOST_STEPS || number >= steps - MOST_STEPS) {
				path.append(describe(step));
			}
			else if (number == MOST_STEPS) {
				path.append(" ... (").append(steps - 2 * MOST_STEPS).append(" more) ... ");
			}
			number++;
		}
		return path.toString();
	}

	private static String describe(Frame frame) {
		Frame parent = frame.parent;
		return (parent != null) ? parent.plan.describe(parent.parts, frame.position) : "";
	}

}
