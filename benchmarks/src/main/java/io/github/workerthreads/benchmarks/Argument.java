package io.github.workerthreads.benchmarks;

/**
 * What a benchmarked call is given.
 */
public enum Argument {

	/**
	 * A record of values that can't change, shared with the worker.
	 */
	IMMUTABLE,

	/**
	 * A bean with a list, copied for the worker.
	 */
	MUTABLE

}
