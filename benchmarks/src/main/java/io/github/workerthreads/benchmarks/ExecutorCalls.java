package io.github.workerthreads.benchmarks;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/**
 * Calls on executors of the JDK.
 *
 * @param executor runs the calls
 */
record ExecutorCalls(ExecutorService executor) implements PeerCalls {

	private static final String VIRTUAL_THREADS = "newVirtualThreadPerTaskExecutor";

	static PeerCalls threadPool() {
		return new ExecutorCalls(Executors.newFixedThreadPool(Peer.WORKERS));
	}

	static PeerCalls forkJoin() {
		return new ExecutorCalls(new ForkJoinPool(Peer.WORKERS));
	}

	/**
	 * Start an executor that runs each call on a virtual thread of its own, and these on
	 * as many carriers as others have workers.
	 * @return its calls
	 * @throws IllegalStateException if this JDK has no virtual threads
	 */
	static PeerCalls virtualThreads() {
		// Before the first virtual thread starts
		System.setProperty("jdk.virtualThreadScheduler.parallelism", String.valueOf(Peer.WORKERS));
		try {
			return new ExecutorCalls(
					(ExecutorService) Objects.requireNonNull(Executors.class.getMethod(VIRTUAL_THREADS).invoke(null)));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Java %s has no virtual threads: run it with 21 or later"
				.formatted(System.getProperty("java.version")), ex);
		}
	}

	@Override
	public CompletableFuture<Long> call(Order order) {
		return CompletableFuture.supplyAsync(order::id, this.executor);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
