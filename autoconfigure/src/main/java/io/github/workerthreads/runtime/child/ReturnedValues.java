package io.github.workerthreads.runtime.child;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.MethodSignature;

/**
 * Way from what a method returns to its result.
 */
@FunctionalInterface
interface ReturnedValues {

	/**
	 * Wait for the result of a method.
	 * @param returned what it returned
	 * @param stream takes the items of a publisher
	 * @return the result
	 * @throws Throwable what it failed with
	 */
	@Nullable Object await(@Nullable Object returned, ChildStream stream) throws Throwable;

	/**
	 * Find the way for a method.
	 * @param signature the method
	 * @return the way
	 */
	static ReturnedValues of(MethodSignature signature) {
		Class<?> type = signature.method().getReturnType();
		if (Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)) {
			return (returned, stream) -> join(returned);
		}
		if (type.isPrimitive() || type.getName().startsWith("java.")) {
			return (returned, stream) -> returned;
		}
		return PublishedValues.of(type);
	}

	private static @Nullable Object join(@Nullable Object returned) throws Throwable {
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
