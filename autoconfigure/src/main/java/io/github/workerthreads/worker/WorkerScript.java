package io.github.workerthreads.worker;

/**
 * What a long-lived worker runs: the counterpart of the file that a Node worker executes.
 * The worker creates its own instance through the no-argument constructor. When
 * {@link #run} has returned, the worker goes on delivering messages as long as an open
 * port with a listener keeps it alive, and exits with code 0 then.
 */
@FunctionalInterface
public interface WorkerScript {

	/**
	 * Run on the worker's thread.
	 * @param context what the worker knows of itself, its parent port above all
	 * @throws Exception if the worker fails: its parent hears of it, and the worker exits
	 * with code 1
	 */
	void run(WorkerContext context) throws Exception;

}
