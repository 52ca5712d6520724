package io.github.workerthreads.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.github.workerthreads.observation.WorkerTaskObservationDocumentation.LowCardinalityKeyNames;
import io.github.workerthreads.pool.TaskInfo;
import io.github.workerthreads.pool.TaskOutcome;

/**
 * The convention that is used unless there is another. Thread-safe.
 */
public class DefaultWorkerTaskObservationConvention implements WorkerTaskObservationConvention {

	static final String NAME = "workers.task";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(WorkerTaskObservationContext context) {
		return context.getTask().name();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(WorkerTaskObservationContext context) {
		TaskInfo task = context.getTask();
		TaskOutcome outcome = context.getOutcome();
		return KeyValues.of(LowCardinalityKeyNames.POOL.withValue(task.poolName()),
				LowCardinalityKeyNames.ISOLATION.withValue(task.isolation().toString()),
				LowCardinalityKeyNames.TASK.withValue(task.name()), LowCardinalityKeyNames.OUTCOME
					.withValue((outcome != null) ? TagValues.of(outcome) : KeyValue.NONE_VALUE));
	}

}
