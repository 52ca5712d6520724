package io.github.workerthreads.worker;

/**
 * Warm-up of a pool's worker: loads what its tasks need before the first of them comes.
 * Each worker creates its own instance through the no-argument constructor and runs it
 * once, on the thread that runs its tasks; until then the worker is
 * {@link WorkerState#STARTING} and gets no task. A worker whose initializer throws, or
 * takes longer than the pool's {@code start-timeout}, has failed to start.
 */
@FunctionalInterface
public interface WorkerInitializer {

	/**
	 * Make the worker ready.
	 * @param context what the worker knows of itself; its signal is set when the worker
	 * is to end, and nothing can be emitted since no caller listens
	 * @throws Exception if the worker is of no use
	 */
	void initialize(WorkerContext context) throws Exception;

}
