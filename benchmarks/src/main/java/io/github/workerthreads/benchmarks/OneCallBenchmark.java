package io.github.workerthreads.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What a call costs that is made and awaited before the next. Times include that of
 * reading the clock, some tens of nanoseconds.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneCallBenchmark {

	/**
	 * Call a method under {@code @OffloadToWorker} that returns a value.
	 * @param calls makes the call
	 * @return the value
	 */
	@Benchmark
	public long offloadToWorker(Calls calls) {
		return calls.offloadAndAwait();
	}

	/**
	 * Call a method under {@code @Async} and wait for its future.
	 * @param calls makes the call
	 * @return the value
	 * @throws ExecutionException if the call fails
	 * @throws InterruptedException if interrupted
	 */
	@Benchmark
	public long async(Calls calls) throws ExecutionException, InterruptedException {
		return calls.async().get();
	}

}
