package io.github.workerthreads.pool;

/**
 * Word to a worker that it is to end once it has nothing to do.
 *
 * @param cause what led to it
 * @param reason why, for people
 */
record Retirement(EndingCause cause, String reason) {

}
