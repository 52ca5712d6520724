package io.github.workerthreads.runtime.local;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.worker.WorkerScope;

/**
 * Runs calls on one worker, by the rules of its rung. Used by that worker's thread only.
 */
public abstract class CallRunner {

	private @Nullable WorkerScope scope;

	/**
	 * Make what belongs to the worker, before it serves.
	 * @throws Throwable if it cannot serve
	 */
	protected void open() throws Throwable {
	}

	/**
	 * Run an assignment that has begun, and report how it ended.
	 * @param assignment the assignment
	 */
	public final void run(Assignment assignment) {
		Object result;
		try {
			assignment.enter();
			result = call(assignment);
		}
		catch (WorkerLostException ex) {
			assignment.leave(ex);
			throw ex;
		}
		catch (Throwable ex) {
			assignment.leave(ex);
			assignment.fail(copyFailure(ex));
			return;
		}
		assignment.leave(null);
		assignment.succeed(result);
	}

	/**
	 * Run a call.
	 * @param assignment the assignment with the prepared call
	 * @return the caller's own copy of the result
	 * @throws WorkerLostException if the worker has ended and cannot report how the call
	 * did
	 * @throws Throwable what the body threw, or why the result cannot be copied
	 */
	protected abstract @Nullable Object call(Assignment assignment) throws Throwable;

	/**
	 * Copy a failure.
	 * @param failure the failure
	 * @return the caller's own copy
	 */
	protected abstract Throwable copyFailure(Throwable failure);

	/**
	 * Copy what a body emits.
	 * @param item the item
	 * @return the caller's own copy
	 * @throws io.github.workerthreads.worker.DataCloneException if it cannot be cloned
	 */
	protected abstract Object copyProgress(Object item);

	/**
	 * End what belongs to the worker, whose last assignment has ended. Nothing of it runs
	 * any more when this returns.
	 */
	protected void close() {
	}

	/**
	 * Return the scope of the script that runs now.
	 * @return the scope, or {@code null}
	 */
	@Nullable WorkerScope scope() {
		return this.scope;
	}

	/**
	 * Note that a script runs from now on.
	 * @param scope its scope, or {@code null} when it has ended
	 */
	protected final void enterScript(@Nullable WorkerScope scope) {
		this.scope = scope;
	}

}
