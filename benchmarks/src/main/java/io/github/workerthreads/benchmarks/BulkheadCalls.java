package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;

/**
 * Calls on a bulkhead of Resilience4j that has a thread pool.
 */
final class BulkheadCalls implements PeerCalls {

	private final ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of("benchmark",
			ThreadPoolBulkheadConfig.custom()
				.coreThreadPoolSize(Peer.WORKERS)
				.maxThreadPoolSize(Peer.WORKERS)
				.queueCapacity(Peer.QUEUE)
				.build());

	@Override
	public CompletableFuture<Long> call(Order order) {
		return this.bulkhead.executeSupplier(order::id).toCompletableFuture();
	}

	@Override
	public void close() {
		try {
			this.bulkhead.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The bulkhead does not close", ex);
		}
	}

}
