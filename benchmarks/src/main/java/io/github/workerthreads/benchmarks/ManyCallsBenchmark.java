package io.github.workerthreads.benchmarks;

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

/**
 * How many calls one thread gets done with a number of them in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ManyCallsBenchmark {

	/**
	 * The number of calls that are in flight.
	 */
	@Param({ "64", "1000" })
	int inFlight;

	private Window window;

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
	 * Call a method under {@code @OffloadToWorker} that returns a future.
	 * @param calls makes the call
	 * @return the result of the oldest call
	 */
	@Benchmark
	public @Nullable Object offloadToWorker(Calls calls) {
		Object result = this.window.awaitOldest();
		this.window.replaceOldest(calls.offload());
		return result;
	}

	/**
	 * Call a method under {@code @Async} that returns a future.
	 * @param calls makes the call
	 * @return the result of the oldest call
	 */
	@Benchmark
	public @Nullable Object async(Calls calls) {
		Object result = this.window.awaitOldest();
		this.window.replaceOldest(calls.async());
		return result;
	}

}
