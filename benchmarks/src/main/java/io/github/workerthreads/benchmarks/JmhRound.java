package io.github.workerthreads.benchmarks;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A round of benchmarks: each runs once, in a JVM of its own. Immutable.
 *
 * @param warmUps how many iterations are not measured
 * @param iterations how many iterations are measured
 * @param time how long an iteration takes
 */
record JmhRound(int warmUps, int iterations, TimeValue time) {

	/**
	 * Run the benchmarks that an expression selects, with all peers.
	 * @param selection the regular expression
	 * @return a result for each
	 * @throws RunnerException if one fails or none is selected
	 */
	Collection<RunResult> run(String selection) throws RunnerException {
		return run(selection, "peer", Peer.namesOnThisJdk());
	}

	/**
	 * Run the benchmarks that an expression selects, with some values of a parameter.
	 * @param selection the regular expression
	 * @param parameter the name of the parameter
	 * @param values its values
	 * @return a result for each
	 * @throws RunnerException if one fails or none is selected
	 */
	Collection<RunResult> run(String selection, String parameter, String... values) throws RunnerException {
		return new Runner(options(selection).param(parameter, values).build()).run();
	}

	/**
	 * Return this round with another number of iterations before those that are measured.
	 * @param warmUps how many
	 * @return the new round
	 */
	JmhRound withWarmUps(int warmUps) {
		return new JmhRound(warmUps, this.iterations, this.time);
	}

	/**
	 * Return how long a benchmark runs before it is measured.
	 * @return the time in milliseconds
	 */
	long warmUpMillis() {
		return this.warmUps * this.time.convertTo(TimeUnit.MILLISECONDS);
	}

	private ChainedOptionsBuilder options(String selection) {
		return new OptionsBuilder().include(selection)
			.forks(1)
			.warmupIterations(this.warmUps)
			.warmupTime(this.time)
			.measurementIterations(this.iterations)
			.measurementTime(this.time)
			.addProfiler(GCProfiler.class)
			.addProfiler(CpuTimeProfiler.class)
			.jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch")
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
	}

}
