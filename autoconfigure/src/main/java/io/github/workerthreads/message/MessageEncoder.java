package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Writes the values of one message to bytes, depth first and with a stack of its own. A
 * value that was met before is referred to by its number. Not thread-safe, used for one
 * message.
 */
final class MessageEncoder {

	private final TypePlans plans;

	private final MessageLimits limits;

	private final MessageOutput output;

	private final IdentityTable seen = new IdentityTable();

	private final SentClasses classes;

	private final @Nullable CarriedValues carried;

	private @Nullable SentViews views;

	private @Nullable Frame top;

	/**
	 * Frames for reuse.
	 */
	private @Nullable Frame spare;

	private int depth;

	private int reserved;

	MessageEncoder(TypePlans plans, AllowedTypes allowedTypes, MessageLimits limits) {
		this(plans, allowedTypes, limits, null);
	}

	MessageEncoder(TypePlans plans, AllowedTypes allowedTypes, MessageLimits limits, @Nullable CarriedValues carried) {
		this.plans = plans;
		this.carried = carried;
		this.limits = limits;
		this.classes = new SentClasses(plans, allowedTypes);
		this.output = new MessageOutput(limits.maxBytes(), this.classes);
		this.output.writeByte(Tags.VERSION);
	}

	/**
	 * Write a value of the message.
	 * @param name what the value is called in paths
	 * @param value the value
	 * @throws DataCloneException if a value in it cannot be cloned, or the message grows
	 * beyond a limit
	 */
	void write(String name, @Nullable Object value) {
		try {
			enter(value);
			while (this.top != null) {
				step(this.top);
			}
			this.output.checkLength();
		}
		catch (RuntimeException ex) {
			throw CloneFailures.at(MessagePath.toPart(name, this.top), ex);
		}
	}

	byte[] toBytes() {
		return this.output.toBytes();
	}

	private void step(Frame frame) {
		@Nullable Object[] parts = frame.parts;
		while (frame.index < parts.length) {
			Object part = parts[frame.index];
			if (enter(part)) {
				return;
			}
			frame.index++;
		}
		leave(frame);
	}

	/**
	 * Write a value at once, or push a frame for it.
	 * @param value the value
	 * @return whether a frame was pushed
	 */
	private boolean enter(@Nullable Object value) {
		if (value == null) {
			this.output.writeByte(Tags.NULL);
			return false;
		}
		if (this.carried != null && isCarried(this.carried, value)) {
			return false;
		}
		TypePlan plan = this.plans.of(value.getClass());
		if (plan instanceof ValueForm form) {
			writeForm(form, value);
			return false;
		}
		if (plan instanceof NodePlan node) {
			return writeNode(node, value);
		}
		throw new UncloneableException((plan instanceof RefusedPlan refused) ? refused.reason()
				: "there is no byte form of " + value.getClass().getTypeName());
	}

	private boolean isCarried(CarriedValues carried, Object value) {
		if (!carried.takes(value)) {
			return false;
		}
		if (!isReference(value)) {
			if (!carried.isReplaced(value)) {
				Copier.MARKS.check(value);
			}
			checkCount();
			this.output.writeByte(Tags.CARRIED);
			this.output.writeSize(carried.add(carried.counterpartOf(value)));
		}
		return true;
	}

	private void writeForm(ValueForm form, Object value) {
		if (form.isTracked() && isKnown(value)) {
			return;
		}
		checkAllowed(value.getClass(), form.type());
		this.output.writeByte(form.number());
		form.write(this.output, value);
	}

	private void checkAllowed(Class<?> type, Class<?> form) {
		if (type == form && !this.classes.allows(type)) {
			throw new UncloneableException(AllowedTypes.refusal(type.getTypeName()));
		}
	}

	private boolean isKnown(Object value) {
		if (isReference(value)) {
			return true;
		}
		Copier.MARKS.check(value);
		checkCount();
		return false;
	}

	private boolean isReference(Object value) {
		int number = this.seen.claim(value);
		if (number >= 0) {
			this.output.writeByte(Tags.REFERENCE);
			this.output.writeSize(number);
			return true;
		}
		return false;
	}

	private void checkCount() {
		if (this.seen.size() + this.reserved > this.limits.maxValues()) {
			throw new UncloneableException(
					"the message has more than %s values. Send less, or raise 'maxValues' of the "
						.formatted(this.limits.maxValues()) + "limits of messages");
		}
	}

	private boolean writeNode(NodePlan plan, Object value) {
		if (isKnown(value) || (plan instanceof ViewPlan && isView(value))) {
			return false;
		}
		@Nullable Object[] head = plan.head(value);
		reserve(plan, head);
		@Nullable Object[] parts = plan.takeApart(value, null);
		this.output.writeByte(Tags.NODE);
		this.output.writeClass(plan.sentType(value.getClass()));
		this.output.writeSize(head.length);
		for (Object element : head) {
			writeHead(element);
		}
		this.output.writeSize(parts.length);
		push(plan, value, parts);
		return true;
	}

	/**
	 * Count what a value takes at the receiver before it has parts.
	 * @param plan the plan of the value
	 * @param head its head
	 */
	private void reserve(NodePlan plan, @Nullable Object[] head) {
		long places = (long) this.reserved + plan.places(head);
		if (places + this.seen.size() > this.limits.maxValues()) {
			throw new UncloneableException(
					"its capacity goes beyond %s. Lower it, or raise 'maxValues' of the limits of messages"
						.formatted(this.limits.maxValues()));
		}
		this.reserved = (int) places;
	}

	private void writeHead(@Nullable Object element) {
		if (element == null) {
			this.output.writeByte(Tags.NULL);
			return;
		}
		if (!(this.plans.of(element.getClass()) instanceof ValueForm form)) {
			throw new IllegalStateException("No form of " + element.getClass());
		}
		this.output.writeByte(form.number());
		form.write(this.output, element);
	}

	private boolean isView(Object value) {
		if (this.views == null) {
			this.views = new SentViews(this.plans, this.seen);
		}
		return this.views.write(value, this.output);
	}

	private void push(NodePlan plan, Object value, @Nullable Object[] parts) {
		if (++this.depth > this.limits.maxDepth()) {
			throw new UncloneableException(
					"it is inside more than %s others. Send a flatter message, or raise 'maxDepth' "
						.formatted(this.limits.maxDepth()) + "of the limits of messages");
		}
		Frame frame = this.spare;
		if (frame != null) {
			this.spare = frame.parent;
			frame.reset(plan, value, null, parts);
		}
		else {
			frame = new Frame(plan, value, null, parts);
		}
		frame.index = 0;
		frame.parent = this.top;
		frame.position = (this.top != null) ? this.top.index : 0;
		this.top = frame;
	}

	private void leave(Frame frame) {
		this.depth--;
		this.top = frame.parent;
		frame.parent = this.spare;
		this.spare = frame;
		if (this.top != null) {
			this.top.index++;
		}
	}

}
