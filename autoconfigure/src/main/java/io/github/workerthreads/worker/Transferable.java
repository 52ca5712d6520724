package io.github.workerthreads.worker;

/**
 * Something whose ownership can move with a message instead of being cloned: its content
 * is the receiver's afterwards, and the sender's object is detached. Thread-safe in what
 * concerns the transfer: of two transfers at the same time one fails.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/structured-data.html#transferable-objects">Transferable
 * objects</a>
 */
public abstract sealed class Transferable permits TransferableBuffer, MessagePort, SharedMemory {

	// What Node's markAsUntransferable marks
	private volatile boolean untransferable;

	Transferable() {
	}

	/**
	 * Return whether the content has moved elsewhere, so that this object is of no use
	 * any more.
	 * @return whether this object is detached
	 */
	public abstract boolean isDetached();

	/**
	 * Rule out that this object is ever transferred. Counterpart of Node's
	 * {@code markAsUntransferable}.
	 */
	public final void markAsUntransferable() {
		this.untransferable = true;
	}

	/**
	 * Return whether this object can never be transferred.
	 * @return whether it was marked
	 */
	public final boolean isMarkedAsUntransferable() {
		return this.untransferable;
	}

	/**
	 * Create what stands for this object at the receiver, detached until the content
	 * moves there.
	 * @return the counterpart
	 */
	abstract Transferable createCounterpart();

	/**
	 * Move the content to a detached object of the same kind.
	 * @param target the object
	 * @return whether it moved; if not, this object is detached already
	 */
	abstract boolean moveTo(Transferable target);

	/**
	 * Belong to a receiver in a realm from now on.
	 * @param realm the realm
	 */
	void enter(MessageRealm realm) {
	}

	/**
	 * Let go of the content, since nobody will use it here.
	 */
	abstract void release();

	/**
	 * Return what this object is called in messages to people.
	 * @return the kind of object, such as {@code port}
	 */
	abstract String kind();

}
