package io.github.workerthreads.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} of bodies that run on workers. A bean of this type stands
 * in for {@link DefaultWorkerTaskObservationConvention}.
 */
public interface WorkerTaskObservationConvention extends ObservationConvention<WorkerTaskObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WorkerTaskObservationContext;
	}

}
