package io.github.workerthreads.pool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerState;

/**
 * What really happened when a worker was asked to terminate.
 *
 * @param workerId the id of the worker
 * @param outcome {@link WorkerState#TERMINATED} or {@link WorkerState#KILLED} if nothing
 * of it runs any more, {@link WorkerState#ABANDONED} if it still runs
 * @param elapsed how long it took until that was known
 * @param lostTask the name of the task that it cost, or {@code null}
 */
public record WorkerTermination(long workerId, WorkerState outcome, Duration elapsed, @Nullable String lostTask) {

}
