package io.github.workerthreads.message;

/**
 * Plan of deeply immutable values, which sender and receiver may both hold.
 */
final class SharedPlan extends TypePlan {

	static final SharedPlan INSTANCE = new SharedPlan();

	private SharedPlan() {
	}

}
