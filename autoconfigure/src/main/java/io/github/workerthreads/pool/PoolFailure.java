package io.github.workerthreads.pool;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.PoolFailedException;

/**
 * Why a pool starts no workers any more.
 *
 * @param at since when
 * @param reason which limit was exceeded and why the last worker died, for people
 * @param cause what ended that worker, or {@code null} if that is not known
 */
record PoolFailure(Instant at, String reason, @Nullable Throwable cause) {

	PoolFailedException toException(String pool) {
		return new PoolFailedException(pool,
				"Pool '%s' has failed and runs no calls: %s. Mend the cause and resume the pool, or raise worker-threads.pools.%s.restart.intensity"
					.formatted(pool, this.reason, pool),
				this.cause);
	}

}
