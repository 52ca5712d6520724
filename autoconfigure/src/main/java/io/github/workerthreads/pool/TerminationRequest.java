package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * Word to a worker that it is to end.
 *
 * @param cause what led to it
 * @param reason why, for people
 * @param lost the task that it ran, or {@code null}
 */
record TerminationRequest(EndingCause cause, String reason, @Nullable Task lost) {

}
