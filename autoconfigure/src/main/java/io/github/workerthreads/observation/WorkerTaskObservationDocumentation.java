package io.github.workerthreads.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of workers.
 */
public enum WorkerTaskObservationDocumentation implements ObservationDocumentation {

	/**
	 * A body that runs on a worker, as a child of what its caller is observed doing.
	 */
	TASK {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultWorkerTaskObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	/**
	 * Key names of few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * Name of the pool.
		 */
		POOL {

			@Override
			public String asString() {
				return "pool";
			}

		},

		/**
		 * Rung of the pool's workers.
		 */
		ISOLATION {

			@Override
			public String asString() {
				return "isolation";
			}

		},

		/**
		 * Name of the task.
		 */
		TASK {

			@Override
			public String asString() {
				return "task";
			}

		},

		/**
		 * How the body ended.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
