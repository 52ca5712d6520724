package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * Word to a worker that it is to end.
 *
 * @param cause what led to it
 * @param reason why, for people
 * @param requestedAt when, on the pool's clock
 * @param graceEnds when it is given up on, on the pool's clock
 * @param lost the task that it ran, or {@code null}
 */
record TerminationRequest(EndingCause cause, String reason, long requestedAt, long graceEnds, @Nullable Task lost) {

}
