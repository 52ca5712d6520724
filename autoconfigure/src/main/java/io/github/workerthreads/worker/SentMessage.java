package io.github.workerthreads.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way, and what moved with it. Made for rungs. Immutable.
 *
 * @param message the receiver's message
 * @param moved what moved, as the receiver has it
 * @param origins where it came from, in the same order
 */
public record SentMessage(@Nullable Object message, List<Transferable> moved, List<Transferable> origins) {

	/**
	 * Give back what moved, since nobody will receive the message.
	 */
	public void takeBack() {
		for (int i = 0; i < this.moved.size(); i++) {
			this.moved.get(i).moveTo(this.origins.get(i));
		}
	}

	/**
	 * Let go of what moved, since a receiver in another process has its own, or nobody
	 * will receive the message.
	 */
	public void release() {
		this.moved.forEach(Transferable::release);
	}

	/**
	 * Note where the receiver lives, who has what moved from now on.
	 * @param realm the receiver's realm
	 */
	public void enter(MessageRealm realm) {
		this.moved.forEach((transferable) -> transferable.enter(realm));
	}

}
