package io.github.workerthreads.benchmarks;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.workerthreads.message.StructuredClone;

/**
 * What the copy of a message costs, beside one written by hand for its class.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StructuredCloneBenchmark {

	/**
	 * What is copied.
	 */
	@Param
	Message message;

	private final StructuredClone structuredClone = new StructuredClone();

	private Object value;

	/**
	 * Make the message.
	 */
	@Setup
	public void prepare() {
		this.value = this.message.create();
	}

	/**
	 * Copy as calls do.
	 * @return the copy
	 */
	@Benchmark
	public @Nullable Object structuredClone() {
		return this.structuredClone.clone("message", this.value);
	}

	/**
	 * Copy by code that knows the class.
	 * @return the copy
	 */
	@Benchmark
	public Object handWritten() {
		return this.message.copy(this.value);
	}

}
