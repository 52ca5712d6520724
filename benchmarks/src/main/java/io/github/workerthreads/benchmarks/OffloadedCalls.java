package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import io.github.workerthreads.offload.OffloadToWorker;

/**
 * The calls under {@code @OffloadToWorker}, which copies what can change.
 */
class OffloadedCalls {

	@OffloadToWorker
	CompletableFuture<Long> id(Order order) {
		return CompletableFuture.completedFuture(order.id());
	}

	@OffloadToWorker
	CompletableFuture<Long> id(Customer customer) {
		return CompletableFuture.completedFuture(customer.id());
	}

	@OffloadToWorker
	long awaitId(Order order) {
		return order.id();
	}

	@OffloadToWorker
	long awaitId(Customer customer) {
		return customer.id();
	}

}
