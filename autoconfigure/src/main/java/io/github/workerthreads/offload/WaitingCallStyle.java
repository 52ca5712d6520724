package io.github.workerthreads.offload;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.MethodCall;

/**
 * {@link CallStyle} of methods that return a value or nothing: the caller waits, unless
 * it must not. Thread-safe.
 */
final class WaitingCallStyle implements CallStyle {

	@Override
	public @Nullable Object call(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body)
			throws Throwable {
		if (NonBlockingThreads.isCurrent()) {
			throw new IllegalStateException(("%s waits for its result, which thread '%s' must not do: it serves many"
					+ " others meanwhile. Let the method return a Mono, Flux or CompletableFuture, or call it from"
					+ " a thread that may block, as with subscribeOn(Schedulers.boundedElastic())")
				.formatted(method, Thread.currentThread().getName()));
		}
		return method.await(arguments, body);
	}

}
