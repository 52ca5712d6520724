package io.github.workerthreads.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.github.workerthreads.pool.WorkerPool;

/**
 * How many lambdas one thread gets done with a number of them in flight: the engine
 * alone, without proxies, arguments and copies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LambdaBenchmark {

	/**
	 * The number of calls that are in flight.
	 */
	@Param({ "1", "64", "1000" })
	int inFlight;

	private final Callable<Long> lambda = () -> 4711L;

	private Window window;

	private ConfigurableApplicationContext context;

	private WorkerPool workerPool;

	private ThreadPoolTaskExecutor executor;

	/**
	 * Start the application.
	 */
	@Setup
	public void start() {
		this.context = CallApplication.start();
		this.workerPool = this.context.getBean(WorkerPool.class);
		this.executor = this.context.getBean(ThreadPoolTaskExecutor.class);
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * Start with no call in flight.
	 */
	@Setup(Level.Iteration)
	public void open() {
		this.window = new Window(this.inFlight);
	}

	/**
	 * Leave no call in flight.
	 */
	@TearDown(Level.Iteration)
	public void close() {
		this.window.awaitAll();
	}

	/**
	 * Hand a lambda to the worker pool.
	 * @return the result of the oldest call
	 */
	@Benchmark
	public @Nullable Object workerPool() {
		Object result = this.window.awaitOldest();
		this.window.replaceOldest(this.workerPool.submit(this.lambda).toCompletableFuture());
		return result;
	}

	/**
	 * Hand a lambda to the executor that is behind {@code @Async}.
	 * @return the result of the oldest call
	 */
	@Benchmark
	public @Nullable Object executor() {
		Object result = this.window.awaitOldest();
		this.window.replaceOldest(this.executor.submitCompletable(this.lambda));
		return result;
	}

}
