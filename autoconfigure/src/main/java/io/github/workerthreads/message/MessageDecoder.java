package io.github.workerthreads.message;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Reads the values of one message from bytes, depth first and with a stack of its own.
 * Values in cycles are left to {@link Cycles}, as in a copy. The bytes may be anything.
 * Not thread-safe, used for one message.
 */
final class MessageDecoder {

	/**
	 * Stands for a value whose frame was pushed.
	 */
	private static final Object PUSHED = new Object();

	private final TypePlans plans;

	private final MessageLimits limits;

	private final AllowedTypes allowedTypes;

	private final MessageInput input;

	private final ReceivedClasses classes;

	private final ReceivedValues values;

	private final KeyWork work;

	private final Cycles cycles;

	private final List<Object> carried;

	private @Nullable Frame top;

	/**
	 * Frames for reuse, to which nothing refers.
	 */
	private @Nullable Frame spare;

	private int depth;

	MessageDecoder(TypePlans plans, ClassFinder finder, AllowedTypes allowedTypes, MessageLimits limits, byte[] bytes) {
		this(plans, finder, allowedTypes, limits, bytes, List.of());
	}

	MessageDecoder(TypePlans plans, ClassFinder finder, AllowedTypes allowedTypes, MessageLimits limits, byte[] bytes,
			List<Object> carried) {
		this.plans = plans;
		this.carried = carried;
		this.limits = limits;
		this.allowedTypes = allowedTypes;
		this.classes = new ReceivedClasses(plans, finder);
		this.input = new MessageInput(bytes, this.classes);
		this.values = new ReceivedValues(limits.maxValues());
		this.work = new KeyWork(limits.maxWork());
		this.cycles = new Cycles(this.values);
	}

	/**
	 * Read what precedes the first value.
	 * @param name what the message is called in paths
	 */
	void begin(String name) {
		if (this.input.length() > this.limits.maxBytes()) {
			throw malformed(name, "the message has more bytes than %s. Send less, or raise 'maxBytes' of the limits of "
				.formatted(this.limits.maxBytes()) + "messages", null);
		}
		if (this.input.length() == 0 || this.input.readByte() != Tags.VERSION) {
			throw malformed(name, "this is no message of version " + Tags.VERSION, null);
		}
	}

	/**
	 * Read a value of the message.
	 * @param name what the value is called in paths
	 * @return the value
	 * @throws MalformedMessageException if the bytes are no message that this side takes
	 * @throws DataCloneException if a value refuses to be rebuilt
	 */
	@Nullable Object read(String name) {
		try {
			Object value = enter();
			return (value == PUSHED) ? run() : value;
		}
		catch (MalformedInputFailure ex) {
			throw malformed(MessagePath.toPart(name, this.top), ex.reason(), null);
		}
		catch (RebuildFailure ex) {
			throw CloneFailures.at(MessagePath.to(name, ex.frame()), ex.failure());
		}
		catch (StackOverflowError ex) {
			throw malformed(MessagePath.toPart(name, this.top), "to compare keys takes all the stack", ex);
		}
		catch (RuntimeException | LinkageError ex) {
			throw malformed(MessagePath.toPart(name, this.top), "it could not be rebuilt: " + ex, ex);
		}
	}

	/**
	 * Check that the message has no more bytes.
	 * @param name what the message is called in paths
	 */
	void end(String name) {
		try {
			this.input.end();
		}
		catch (MalformedInputFailure ex) {
			throw malformed(name, ex.reason(), null);
		}
	}

	private MalformedMessageException malformed(String path, String reason, @Nullable Throwable cause) {
		return new MalformedMessageException(path, this.input.position(), this.input.length(), reason, cause);
	}

	private Object run() {
		while (true) {
			Frame frame = Objects.requireNonNull(this.top);
			if (!readParts(frame)) {
				continue;
			}
			Object result = leave(frame);
			Frame parent = this.top;
			if (parent == null) {
				return (result instanceof Frame settled) ? Objects.requireNonNull(settled.copy) : result;
			}
			place(parent, result);
		}
	}

	/**
	 * Read parts until one needs a frame of its own.
	 * @param frame the frame with the parts
	 * @return whether all parts are read
	 */
	private boolean readParts(Frame frame) {
		if (frame.index == 0 && frame.plan.shellParts() == 0) {
			open(frame);
		}
		while (frame.index < frame.parts.length) {
			this.input.take();
			Object part = enter();
			if (part == PUSHED) {
				return false;
			}
			place(frame, part);
		}
		return true;
	}

	private void place(Frame frame, @Nullable Object part) {
		if (part instanceof Frame target) {
			frame.refer(target);
		}
		else if (part != null) {
			frame.put(part);
		}
		if (++frame.index == frame.plan.shellParts() && frame.missing == 0) {
			open(frame);
		}
	}

	private void open(Frame frame) {
		frame.copy = frame.plan.shellFrom(Objects.requireNonNull(frame.head), frame.parts);
	}

