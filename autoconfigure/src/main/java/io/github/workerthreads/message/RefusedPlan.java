package io.github.workerthreads.message;

/**
 * Plan of values that cannot cross over.
 */
final class RefusedPlan extends TypePlan {

	private final String reason;

	RefusedPlan(String reason) {
		this.reason = reason;
	}

	/**
	 * Return why the values cannot cross over, and the remedy.
	 * @return the reason
	 */
	String reason() {
		return this.reason;
	}

}
