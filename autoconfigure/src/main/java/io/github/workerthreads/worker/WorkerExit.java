package io.github.workerthreads.worker;

/**
 * How a long-lived worker ended, or that it did not.
 *
 * @param exitCode 0 if the script and its messages came to their end, the number given to
 * {@link WorkerContext#exit(int)}, that of its process if that has ended otherwise, or 1
 * if the worker failed, was terminated or abandoned
 * @param state {@link WorkerState#TERMINATED}, {@link WorkerState#FAILED} after an
 * uncaught exception or if its process has ended by its own code or fault,
 * {@link WorkerState#KILLED} if its process was killed, as it is to terminate it, or
 * {@link WorkerState#ABANDONED} if it did not end in time and <em>may still run</em>
 */
public record WorkerExit(int exitCode, WorkerState state) {

}
