package io.github.workerthreads.sample.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.util.FileSystemUtils;

/**
 * Calls the packaged image desk for a time, while its workers are killed and starved, its
 * pools turned upside down, and itself stopped and started again. Checks that every call
 * has the one answer that is its own, that the pools' counts agree, and that nothing is
 * left behind.
 */
public final class Soak {

	private static final int CANNOT_RUN = 2;

	private final SoakOptions options;

	private final Ledger ledger = new Ledger();

	private final List<List<Footprint>> footprints = new ArrayList<>();

	private Soak(SoakOptions options) {
		this.options = options;
	}

	/**
	 * Soak the desk, print what came of it, and exit with 0 if all was well, or 1.
	 * @param args see {@link SoakOptions}
	 * @throws Exception if the desk cannot be started
	 */
	public static void main(String[] args) throws Exception {
		try {
			SoakReport report = run(SoakOptions.of(Arrays.asList(args)));
			System.out.println(report);
			System.exit((report.violated() == 0) ? 0 : 1);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(CANNOT_RUN);
		}
	}

	/**
	 * Soak the desk.
	 * @param options what to do
	 * @return what came of it
	 * @throws Exception if the desk cannot be started
	 */
	static SoakReport run(SoakOptions options) throws Exception {
		long start = System.nanoTime();
		Soak soak = new Soak(options);
		System.out.printf("Soak of %s: %d lives of %d rounds, seed %d%n", options.duration(), options.lives(),
				options.rounds(), options.seed());
		Path folder = Files.createTempDirectory("soak");
		try {
			soak.live(folder);
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
		return SoakReport.of(options, soak.ledger, soak.footprints, Duration.ofNanos(System.nanoTime() - start));
	}

	private void live(Path folder) throws Exception {
		SplittableRandom random = new SplittableRandom(this.options.seed());
		Desk first = Desk.start(folder);
		Desk desk = first;
		Callers callers = new Callers(first, this.ledger);
		try {
			callers.rest(() -> {
				this.ledger.beginLife(new Rest(first, this.ledger).succeeded());
				callers.start(random);
			});
			for (int life = 0; life < this.options.lives(); life++) {
				desk = live(desk, callers, random, folder, life);
			}
		}
		finally {
			desk.close();
			callers.close();
		}
	}

	private Desk live(Desk desk, Callers callers, SplittableRandom random, Path folder, int life) throws Exception {
		List<Footprint> measured = new ArrayList<>();
		this.footprints.add(measured);
		try (Probe probe = new Probe(desk.process(), folder)) {
			for (int round = 0; round < this.options.rounds(); round++) {
				try (Vandals vandals = new Vandals(desk, this.ledger, random.split())) {
					pass(this.options.round());
				}
				callers.rest(() -> measured.add(measureAtRest(desk, probe)));
			}
			this.ledger.violations(measured.get(measured.size() - 1).growthSince(baseline(measured)));
			return stopUnderLoad(desk, callers, random, folder, probe, life == this.options.lives() - 1);
		}
		finally {
			Path log = Path.of(System.getProperty("sample.jar")).resolveSibling("soak-%d.log".formatted(life));
			Files.writeString(log, desk.output());
		}
	}

	// The first rounds load classes and compile
	private static Footprint baseline(List<Footprint> measured) {
		return measured.get((measured.size() > 3) ? 1 : 0);
	}

	private static void pass(Duration time) throws InterruptedException {
		new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
	}

	private Footprint measureAtRest(Desk desk, Probe probe) throws Exception {
		Rest rest = new Rest(desk, this.ledger);
		rest.await();
		rest.checkCounts();
		awaitShortLivedThreads(probe);
		Footprint footprint = probe.measure();
		System.out.printf("%,9d calls, %,5d workers killed, %d violations; at rest: %s%n", this.ledger.calls(),
				this.ledger.kills(), this.ledger.violated(), SoakReport.line(footprint));
		return footprint;
	}

	private void awaitShortLivedThreads(Probe probe) {
		try {
			probe.awaitShortLivedThreads();
		}
		catch (ConditionTimeoutException ex) {
			this.ledger.violation("Threads that nobody uses do not end: " + ex.getMessage());
		}
	}

	private Desk stopUnderLoad(Desk desk, Callers callers, SplittableRandom random, Path folder, Probe probe,
			boolean last) throws Exception {
		probe.close(); // before the application ends its side
		List<ProcessHandle> workers;
		long calls = this.ledger.calls();
		try (Vandals vandals = new Vandals(desk, this.ledger, random.split())) {
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.ledger.calls() > calls + 100);
			workers = desk.process().descendants().toList();
			if (!desk.terminate()) {
				this.ledger.violation("The application has not ended within a minute after SIGTERM:\n" + desk.output());
			}
		}
		checkNothingIsLeft(workers, probe);
		desk.close();
		if (last) {
			return desk;
		}
		Desk replacement = Desk.start(folder);
		callers.rest(() -> {
			this.ledger.beginLife(new Rest(replacement, this.ledger).succeeded());
			callers.turnTo(replacement);
		});
		return replacement;
	}

	private void checkNothingIsLeft(List<ProcessHandle> workers, Probe probe) throws IOException {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
		}
		catch (ConditionTimeoutException ex) {
			this.ledger.violation("Workers outlive their application: " + workers);
		}
		if (!probe.leftFiles().isEmpty() || probe.sharedFiles() != 0) {
			this.ledger.violation("The application left %s and %d files in shared memory".formatted(probe.leftFiles(),
					probe.sharedFiles()));
		}
	}

}
