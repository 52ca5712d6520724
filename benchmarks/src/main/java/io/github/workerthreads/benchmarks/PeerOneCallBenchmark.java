package io.github.workerthreads.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What a call costs by each peer that is made and awaited before the next. Times include
 * that of reading the clock, some tens of nanoseconds.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerOneCallBenchmark {

	/**
	 * Make a call and wait for its result.
	 * @param peer makes the call
	 * @return the result
	 */
	@Benchmark
	public long call(PeerState peer) {
		return peer.callAndAwait();
	}

}
