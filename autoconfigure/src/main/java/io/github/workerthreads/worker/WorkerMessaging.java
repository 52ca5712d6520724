package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerMessagingException.Reason;

/**
 * Messages from any worker to any other one by its number, without a port between them.
 * Code outside of workers has the number 0. Thread-safe.
 *
 * @see <a href=
 * "https://nodejs.org/api/worker_threads.html#worker_threadspostmessagetothreadthreadid-value-transferlist-timeout">worker_threads.postMessageToThread()</a>
 */
public final class WorkerMessaging {

	/**
	 * The number of all code outside of long-lived workers.
	 */
	public static final long OUTSIDE = 0;

	private static final WorkerMailbox OUTSIDE_MAILBOX = new WorkerMailbox(new SerialExecutor(EventThreads::execute),
			MessageRealms.UNKNOWN);

	// Where workers may be that this process does not know
	private static volatile @Nullable MessageRoute parent;

	private WorkerMessaging() {
	}

	static void routeToParent(@Nullable MessageRoute route) {
		parent = route;
	}

	static CompletableFuture<@Nullable Void> deliver(long source, long target, EncodedMessage message,
			boolean fromChild) {
		try {
			return find(target, source, (fromChild) ? parent : null).deliver(source, PostedMessage.of(message));
		}
		catch (WorkerException ex) {
			message.transferables().forEach(Transferable::release);
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Listen on the current worker, or outside of workers if this thread belongs to none.
	 * Unlike a port, a listener does not keep its worker alive.
	 * @param listener gets each message, one at a time, on the worker's thread; replaces
	 * an earlier one. {@code null} to listen no more
	 */
	public static void onMessage(@Nullable Listener listener) {
		WorkerScope scope = WorkerScope.current();
		if (scope != null) {
			scope.mailbox().listen(listener);
		}
		else {
			OUTSIDE_MAILBOX.enter(MessageRealm.current());
			OUTSIDE_MAILBOX.listen((listener != null) ? withContext(listener) : null);
		}
	}

	// The threads that call it are everybody's
	private static Listener withContext(Listener listener) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		return (message, source) -> {
			Thread thread = Thread.currentThread();
			ClassLoader previous = thread.getContextClassLoader();
			thread.setContextClassLoader(classLoader);
			try {
				listener.onMessage(message, source);
			}
			finally {
				thread.setContextClassLoader(previous);
			}
		};
	}

	/**
	 * Send a message to the worker with a number.
	 * @param threadId the receiver, {@link #OUTSIDE} for code outside of workers
	 * @param message the message
	 * @param transfer what moves
	 * @param timeout how long the receiver may take
	 * @return completes when the receiver's listener has returned, or with a
	 * {@link WorkerMessagingException} that says why not, or a {@link DataCloneException}
	 */
	public static CompletableFuture<@Nullable Void> postMessageToWorker(long threadId, @Nullable Object message,
			TransferList transfer, Duration timeout) {
		WorkerScope own = WorkerScope.current();
		long source = (own != null) ? own.threadId() : OUTSIDE;
		try {
			WorkerMailbox mailbox = find(threadId, source, parent);
			MessageRealm from = (own != null) ? own.realm() : MessageRealm.current();
			PostedMessage posted = PostedMessage.send(from, mailbox.realm(), "message", message, transfer);
			return limit(mailbox.deliver(source, posted), timeout);
		}
		catch (WorkerException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static WorkerMailbox find(long threadId, long source, @Nullable MessageRoute elsewhere) {
		if (threadId == source) {
			throw new WorkerMessagingException(Reason.SAME_THREAD, "%d is the sender itself".formatted(threadId), null);
		}
		if (threadId == OUTSIDE && elsewhere == null) {
			return OUTSIDE_MAILBOX;
		}
		WorkerScope scope = LiveWorkers.scope(threadId);
		if (scope == null && elsewhere != null) {
			return new WorkerMailbox(threadId, elsewhere);
		}
		if (scope == null) {
			throw new WorkerMessagingException(Reason.FAILED, "there is no worker %d".formatted(threadId), null);
		}
		return scope.mailbox();
	}

	@SuppressWarnings("FutureReturnValueIgnored") // what follows never fails
	private static CompletableFuture<@Nullable Void> limit(CompletableFuture<@Nullable Void> delivered,
			Duration timeout) {
		if (delivered.isDone()) {
			return delivered;
		}
		CompletableFuture<@Nullable Void> expired = new CompletableFuture<>();
		expired.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS);
		expired.thenRun(() -> delivered.completeExceptionally(new WorkerMessagingException(Reason.TIMEOUT,
				"the receiver's listener had not run within %s".formatted(timeout), new TimeoutException())));
		delivered.whenComplete((result, failure) -> expired.cancel(false));
		return delivered;
	}

	/**
	 * Gets messages that are sent to its worker by number.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * Take a message.
		 * @param message the message
		 * @param source the number of the worker that sent it
		 * @throws Exception to tell the sender that it failed
		 */
		void onMessage(@Nullable Object message, long source) throws Exception;

	}

}
