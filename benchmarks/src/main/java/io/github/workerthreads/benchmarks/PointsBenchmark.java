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
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PointsBenchmark {

	/**
	 * What is computed.
	 */
	@Param
	Kernel kernel;

	/**
	 * Whether it has points.
	 */
	@Param({ "false", "true" })
	boolean woven;

	private LongSupplier computation;

	/**
	 * Load the kernel.
	 * @throws ReflectiveOperationException never
	 */
	@Setup
	public void load() throws ReflectiveOperationException {
		ClassLoader loader = (this.woven) ? new WovenLoader() : getClass().getClassLoader();
		Object found = Class.forName(Kernel.class.getName(), true, loader)
			.getMethod("valueOf", String.class)
			.invoke(null, this.kernel.name());
		this.computation = (LongSupplier) Objects.requireNonNull(found);
	}

	/**
	 * Compute.
	 * @return the result
	 */
	@Benchmark
	public long compute() {
		return this.computation.getAsLong();
	}

}
