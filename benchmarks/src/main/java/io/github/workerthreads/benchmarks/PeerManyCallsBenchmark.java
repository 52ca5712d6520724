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
 * How many calls one thread gets done by each peer with a number of them in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeerManyCallsBenchmark {

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
	 * Await the oldest call and make another one.
	 * @param peer makes the call
	 * @return the result of the oldest call
	 */
	@Benchmark
	public @Nullable Object call(PeerState peer) {
		Object result = this.window.awaitOldest();
		this.window.replaceOldest(peer.call());
		return result;
	}

}
