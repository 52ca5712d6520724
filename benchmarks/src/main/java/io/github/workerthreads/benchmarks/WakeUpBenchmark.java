package io.github.workerthreads.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The floor under a call that waits: another thread is woken and wakes this one again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WakeUpBenchmark {

	/**
	 * How long each side spins before it parks.
	 */
	@Param({ "0", "20" })
	int spinMicros;

	private Partner partner;

	/**
	 * Start the other thread.
	 */
	@Setup
	public void start() {
		this.partner = new Partner(TimeUnit.MICROSECONDS.toNanos(this.spinMicros));
	}

	/**
	 * Stop the other thread.
	 * @throws InterruptedException if interrupted
	 */
	@TearDown
	public void stop() throws InterruptedException {
		this.partner.stop();
	}

	/**
	 * Wake the other thread and wait for its answer.
	 */
	@Benchmark
	public void pingPong() {
		this.partner.ping();
	}

}
