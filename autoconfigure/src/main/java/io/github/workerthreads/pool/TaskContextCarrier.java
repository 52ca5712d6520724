package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * Carries what belongs to the thread of a caller, such as MDC, to the thread that runs
 * the body, and takes it away again after the body. What it throws is logged and costs
 * the call its context only. Thread-safe.
 */
public interface TaskContextCarrier {

	/**
	 * Capture what belongs to the current thread, which makes a call.
	 * @param task the call
	 * @return what was captured, or {@code null} if there is nothing to carry
	 */
	@Nullable Object capture(TaskInfo task);

	/**
	 * Give what was captured to the current thread, which is about to run the body.
	 * @param task the call
	 * @param captured what was captured
	 * @return takes it away again, and what the body left
	 */
	Scope open(TaskInfo task, Object captured);

	/**
	 * Take away what a body left on the current thread that ran without a scope, since
	 * nothing was captured for it.
	 */
	default void clear() {
	}

	/**
	 * Context of a body that runs. For the thread of the body only.
	 */
	@FunctionalInterface
	interface Scope {

		/**
		 * End the context. Nothing that belonged to the body stays with the thread.
		 * @param outcome how the body ended, as far as that is known before the caller
		 * hears of it
		 * @param failure what the body threw, or {@code null}
		 */
		void close(TaskOutcome outcome, @Nullable Throwable failure);

	}

}
