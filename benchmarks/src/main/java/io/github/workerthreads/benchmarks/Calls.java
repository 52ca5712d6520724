package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls of methods that do next to nothing, on beans of a real application.
 */
@State(Scope.Benchmark)
public class Calls {

	/**
	 * What the methods are given.
	 */
	@Param
	Argument argument;

	private final Order order = Order.example();

	private final Customer customer = Customer.example();

	private ConfigurableApplicationContext context;

	private OffloadedCalls offloadedCalls;

	private AsyncCalls asyncCalls;

	/**
	 * Start the application.
	 */
	@Setup
	public void start() {
		this.context = CallApplication.start();
		this.offloadedCalls = this.context.getBean(OffloadedCalls.class);
		this.asyncCalls = this.context.getBean(AsyncCalls.class);
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		this.context.close();
	}

	long offloadAndAwait() {
		return (this.argument == Argument.IMMUTABLE) ? this.offloadedCalls.awaitId(this.order)
				: this.offloadedCalls.awaitId(this.customer);
	}

	CompletableFuture<Long> offload() {
		return (this.argument == Argument.IMMUTABLE) ? this.offloadedCalls.id(this.order)
				: this.offloadedCalls.id(this.customer);
	}

	CompletableFuture<Long> async() {
		return (this.argument == Argument.IMMUTABLE) ? this.asyncCalls.id(this.order)
				: this.asyncCalls.id(this.customer);
	}

}