	/**
	 * Read a value at once, or push a frame for it.
	 * @return the value, the frame of one that is not complete yet, or {@link #PUSHED}
	 */
	private @Nullable Object enter() {
		int tag = this.input.readTag();
		if (tag == Tags.NODE) {
			push();
			return PUSHED;
		}
		return switch (tag) {
			case Tags.NULL -> null;
			case Tags.REFERENCE -> refer();
			case Tags.VIEW -> view();
			case Tags.CARRIED -> carried();
			default -> readForm(tag);
		};
	}

	private Object refer() {
		int number = this.values.check(this.input.readSize(), this.input);
		weigh(this.values.weight(number));
		return this.values.get(number);
	}

	private Object carried() {
		int number = this.input.readSize();
		if (number >= this.carried.size()) {
			throw this.input.malformed("value %s did not come with the bytes".formatted(number));
		}
		Object value = this.carried.get(number);
		this.values.add(value, KeyWork.LEAF, this.input);
		return value;
	}

	private Object readForm(int tag) {
		ValueForm form = ValueForms.of(tag);
		if (form == null) {
			throw this.input.malformed("no value begins with %s".formatted(tag));
		}
		if (!this.allowedTypes.allows(form.type())) {
			throw this.input.malformed(AllowedTypes.refusal(form.type().getTypeName()));
		}
		Object value = form.read(this.input);
		if (form.isTracked()) {
			this.values.add(value, KeyWork.LEAF, this.input);
		}
		weigh(KeyWork.LEAF);
		return value;
	}

	/**
	 * Add to the weight of the topmost value that of its current part.
	 * @param weight the weight of the part
	 */
	private void weigh(long weight) {
		Frame frame = this.top;
		this.work.refer(weight, frame != null && frame.plan.isKey(frame.index));
	}

	private Object view() {
		int number = this.values.check(this.input.readSize(), this.input);
		int kind = this.input.readByte();
		Object target = this.values.get(number);
		Object map = (target instanceof Frame frame) ? frame.copy : target;
		if (!(map instanceof Map) || kind >= SentViews.VIEWS
				|| !(this.plans.of(map.getClass()) instanceof MapPlan plan)) {
			throw this.input.malformed("a view shows no map");
		}
		Object view = plan.views(map)[kind];
		this.values.add(view, this.values.weight(number), this.input);
		weigh(this.values.weight(number));
		return view;
	}

	private void push() {
		ReceivedClass type = this.classes.read(this.input);
		if (!(type.plan() instanceof NodePlan plan)) {
			throw this.input.malformed((type.plan() instanceof RefusedPlan refused) ? refused.reason()
					: type.type().getTypeName() + " has no parts");
		}
		if (++this.depth > this.limits.maxDepth()) {
			throw this.input.malformed("it is inside more than %s others. Send a flatter message, or raise 'maxDepth' "
				.formatted(this.limits.maxDepth()) + "of the limits of messages");
		}
		@Nullable Object[] head = readHead();
		this.values.reserve(plan.places(head), this.input);
		@Nullable Object[] parts = new @Nullable Object[this.input.readCount()];
		if (!plan.takes(parts.length)) {
			throw this.input.malformed("%s cannot have %s parts".formatted(type.type().getTypeName(), parts.length));
		}
		Frame frame = frame(plan, head, parts);
		frame.entry = this.values.add(frame, KeyWork.LEAF, this.input);
		this.work.push(plan);
		this.top = frame;
	}

	private @Nullable Object[] readHead() {
		@Nullable Object[] head = new @Nullable Object[this.input.readLength(1)];
		for (int i = 0; i < head.length; i++) {
			int tag = this.input.readByte();
			ValueForm form = ValueForms.of(tag);
			if (form != null) {
				head[i] = form.read(this.input);
			}
			else if (tag != Tags.NULL) {
				throw this.input.malformed("no value without parts begins with %s".formatted(tag));
			}
		}
		return head;
	}

	private Frame frame(NodePlan plan, @Nullable Object[] head, @Nullable Object[] parts) {
		Frame frame = this.spare;
		if (frame != null) {
			this.spare = frame.parent;
			frame.reset(plan, head, null, parts);
			frame.head = head;
		}
		else {
			frame = new Frame(plan, head, parts);
		}
		frame.index = 0;
		frame.parent = this.top;
		frame.position = (this.top != null) ? this.top.index : 0;
		frame.depth = this.depth;
		frame.mark = this.cycles.size();
		return frame;
	}

	/**
	 * Complete the value of the topmost frame, all of whose parts are read.
	 * @param frame the frame
	 * @return the value, or the frame if it is in a cycle
	 */
	private Object leave(Frame frame) {
		long weight = this.work.pop(frame.parts.length, this.input);
		this.values.weigh(frame.entry, weight);
		this.top = frame.parent;
		this.depth--;
		weigh(weight);
		if (frame.low == Frame.NONE) {
			Object value = frame.complete(true);
			this.values.set(frame.entry, value);
			frame.parent = this.spare;
			this.spare = frame;
			return value;
		}
		this.cycles.leave(frame);
		return frame;
	}

}
