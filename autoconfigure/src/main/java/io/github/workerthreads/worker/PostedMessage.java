package io.github.workerthreads.worker;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message that was posted to another realm, or takes something along, until its
 * receiver takes it.
 *
 * @param message the message, an {@link EncodedMessage} unless it is of a realm, or the
 * {@link DataCloneException} that has stopped it on its way
 * @param realm the realm whose message it is, or {@code null} if it is encoded
 * @param moved what moved with it
 * @param taken hears that the receiver takes it, on any thread
 */
record PostedMessage(@Nullable Object message, @Nullable MessageRealm realm, List<Transferable> moved,
		@Nullable Runnable taken) {

	/**
	 * Create a message whose sender need not hear that it was taken.
	 * @param message the message
	 * @param realm the realm whose message it is, or {@code null} if it is encoded
	 * @param moved what moved with it
	 */
	PostedMessage(@Nullable Object message, @Nullable MessageRealm realm, List<Transferable> moved) {
		this(message, realm, moved, null);
	}

	/**
	 * Send a message to a receiver in a realm.
	 * @param from the realm of the sender
	 * @param to the realm of the receiver, as far as the sender knows
	 * @param name what the message is called in paths
	 * @param message the message
	 * @param transfer what moves
	 * @return the message on its way
	 * @throws DataCloneException if a value in it cannot be cloned or moved
	 */
	static PostedMessage send(MessageRealm from, MessageRealm to, String name, @Nullable Object message,
			TransferList transfer) {
		boolean stays = from.equals(to);
		SentMessage sent = transfer.send(
				(stays) ? from : (path, value, replacements) -> from.encode(path, value, replacements, to.rules()),
				name, message);
		return new PostedMessage(sent.message(), (stays) ? from : null, sent.moved());
	}

	/**
	 * Return a message that has come from elsewhere.
	 * @param message the message
	 * @return the message on its way
	 */
	static PostedMessage of(EncodedMessage message) {
		return new PostedMessage(message, null, message.transferables());
	}

	/**
	 * Take the message.
	 * @param own the receiver's realm
	 * @param name what the message is called in paths
	 * @return the receiver's message
	 * @throws DataCloneException if it cannot be rebuilt here. What moved with it is
	 * closed
	 */
	@Nullable Object receive(MessageRealm own, String name) {
		boolean received = false;
		try {
			this.moved.forEach((object) -> object.enter(own));
			Object result = (own.equals(this.realm)) ? this.message : own.decode(name, encoded(own, name));
			received = true;
			return result;
		}
		finally {
			if (!received) {
				this.moved.forEach(Transferable::release);
			}
		}
	}

	/**
	 * Let go of what the message takes along, since nobody will receive it.
	 */
	void discard() {
		this.moved.forEach(Transferable::release);
		if (this.realm != null) {
			this.realm.discard(this.message);
		}
		else if (this.message instanceof EncodedMessage encoded) {
			encoded.transferables().forEach(Transferable::release);
		}
	}

	@SuppressWarnings("IdentityHashMapUsage") // what moves is compared by identity
	private EncodedMessage encoded(MessageRealm own, String name) {
		if (this.message instanceof DataCloneException stopped && this.realm == null) {
			throw stopped;
		}
		if (this.realm == null) {
			return (EncodedMessage) Objects.requireNonNull(this.message);
		}
		Map<Object, Object> replacements = new IdentityHashMap<>();
		this.moved.forEach((object) -> replacements.put(object, object));
		return this.realm.encode(name, this.message, replacements, own.rules());
	}

}
