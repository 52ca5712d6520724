package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskContextCarrier.Scope;

/**
 * The carriers of a pool as one, in their order; scopes end in the reverse order. A
 * carrier that fails costs the call nothing but its part. Thread-safe.
 */
final class TaskContexts {

	private static final Logger logger = System.getLogger(TaskContexts.class.getName());

	private final TaskContextCarrier[] carriers;

	TaskContexts(List<TaskContextCarrier> carriers) {
		this.carriers = carriers.toArray(TaskContextCarrier[]::new);
	}

	boolean isEmpty() {
		return this.carriers.length == 0;
	}

	/**
	 * Capture what belongs to the current thread.
	 * @param task the call that it makes
	 * @return what was captured by each carrier, or {@code null} if all have nothing
	 */
	@Nullable Object @Nullable [] capture(TaskInfo task) {
		@Nullable Object[] all = null;
		for (int i = 0; i < this.carriers.length; i++) {
			Object captured = capture(this.carriers[i], task);
			if (captured != null) {
				all = (all != null) ? all : new @Nullable Object[this.carriers.length];
				all[i] = captured;
			}
		}
		return all;
	}

	private static @Nullable Object capture(TaskContextCarrier carrier, TaskInfo task) {
		try {
			return carrier.capture(task);
		}
		catch (Throwable ex) {
			warn("captured by", carrier, task, ex);
			return null;
		}
	}

	/**
	 * Open the context of a body on the current thread.
	 * @param task the call
	 * @param captured what was captured for it
	 * @return the scopes of the carriers
	 */
	@Nullable Scope[] open(TaskInfo task, @Nullable Object[] captured) {
		@Nullable Scope[] scopes = new @Nullable Scope[this.carriers.length];
		for (int i = 0; i < scopes.length; i++) {
			Object own = captured[i];
			try {
				scopes[i] = (own != null) ? this.carriers[i].open(task, own) : null;
			}
			catch (Throwable ex) {
				warn("opened by", this.carriers[i], task, ex);
			}
		}
		return scopes;
	}

	/**
	 * End the context of a body on the current thread, which keeps nothing of it.
	 * @param task the call
	 * @param scopes what was opened, or {@code null} if nothing was
	 * @param outcome how the body ended
	 * @param failure what the body threw, or {@code null}
	 */
	void close(TaskInfo task, @Nullable Scope @Nullable [] scopes, TaskOutcome outcome, @Nullable Throwable failure) {
		for (int i = this.carriers.length - 1; i >= 0; i--) {
			Scope scope = (scopes != null) ? scopes[i] : null;
			try {
				if (scope != null) {
					scope.close(outcome, failure);
				}
				else {
					this.carriers[i].clear();
				}
			}
			catch (Throwable ex) {
				warn("closed by", this.carriers[i], task, ex);
			}
		}
	}

	/**
	 * Take away what something else than a task left on the current thread.
	 * @param what names it
	 */
	void clear(String what) {
		for (int i = this.carriers.length - 1; i >= 0; i--) {
			try {
				this.carriers[i].clear();
			}
			catch (Throwable ex) {
				logger.log(Level.WARNING,
						"What %s left on its thread could not be taken away by %s".formatted(what, this.carriers[i]),
						ex);
			}
		}
	}

	private static void warn(String step, TaskContextCarrier carrier, TaskInfo task, Throwable failure) {
		logger.log(Level.WARNING, "The context of task '%s' of pool '%s' could not be %s %s".formatted(task.name(),
				task.poolName(), step, carrier), failure);
	}

}
