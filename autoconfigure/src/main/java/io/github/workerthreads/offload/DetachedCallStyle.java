package io.github.workerthreads.offload;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

/**
 * {@link CallStyle} of {@code void} methods whose callers do not wait: a call that is not
 * accepted throws, a later failure goes to the {@link OffloadErrorHandler}s. Thread-safe.
 */
final class DetachedCallStyle implements CallStyle {

	private static final Log logger = LogFactory.getLog(DetachedCallStyle.class);

	private final Supplier<List<OffloadErrorHandler>> handlers;

	DetachedCallStyle(Supplier<List<OffloadErrorHandler>> handlers) {
		this.handlers = handlers;
	}

	@Override
	public @Nullable Object call(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body)
			throws Throwable {
		TrackedHandling tracked = new TrackedHandling();
		WorkerFuture<@Nullable Object> future = method.submit(arguments, body, tracked);
		if (future.isDone() && !tracked.started) {
			Throwable failure = failureOf(future);
			if (failure != null && !isOfAcceptedCall(failure)) {
				throw failure;
			}
		}
		future.whenComplete((result, failure) -> {
			if (failure != null) {
				handle(unwrap(failure), method);
			}
		});
		return null;
	}

	private void handle(Throwable failure, OffloadedMethod method) {
		for (OffloadErrorHandler handler : this.handlers.get()) {
			try {
				handler.handleError(failure, method.operation().pool(), method.operation().method());
			}
			catch (Throwable ex) {
				ex.addSuppressed(failure);
				logger.error("%s failed to handle a failure of %s".formatted(handler, method), ex);
			}
		}
	}

	private static boolean isOfAcceptedCall(Throwable failure) {
		return failure instanceof TaskTimeoutException || failure instanceof TaskCancelledException
				|| failure instanceof WorkerTerminatedException;
	}

	private static @Nullable Throwable failureOf(WorkerFuture<?> done) {
		Throwable failure = done.<@Nullable Throwable>handle((result, ex) -> ex).toCompletableFuture().getNow(null);
		return (failure != null) ? unwrap(failure) : null;
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * Knows whether the method was started. Visible to who sees the future done, unless
	 * it was given up on.
	 */
	private static final class TrackedHandling implements MethodCall.Handling {

		private boolean started;

		@Override
		public @Nullable Object handle(MethodCall.Invoker method, @Nullable Object[] arguments,
				UnaryOperator<Object> items) throws Throwable {
			this.started = true;
			return method.invoke(arguments);
		}

	}

}
