package io.github.workerthreads.offload;

/**
 * Call of an offloaded method on {@code this}. Immutable.
 *
 * @param place where the call is
 * @param method the name of the method that is called
 */
record SelfInvocation(StackTraceElement place, String method) {

	OffloadProblem toProblem() {
		return new OffloadProblem(this.place.toString(),
				"calls %s on its own object, which no proxy sees, so that it runs on the thread of its caller"
					.formatted(this.method),
				"Call it from another bean, or through an injected reference to this one. What is meant to run where it"
						+ " is called can be kept quiet by worker-threads.self-invocation=ignore");
	}

}
