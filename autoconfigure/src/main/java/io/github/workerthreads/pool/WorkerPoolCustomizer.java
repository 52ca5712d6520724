package io.github.workerthreads.pool;

/**
 * Changes how a pool is built, after its configuration was applied. Called once per pool,
 * before the pool starts.
 */
@FunctionalInterface
public interface WorkerPoolCustomizer {

	/**
	 * Customize a pool.
	 * @param pool the name of the pool
	 * @param builder the builder as configured so far
	 * @return the builder to go on with
	 */
	WorkerPoolBuilder customize(String pool, WorkerPoolBuilder builder);

}
