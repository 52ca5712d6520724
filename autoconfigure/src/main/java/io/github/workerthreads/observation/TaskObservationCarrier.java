package io.github.workerthreads.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskContextCarrier;
import io.github.workerthreads.pool.TaskInfo;

/**
 * Observes bodies whose callers are observed, as children of what these do. A call of
 * nobody who is observed costs a look at the current observation. Thread-safe.
 */
public final class TaskObservationCarrier implements TaskContextCarrier {

	private static final WorkerTaskObservationConvention DEFAULT = new DefaultWorkerTaskObservationConvention();

	private final Supplier<ObservationRegistry> registry;

	private final @Nullable WorkerTaskObservationConvention convention;

	/**
	 * Create a carrier.
	 * @param registry gives the registry of observations; not called before there is a
	 * call
	 * @param convention the convention, or {@code null} for the default one
	 */
	public TaskObservationCarrier(Supplier<ObservationRegistry> registry,
			@Nullable WorkerTaskObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public @Nullable Object capture(TaskInfo task) {
		Observation parent = this.registry.get().getCurrentObservation();
		return (parent != null && !parent.isNoop()) ? parent : null;
	}

	@Override
	public Scope open(TaskInfo task, Object captured) {
		WorkerTaskObservationContext context = new WorkerTaskObservationContext(task);
		Observation observation = WorkerTaskObservationDocumentation.TASK
			.observation(this.convention, DEFAULT, () -> context, this.registry.get())
			.parentObservation((Observation) captured)
			.start();
		Observation.Scope scope = observation.openScope();
		return (outcome, failure) -> {
			try {
				close(scope);
			}
			finally {
				context.setOutcome(outcome);
				if (failure != null) {
					observation.error(failure);
				}
				observation.stop();
			}
		};
	}

	@Override
	public void clear() {
		Observation.Scope left = this.registry.get().getCurrentObservationScope();
		while (left != null) {
			close(left);
			left = left.getPreviousObservationScope();
		}
	}

	// A handler that fails would leave the scope to the next task
	private void close(Observation.Scope scope) {
		try {
			scope.close();
		}
		finally {
			this.registry.get().setCurrentObservationScope(scope.getPreviousObservationScope());
		}
	}

}
