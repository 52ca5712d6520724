package io.github.workerthreads.runtime;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessageRules;
import io.github.workerthreads.worker.WorkerScript;

/**
 * One rung of the isolation ladder: starts workers and carries messages to them.
 * Thread-safe.
 */
public interface WorkerRuntime {

	/**
	 * Return the rung.
	 * @return the isolation of the workers that this runtime starts
	 */
	Isolation isolation();

	/**
	 * Return what the rung can do.
	 * @return the capabilities
	 */
	RuntimeCapabilities capabilities();

	/**
	 * Return the rules of messages between long-lived workers and who starts them.
	 * @param script the class of what the worker runs
	 * @param allowedTypes names of classes, and of packages followed by {@code .*}, of
	 * which messages may hold instances where types are allowed by name
	 * @return the rules, or {@code null} if everything that can be cloned may be sent
	 * @throws IllegalArgumentException if a name is none
	 */
	default @Nullable MessageRules rules(Class<? extends WorkerScript> script, List<String> allowedTypes) {
		return null;
	}

	/**
	 * Make a call ready to cross over, on the caller's thread: clone or encode what the
	 * worker is to get. Nothing of the caller's that can change is reachable from what
	 * this returns.
	 * @param call the caller's call
	 * @return the call to give to a worker
	 * @throws DataCloneException if a value cannot cross over
	 */
	Call prepare(Call call);

	/**
	 * Let go of what a prepared call holds that no worker will get: handles of shared
	 * memory, and what moved, unless that was given back. Does not wait.
	 * @param prepared the prepared call
	 */
	void discard(Call prepared);

	/**
	 * Run an assignment on the current thread, which is no worker, by the rules of this
	 * rung.
	 * @param assignment the assignment
	 * @throws UnsupportedOperationException if calls of this rung run on workers only
	 */
	default void runHere(Assignment assignment) {
		throw new UnsupportedOperationException("Isolation '%s' runs calls on workers only".formatted(isolation()));
	}

	/**
	 * Create a worker; {@link WorkerLink#start()} starts it.
	 * @param settings how to start it
	 * @param listener what hears of it
	 * @return the hold on the worker
	 */
	WorkerLink create(WorkerSettings settings, WorkerListener listener);

}
