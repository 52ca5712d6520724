package io.github.workerthreads.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SharedMemory;

/**
 * How the cost of calls grows with workers, calls in flight, payload, the length of the
 * queue and the number of pools, on each isolation and beside a plain executor. Prints a
 * table for each.
 */
public final class Growth {

	private static final int WORKERS = 2;

	private static final int IN_FLIGHT = 64;

	private static final int SMALL = 64;

	// What a message to a process may have, and some room for what is around it
	private static final int PROCESS_LIMIT = (64 << 20) - (64 << 10);

	private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(1);

	private final int rounds;

	// Classes of workers are new for each line, and not compiled yet
	private final Duration warmUp;

	// For each process, which compiles for itself
	private final Duration processWarmUp;

	private final Duration time;

	private final int mostProcesses;

	private Growth(boolean quick) {
		this.rounds = (quick) ? 1 : 3;
		this.warmUp = Duration.ofMillis((quick) ? 50 : 800);
		this.processWarmUp = Duration.ofMillis((quick) ? 0 : 2000);
		this.time = Duration.ofMillis((quick) ? 100 : 300);
		this.mostProcesses = (quick) ? 4 : 64;
	}

	/**
	 * Run for about ten minutes, or one with {@code --quick}.
	 * @param args {@code --quick} or nothing
	 * @throws Exception if a call fails
	 */
	public static void main(String[] args) throws Exception {
		Growth growth = new Growth(Arrays.asList(args).contains("--quick"));
		growth.run();
	}

	private void run() throws Exception {
		System.out.printf("One thread calls, %d workers, %d calls in flight and %d bytes there and back unless a table "
				+ "says otherwise. Cells: calls per second, p99. Empty where there would be more than %d processes. "
				+ "Calls before those that count take %d ms, and %d ms more for each process, which compiles for itself, at most %d s.%n",
				WORKERS, IN_FLIGHT, SMALL, this.mostProcesses, this.warmUp.toMillis(), this.processWarmUp.toMillis(),
				LONGEST_WARM_UP.toSeconds());
		title("workers", "In all, in one pool");
		for (int workers : new int[] { 1, 2, 4, 8, 16, 32, 64 }) {
			load("%d".formatted(workers), 1, workers, Math.max(IN_FLIGHT, 2 * workers), SMALL);
		}
		title("calls in flight", "At a time");
		for (int inFlight : new int[] { 1, 10, 100, 1000, 10_000 }) {
			load("%,d".formatted(inFlight), 1, WORKERS, inFlight, SMALL);
		}
		title("payload", "Each way, one call in flight; `*` is shared memory, since a message to a process has at most "
				+ "64 MiB; the plain executor shares it");
		for (int bytes : new int[] { SMALL, 4 << 10, 64 << 10, 1 << 20, 10 << 20, 100 << 20 }) {
			load(size(bytes), 1, WORKERS, 1, bytes);
		}
		title("pools", "Of %d workers each, called in turn".formatted(WORKERS));
		for (int pools : new int[] { 1, 4, 16, 32 }) {
			load("%d".formatted(pools), pools, WORKERS, IN_FLIGHT, SMALL);
		}
		queues();
	}

	private static void title(String what, String explanation) {
		System.out.printf("%n#### %s%n%n%s.%n%n", what, explanation);
		System.out.printf("| %s |", what);
		targets((rung) -> rung.title(), () -> LoadTarget.PLAIN)
			.forEach((title) -> System.out.printf(" %s: calls/s | p99 |", title));
		System.out.printf("%n|---|%s%n", "---:|---:|".repeat(Rung.values().length + 1));
	}

	private static <T> List<T> targets(Function<Rung, T> ofRung, Supplier<T> plain) {
		List<T> targets = new ArrayList<>();
		for (Rung rung : Rung.values()) {
			targets.add(ofRung.apply(rung));
		}
		targets.add(plain.get());
		return targets;
	}

	private void load(String value, int pools, int workers, int inFlight, int bytes) throws Exception {
		List<@Nullable LoadTarget> targets = start(pools, workers, inFlight);
		try (SharedMemory memory = SharedMemory.allocate(bytes)) {
			List<@Nullable List<Load>> loads = new ArrayList<>();
			List<Supplier<CompletionStage<?>>> calls = new ArrayList<>();
			byte[] content = new byte[bytes];
			for (LoadTarget target : targets) {
				loads.add((target != null) ? new ArrayList<>() : null);
				boolean shares = shares(target, bytes);
				calls.add(() -> (shares) ? required(target).touch(memory) : required(target).call(content));
			}
			for (int round = 0; round <= this.rounds; round++) {
				for (int i = 0; i < targets.size(); i++) {
					List<Load> results = loads.get(i);
					if (results != null) {
						Load load = Load.of(calls.get(i), inFlight,
								(round == 0) ? warmUp(required(targets.get(i)), pools * workers) : this.time);
						if (round > 0) {
							results.add(load);
						}
					}
				}
			}
			System.out.printf("| %s |", value);
			for (int i = 0; i < targets.size(); i++) {
				System.out.print(cells(loads.get(i), shares(targets.get(i), bytes)));
			}
			System.out.println();
		}
		finally {
			close(targets);
		}
	}

