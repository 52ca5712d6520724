package io.github.workerthreads.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What termination points cost compiled code: the same kernels with and without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PointsBenchmark {

	/**
	 * What is computed.
	 */
	@Param
	Kernel kernel;

	private LongSupplier plain;

	private LongSupplier woven;

	/**
	 * Load the kernel, without and with points.
	 * @throws ReflectiveOperationException never
	 */
	@Setup
	public void load() throws ReflectiveOperationException {
		this.plain = load(Objects.requireNonNull(Kernel.class.getClassLoader()));
		this.woven = load(new WovenLoader());
	}

	private LongSupplier load(ClassLoader loader) throws ReflectiveOperationException {
		Object found = Class.forName(Kernel.class.getName(), true, loader)
			.getMethod("valueOf", String.class)
			.invoke(null, this.kernel.name());
		return (LongSupplier) Objects.requireNonNull(found);
	}

	/**
	 * Compute without points.
	 * @return the result
	 */
	@Benchmark
	public long plain() {
		return this.plain.getAsLong();
	}

	/**
	 * Compute with points.
	 * @return the result
	 */
	@Benchmark
	public long woven() {
		return this.woven.getAsLong();
	}

}
