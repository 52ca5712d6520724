package io.github.workerthreads.offload;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * {@link CallStyle} of methods that return a future: the caller gets the pool's, while
 * the worker waits for the one that the body returns. Thread-safe.
 */
final class FutureCallStyle implements CallStyle {

	private static final MethodCall.Handling JOIN = (method, arguments, items) -> join(method.invoke(arguments));

	@Override
	public Object call(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body) {
		WorkerFuture<@Nullable Object> future = method.submit(arguments, body, JOIN);
		return (method.operation().style().type() != WorkerFuture.class) ? future.toCompletableFuture() : future;
	}

	/**
	 * Wait for what a body returned. An interrupt cancels it.
	 * @param returned a future, a stage or {@code null}
	 * @return its value
	 * @throws Throwable why it has none
	 */
	static @Nullable Object join(@Nullable Object returned) throws Throwable {
		if (returned == null) {
			return null;
		}
		Future<?> future = (returned instanceof CompletionStage<?> stage) ? stage.toCompletableFuture()
				: (Future<?>) returned;
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
	}

}