	private Duration warmUp(LoadTarget target, int workers) {
		if (!target.title().equals(Rung.PROCESS.title())) {
			return this.warmUp;
		}
		Duration warmUp = this.warmUp.plus(this.processWarmUp.multipliedBy(workers));
		return (warmUp.compareTo(LONGEST_WARM_UP) < 0) ? warmUp : LONGEST_WARM_UP;
	}

	private static boolean shares(@Nullable LoadTarget target, int bytes) {
		return bytes > PROCESS_LIMIT && target != null && target.title().equals(Rung.PROCESS.title());
	}

	private List<@Nullable LoadTarget> start(int pools, int workers, int queue) {
		List<@Nullable LoadTarget> targets = new ArrayList<>();
		try {
			for (Rung rung : Rung.values()) {
				boolean tooMany = rung == Rung.PROCESS && pools * workers > this.mostProcesses;
				targets.add((tooMany) ? null : LoadTarget.of(rung, pools, workers, queue));
			}
			targets.add(LoadTarget.plain(pools, workers));
			return targets;
		}
		catch (RuntimeException ex) {
			close(targets);
			throw ex;
		}
	}

	private static void close(List<@Nullable LoadTarget> targets) {
		for (LoadTarget target : targets) {
			if (target != null) {
				target.close();
			}
		}
	}

	private static LoadTarget required(@Nullable LoadTarget target) {
		if (target == null) {
			throw new IllegalStateException("There is nothing to call");
		}
		return target;
	}

	private static String cells(@Nullable List<Load> loads, boolean shared) {
		if (loads == null) {
			return " | |";
		}
		return " %,.0f%s | %s |".formatted(middle(loads, Load::perSecond), (shared) ? " *" : "",
				time(middle(loads, Load::p99)));
	}

	private static double middle(List<Load> loads, ToDoubleFunction<Load> figure) {
		double[] sorted = loads.stream().mapToDouble(figure).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	// Calls that wait in a paused pool, the last tenth of which is timed
	private void queues() throws Exception {
		System.out
			.printf("%n#### queue length%n%nCalls are made while no worker takes one, then all are let go. Cells: "
					+ "time to make a call when that many wait, calls per second until none waits.%n%n| queue length |");
		targets((rung) -> rung.title(), () -> LoadTarget.PLAIN)
			.forEach((title) -> System.out.printf(" %s: call | calls/s |", title));
		System.out.printf("%n|---|%s%n", "---:|---:|".repeat(Rung.values().length + 1));
		for (int length : new int[] { 100, 1000, 10_000, 100_000 }) {
			List<@Nullable LoadTarget> targets = start(1, WORKERS, length);
			try {
				System.out.printf("| %,d |", length);
				for (LoadTarget target : targets) {
					System.out.print(queue(required(target), length));
				}
				System.out.println();
			}
			finally {
				close(targets);
			}
		}
	}

	private String queue(LoadTarget target, int length) throws Exception {
		byte[] content = new byte[SMALL];
		Load.of(() -> target.call(content), Math.min(length, 1000), warmUp(target, WORKERS));
		double[] calls = new double[this.rounds];
		double[] rates = new double[this.rounds];
		for (int round = 0; round < this.rounds; round++) {
			Runnable release = target.hold();
			CompletableFuture<?>[] futures = new CompletableFuture<?>[length];
			int timed = length - length / 10;
			long start = 0;
			for (int i = 0; i < length; i++) {
				if (i == timed) {
					start = System.nanoTime();
				}
				futures[i] = target.call(content).toCompletableFuture();
			}
			calls[round] = (System.nanoTime() - start) / (double) (length - timed);
			long released = System.nanoTime();
			release.run();
			CompletableFuture.allOf(futures).join();
			rates[round] = length * 1e9 / (System.nanoTime() - released);
		}
		Arrays.sort(calls);
		Arrays.sort(rates);
		return " %s | %,.0f |".formatted(time(calls[this.rounds / 2]), rates[this.rounds / 2]);
	}

	private static String size(int bytes) {
		return (bytes < 1 << 10) ? bytes + " B" : (bytes < 1 << 20) ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
	}

	private static String time(double nanos) {
		return (nanos < 1e6) ? "%.1f us".formatted(nanos / 1e3) : "%.1f ms".formatted(nanos / 1e6);
	}

}
