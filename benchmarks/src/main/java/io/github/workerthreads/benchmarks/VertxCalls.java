package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/**
 * Calls by {@code executeBlocking} of Vert.x, in any order.
 */
final class VertxCalls implements PeerCalls {

	private final Vertx vertx = Vertx.vertx();

	private final WorkerExecutor executor = this.vertx.createSharedWorkerExecutor("benchmark", Peer.WORKERS);

	@Override
	@SuppressWarnings("NullAway") // the number of an order is never null
	public CompletableFuture<Long> call(Order order) {
		return this.executor.executeBlocking(order::id, false).toCompletionStage().toCompletableFuture();
	}

	@Override
	public void close() {
		this.vertx.close().toCompletionStage().toCompletableFuture().join();
	}

}
