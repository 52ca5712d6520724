package io.github.workerthreads.pool;

import java.time.Instant;

import io.github.workerthreads.worker.WorkerState;

/**
 * Why a worker ended or was given up on.
 *
 * @param worker the name of the worker
 * @param state how it ended
 * @param at when
 * @param cause what led to it
 * @param reason why
 */
public record WorkerEnding(String worker, WorkerState state, Instant at, EndingCause cause, String reason) {

}
