package io.github.workerthreads.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;

/**
 * Closes one pool and logs what was lost by it.
 */
final class PoolClosing implements Runnable {

	private static final Log logger = LogFactory.getLog(PoolClosing.class);

	private final WorkerPool pool;

	PoolClosing(WorkerPool pool) {
		this.pool = pool;
	}

	@Override
	public void run() {
		try {
			PoolSnapshot before = this.pool.snapshot();
			if (before.status() != PoolStatus.CLOSED) {
				long start = System.nanoTime();
				this.pool.close();
				log(before.counts(), this.pool.snapshot(), Duration.ofNanos(System.nanoTime() - start));
			}
		}
		catch (RuntimeException ex) {
			logger.error("Worker pool '%s' could not be closed".formatted(this.pool.name()), ex);
		}
	}

	private void log(PoolCounts before, PoolSnapshot after, Duration elapsed) {
		long lost = lost(after.counts()) - lost(before);
		long ended = after.counts().completed() - before.completed() - lost;
		List<String> abandoned = after.abandoned().stream().map(WorkerSnapshot::name).toList();
		String message = "Worker pool '%s' closed after %d ms: %d calls ended, %d were stopped without a result"
			.formatted(this.pool.name(), elapsed.toMillis(), ended, lost);
		if (!abandoned.isEmpty()) {
			message += ", workers that could not be stopped still run: " + abandoned;
		}
		if (lost > 0 || !abandoned.isEmpty()) {
			logger.warn(message);
		}
		else if (ended > 0) {
			logger.info(message);
		}
		else {
			logger.debug(message);
		}
	}

	private static long lost(PoolCounts counts) {
		return counts.cancelled() + counts.terminated();
	}

}
