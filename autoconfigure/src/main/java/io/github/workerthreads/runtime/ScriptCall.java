package io.github.workerthreads.runtime;

import io.github.workerthreads.worker.WorkerScope;
import io.github.workerthreads.worker.WorkerScript;

/**
 * Call of the script of a long-lived worker, which is all that such a worker ever runs.
 * The result is the exit code.
 *
 * @param script the class of the script, instantiated by the worker
 * @param scope what the worker knows of itself, with its own clone of the worker data
 */
public record ScriptCall(Class<? extends WorkerScript> script, WorkerScope scope) implements Call {

}
