package io.github.workerthreads.offload;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

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
	public @Nullable Object call(OffloadedMethod method, ProxyMethodInvocation invocation) throws Throwable {
		TrackedBody body = new TrackedBody(new Body(invocation));
		WorkerFuture<@Nullable Object> future = method.submit(invocation.getArguments(), body);
		if (future.isDone() && !body.started) {
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
	 * Body that knows whether it started. Visible to who sees the future done, unless it
	 * was given up on.
	 */
	private static final class TrackedBody implements MethodCall.Invoker {

		private final Body body;

		private boolean started;

		TrackedBody(Body body) {
			this.body = body;
		}

		@Override
		public @Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
			this.started = true;
			return this.body.invoke(arguments);
		}

	}

}
