package io.github.workerthreads.benchmarks;

import java.util.List;
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

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.StructuredClone;

/**
 * What the copy of a message costs, directly and by way of bytes, beside one written by
 * hand for its class.
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

	private final MessageCodec codec = new BinaryMessageCodec(StructuredCloneBenchmark.class.getClassLoader(),
			AllowedTypes.ofJdk().withPatterns(List.of("io.github.workerthreads.benchmarks.*")),
			MessageLimits.defaults());

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
	 * Write to bytes and read back, as calls do that cross to a process.
	 * @return the copy
	 */
	@Benchmark
	public @Nullable Object bytes() {
		return this.codec.decode("message", this.codec.encode("message", this.value));
	}

	/**
	 * Copy by code that knows the class.
	 * @return the copy
	 */
	@Benchmark
	public Object handWritten() {
		return this.message.copy(this.value);
	}

	/**
	 * Copy by code that knows the class and that copies what it meets twice once.
	 * @return the copy
	 */
	@Benchmark
	public Object handWrittenWithIdentity() {
		return this.message.copyWithIdentity(this.value);
	}

}
