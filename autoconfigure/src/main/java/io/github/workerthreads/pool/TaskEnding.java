package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 *
 * @param outcome the outcome
 * @param queueNanos how long it waited for a worker
 * @param runNanos how long its body ran, 0 if it never started
 * @param failure why it has no result, or {@code null}
 */
record TaskEnding(TaskOutcome outcome, long queueNanos, long runNanos, @Nullable Throwable failure) {

}
