package io.github.workerthreads.benchmarks;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A way to run a call on another thread. All have the same number of threads for the
 * calls.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
public enum Peer {

	/**
	 * A method under {@code @OffloadToWorker} with isolation {@code thread}.
	 */
	THREAD(() -> ApplicationCalls.offloaded("thread")),

	/**
	 * A method under {@code @OffloadToWorker} with isolation {@code class-loader}.
	 */
	CLASS_LOADER(() -> ApplicationCalls.offloaded("class-loader")),

	/**
	 * A method under {@code @OffloadToWorker} with isolation {@code process}.
	 */
	PROCESS(() -> ApplicationCalls.offloaded("process")),

	/**
	 * A method under Spring's {@code @Async}, on the executor that Boot builds.
	 */
	ASYNC(ApplicationCalls::async),

	/**
	 * Resilience4j's {@code ThreadPoolBulkhead}.
	 */
	BULKHEAD(BulkheadCalls::new),

	/**
	 * Vert.x {@code executeBlocking}.
	 */
	VERTX(VertxCalls::new),

	/**
	 * A plain {@code ThreadPoolExecutor}.
	 */
	THREAD_POOL(ExecutorCalls::threadPool),

	/**
	 * A {@code ForkJoinPool}.
	 */
	FORK_JOIN(ExecutorCalls::forkJoin),

	/**
	 * Virtual threads, from Java 21 on.
	 */
	VIRTUAL_THREADS(ExecutorCalls::virtualThreads);

	static final int WORKERS = 2;

	static final int QUEUE = 1024;

	private final Supplier<PeerCalls> starter;

	Peer(Supplier<PeerCalls> starter) {
		this.starter = starter;
	}

	PeerCalls start() {
		return this.starter.get();
	}

	static String[] namesOnThisJdk() {
		return Arrays.stream(values())
			.filter((peer) -> peer != VIRTUAL_THREADS || Runtime.version().feature() >= 21)
			.map(Peer::name)
			.toArray(String[]::new);
	}

}
