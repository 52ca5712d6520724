package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

/**
 * Calls that do next to nothing, by one way to run them on two other threads. Its calls
 * are made by one thread.
 */
interface PeerCalls extends AutoCloseable {

	/**
	 * Make a call.
	 * @param order what it is given
	 * @return the future of the order's number
	 */
	CompletableFuture<Long> call(Order order);

	/**
	 * Make a call and wait for its result.
	 * @param order what it is given
	 * @return the order's number
	 */
	default long callAndAwait(Order order) {
		return call(order).join();
	}

	@Override
	void close();

}
