package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls of annotated methods of beans in an application.
 */
final class ApplicationCalls implements PeerCalls {

	private final ConfigurableApplicationContext context;

	private final Function<Order, CompletableFuture<Long>> future;

	private final ToLongFunction<Order> value;

	private ApplicationCalls(ConfigurableApplicationContext context, Function<Order, CompletableFuture<Long>> future,
			ToLongFunction<Order> value) {
		this.context = context;
		this.future = future;
		this.value = value;
	}

	/**
	 * Start an application whose methods are under {@code @OffloadToWorker}.
	 * @param isolation the isolation of its workers
	 * @return its calls
	 */
	static PeerCalls offloaded(String isolation) {
		ConfigurableApplicationContext context = CallApplication
			.start("--worker-threads.defaults.isolation=" + isolation);
		OffloadedCalls calls = context.getBean(OffloadedCalls.class);
		return new ApplicationCalls(context, calls::id, calls::awaitId);
	}

	/**
	 * Start an application whose methods are under {@code @Async}.
	 * @return its calls
	 */
	static PeerCalls async() {
		ConfigurableApplicationContext context = CallApplication.start();
		AsyncCalls calls = context.getBean(AsyncCalls.class);
		Function<Order, CompletableFuture<Long>> future = calls::id;
		return new ApplicationCalls(context, future, (order) -> future.apply(order).join());
	}

	@Override
	public CompletableFuture<Long> call(Order order) {
		return this.future.apply(order);
	}

	@Override
	public long callAndAwait(Order order) {
		return this.value.applyAsLong(order);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
