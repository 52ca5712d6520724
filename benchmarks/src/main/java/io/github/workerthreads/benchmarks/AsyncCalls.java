package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import org.springframework.scheduling.annotation.Async;

/**
 * The calls under Spring's {@code @Async}, which shares its arguments.
 */
class AsyncCalls {

	@Async
	CompletableFuture<Long> id(Order order) {
		return CompletableFuture.completedFuture(order.id());
	}

	@Async
	CompletableFuture<Long> id(Customer customer) {
		return CompletableFuture.completedFuture(customer.id());
	}

}
