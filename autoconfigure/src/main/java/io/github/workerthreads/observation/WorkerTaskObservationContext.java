package io.github.workerthreads.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskInfo;
import io.github.workerthreads.pool.TaskOutcome;

/**
 * {@link Observation.Context} of a body that runs on a worker. For one thread at a time.
 */
public class WorkerTaskObservationContext extends Observation.Context {

	private final TaskInfo task;

	private @Nullable TaskOutcome outcome;

	/**
	 * Create a context.
	 * @param task the call
	 */
	public WorkerTaskObservationContext(TaskInfo task) {
		this.task = task;
	}

	/**
	 * Return the call.
	 * @return what there is to know of it
	 */
	public TaskInfo getTask() {
		return this.task;
	}

	/**
	 * Return how the body ended.
	 * @return the outcome, or {@code null} as long as the body runs
	 */
	public @Nullable TaskOutcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(TaskOutcome outcome) {
		this.outcome = outcome;
	}

}
