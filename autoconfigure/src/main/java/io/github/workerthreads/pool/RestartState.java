package io.github.workerthreads.pool;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How many workers of a pool died lately, and whether it has given up on starting more.
 *
 * @param deaths the workers that died within the window
 * @param intensity the most that may
 * @param window the window
 * @param failedAt since when the pool has failed, or {@code null} if it has not
 * @param reason why it has failed, or {@code null}
 */
public record RestartState(int deaths, int intensity, Duration window, @Nullable Instant failedAt,
		@Nullable String reason) {

}
