package io.github.workerthreads.pool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.StopOutcome;

/**
 * What really happened when a task was to be cancelled.
 *
 * @param taskId the number of the task
 * @param task the name of the task
 * @param outcome what became of the work, or {@code null} if it ended by itself first
 * @param elapsed how long it took until that was known
 */
public record TaskCancellation(long taskId, String task, @Nullable StopOutcome outcome, Duration elapsed) {

}
