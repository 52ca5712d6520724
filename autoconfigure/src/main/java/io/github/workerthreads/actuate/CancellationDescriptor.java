package io.github.workerthreads.actuate;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskCancellation;
import io.github.workerthreads.worker.StopOutcome;

/**
 * What really happened when a call was to be cancelled.
 *
 * @param pool the name of the pool
 * @param id the number of the task
 * @param task the name of the task
 * @param outcome what became of the work, {@code ABANDONED} if it may still run, or
 * {@code null} if it ended by itself first
 * @param elapsed how long it took until that was known, in ISO-8601
 */
public record CancellationDescriptor(String pool, long id, String task, @Nullable StopOutcome outcome,
		Duration elapsed) {

	static CancellationDescriptor of(String pool, TaskCancellation cancellation) {
		return new CancellationDescriptor(pool, cancellation.taskId(), cancellation.task(), cancellation.outcome(),
				cancellation.elapsed());
	}

}
