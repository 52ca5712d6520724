package io.github.workerthreads.pool;

import java.time.Instant;

/**
 * A call that had no result.
 *
 * @param taskId the number of the task
 * @param task the name of the task
 * @param outcome how it ended
 * @param at when
 * @param reason the exception, as text
 */
public record TaskFailure(long taskId, String task, TaskOutcome outcome, Instant at, String reason) {

}
