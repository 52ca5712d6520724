package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The peer whose calls are measured, up and running.
 */
@State(Scope.Benchmark)
public class PeerState {

	/**
	 * What runs the calls.
	 */
	@Param
	Peer peer;

	private final Order order = Order.example();

	private PeerCalls calls;

	/**
	 * Start it, and see that its calls do what they should.
	 */
	@Setup
	public void start() {
		this.calls = this.peer.start();
		if (callAndAwait() != this.order.id()) {
			throw new IllegalStateException("%s gave another number back".formatted(this.peer));
		}
	}

	/**
	 * Stop it.
	 */
	@TearDown
	public void stop() {
		this.calls.close();
	}

	CompletableFuture<Long> call() {
		return this.calls.call(this.order);
	}

	long callAndAwait() {
		return this.calls.callAndAwait(this.order);
	}

}
