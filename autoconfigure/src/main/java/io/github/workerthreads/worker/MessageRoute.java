package io.github.workerthreads.worker;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Way of messages by number to workers in another process. Made for rungs.
 * Implementations are thread-safe.
 *
 * @see WorkerMessaging
 */
public interface MessageRoute {

	/**
	 * Return where messages go.
	 * @return the realm of the other process
	 */
	MessageRealm realm();

	/**
	 * Send a message. Does not wait.
	 * @param source the number of the sender
	 * @param target the number of the receiver
	 * @param message the message
	 * @return completes when the receiver's listener has returned, or with a
	 * {@link WorkerMessagingException}
	 */
	CompletableFuture<@Nullable Void> post(long source, long target, EncodedMessage message);

	/**
	 * Have messages to workers that this process does not know go to its parent's.
	 * @param route the way, or {@code null} if there is no parent any more
	 */
	static void toParent(@Nullable MessageRoute route) {
		WorkerMessaging.routeToParent(route);
	}

	/**
	 * Deliver a message that has come from another process.
	 * @param source the number of the sender
	 * @param target the number of the receiver
	 * @param message the message
	 * @param fromChild whether it comes from a child's process, so that it may go on to
	 * the parent's
	 * @return completes when the receiver's listener has returned, or with a
	 * {@link WorkerMessagingException}
	 */
	static CompletableFuture<@Nullable Void> deliver(long source, long target, EncodedMessage message,
			boolean fromChild) {
		return WorkerMessaging.deliver(source, target, message, fromChild);
	}

}
