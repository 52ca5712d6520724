package io.github.workerthreads.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What moves with a message instead of being cloned: Node's {@code transferList}. Each
 * object in it is detached at the sender as soon as the message is sent, whether the
 * message refers to it or not; a message that cannot be sent leaves all of them attached.
 * Immutable.
 */
public final class TransferList {

	private static final TransferList NOTHING = new TransferList(List.of());

	private final List<Transferable> objects;

	private TransferList(List<Transferable> objects) {
		this.objects = objects;
	}

	/**
	 * Return a list of what moves.
	 * @param objects buffers, ports and handles of shared memory
	 * @return the list
	 */
	public static TransferList of(Transferable... objects) {
		return (objects.length > 0) ? new TransferList(List.copyOf(Arrays.asList(objects))) : NOTHING;
	}

	/**
	 * Return an empty list.
	 * @return the list
	 */
	public static TransferList nothing() {
		return NOTHING;
	}

	/**
	 * Clone a message and move what is listed.
	 * @param cloner clones the rest of the message
	 * @param name what the message is called in paths
	 * @param message the message
	 * @return the receiver's message, with what moved
	 * @throws DataCloneException if a value of the message cannot be cloned, or an object
	 * in the list cannot be moved because it is listed twice, detached or
	 * {@linkplain Transferable#markAsUntransferable() marked}: nothing has moved then
	 */
	@SuppressWarnings("IdentityHashMapUsage") // what moves is compared by identity
	public SentMessage send(MessageCloner cloner, String name, @Nullable Object message) {
		if (this.objects.isEmpty()) {
			return new SentMessage(cloner.clone(name, message, Map.of()), List.of(), List.of());
		}
		Map<Object, Object> counterparts = new IdentityHashMap<>();
		List<Transferable> targets = new ArrayList<>(this.objects.size());
		for (int i = 0; i < this.objects.size(); i++) {
			Transferable target = target(i);
			targets.add(target);
			if (counterparts.put(this.objects.get(i), target) != null) {
				throw refusal(i, "is listed twice");
			}
		}
		Object clone = cloner.clone(name, message, counterparts);
		moveTo(targets);
		return new SentMessage(clone, List.copyOf(targets), this.objects);
	}

	boolean contains(Object object) {
		return anyMatch((listed) -> listed == object);
	}

	boolean anyMatch(Predicate<Transferable> condition) {
		for (Transferable object : this.objects) {
			if (condition.test(object)) {
				return true;
			}
		}
		return false;
	}

	private Transferable target(int index) {
		Transferable object = this.objects.get(index);
		if (object.isMarkedAsUntransferable()) {
			throw refusal(index, "is marked as untransferable");
		}
		if (object.isDetached()) {
			throw refusal(index, "is detached: it was transferred before");
		}
		return object.createCounterpart();
	}

	private void moveTo(List<Transferable> targets) {
		for (int i = 0; i < targets.size(); i++) {
			if (!this.objects.get(i).moveTo(targets.get(i))) {
				for (int moved = 0; moved < i; moved++) {
					targets.get(moved).moveTo(this.objects.get(moved));
				}
				throw refusal(i, "was transferred by another thread meanwhile");
			}
		}
	}

	private DataCloneException refusal(int index, String reason) {
		return new DataCloneException("transfer[%d]".formatted(index),
				"this %s %s".formatted(this.objects.get(index).kind(), reason), null);
	}

	@Override
	public String toString() {
		return "TransferList" + this.objects;
	}

}
