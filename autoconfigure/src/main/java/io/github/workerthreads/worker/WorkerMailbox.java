package io.github.workerthreads.worker;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerMessagingException.Reason;

/**
 * Where messages arrive that are posted to a worker by its number. Thread-safe.
 */
final class WorkerMailbox {

	private final Executor executor;

	private final Set<CompletableFuture<@Nullable Void>> pending = ConcurrentHashMap.newKeySet();

	private volatile WorkerMessaging.@Nullable Listener listener;

	// Where the receiver lives
	private volatile MessageRealm realm;

	// To the listener, if that is in another process
	private volatile @Nullable Way way;

	private volatile boolean closed;

	/**
	 * Create the mailbox of a receiver in another process.
	 * @param target the number of the receiver
	 * @param route the way to its process
	 */
	WorkerMailbox(long target, MessageRoute route) {
		this(Runnable::run, route.realm());
		this.way = new Way(target, route);
	}

	WorkerMailbox(Executor executor, MessageRealm realm) {
		this.executor = executor;
		this.realm = realm;
	}

	MessageRealm realm() {
		return this.realm;
	}

	void enter(MessageRealm realm) {
		this.realm = realm;
	}

	/**
	 * Have messages go to another process.
	 * @param target the number of the receiver
	 * @param route the way to its process
	 */
	void route(long target, MessageRoute route) {
		this.way = new Way(target, route);
	}

	void listen(WorkerMessaging.@Nullable Listener listener) {
		this.listener = listener;
	}

	/**
	 * Have the listener called.
	 * @param source the number of the sender
	 * @param message the message
	 * @return completes when the listener has returned
	 */
	CompletableFuture<@Nullable Void> deliver(long source, PostedMessage message) {
		Way elsewhere = this.way;
		if (elsewhere != null) {
			CompletableFuture<@Nullable Void> posted = elsewhere.post(source, message, this.realm);
			track(posted);
			return posted;
		}
		CompletableFuture<@Nullable Void> delivered = new CompletableFuture<>();
		WorkerMessaging.Listener current = this.listener;
		if (current == null) {
			message.discard();
			delivered.completeExceptionally(new WorkerMessagingException(Reason.FAILED,
					"the receiver does not listen; call WorkerMessaging.onMessage there", null));
			return delivered;
		}
		track(delivered);
		this.executor.execute(() -> call(current, source, message, delivered));
		return delivered;
	}

	/**
	 * Fail what has not come to an end when this mailbox is closed.
	 * @param delivered what is under way
	 */
	@SuppressWarnings({ "FutureReturnValueIgnored", "UndefinedEquals" }) // never fails,
																			// and
																			// identity is
																			// meant
	private void track(CompletableFuture<@Nullable Void> delivered) {
		this.pending.add(delivered);
		delivered.whenComplete((result, failure) -> this.pending.remove(delivered));
		if (this.closed) {
			fail(delivered);
		}
	}

	private void call(WorkerMessaging.Listener listener, long source, PostedMessage message,
			CompletableFuture<@Nullable Void> delivered) {
		if (delivered.isDone()) {
			return;
		}
		Object received;
		try {
			received = message.receive(this.realm, "message");
		}
		catch (DataCloneException ex) {
			delivered.completeExceptionally(
					new WorkerMessagingException(Reason.FAILED, "the receiver cannot read the message: " + ex, ex));
			return;
		}
		try {
			listener.onMessage(received, source);
			delivered.complete(null);
		}
		catch (Exception ex) {
			delivered.completeExceptionally(
					new WorkerMessagingException(Reason.ERRORED, "the receiver's listener failed: " + ex, ex));
		}
	}

	void close() {
		this.closed = true;
		this.pending.forEach(WorkerMailbox::fail);
	}

	private static void fail(CompletableFuture<@Nullable Void> delivered) {
		delivered.completeExceptionally(
				new WorkerMessagingException(Reason.FAILED, "the receiver ended before its listener had run", null));
	}

	/**
	 * Way to a receiver in another process.
	 *
	 * @param target the number of the receiver
	 * @param route the way to its process
	 */
	private record Way(long target, MessageRoute route) {

		CompletableFuture<@Nullable Void> post(long source, PostedMessage message, MessageRealm realm) {
			return this.route.post(source, this.target,
					(EncodedMessage) Objects.requireNonNull(message.receive(realm, "message")));
		}

	}

}
