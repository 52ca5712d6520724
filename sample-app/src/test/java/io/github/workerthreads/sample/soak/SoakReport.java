package io.github.workerthreads.sample.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came of a soak. Its text is for people. Immutable.
 *
 * @param calls how many calls were made
 * @param kills how many workers were killed
 * @param violated how often something was not as it must be
 * @param text all of it
 */
record SoakReport(long calls, long kills, long violated, String text) {

	static SoakReport of(SoakOptions options, Ledger ledger, List<List<Footprint>> footprints, Duration elapsed) {
		StringBuilder text = new StringBuilder();
		text.append("%n== Calls%n".formatted());
		append(ledger.outcomes(), text);
		text.append("%n== Harm%n".formatted());
		append(ledger.harm(), text);
		text.append("%n== At rest, by life of the application (may grow by %s)%n".formatted(line(Footprint.BOUND)));
		for (int life = 0; life < footprints.size(); life++) {
			for (Footprint footprint : footprints.get(life)) {
				text.append("  life %d: %s%n".formatted(life + 1, line(footprint)));
			}
		}
		text.append("%n== %,d calls, %,d workers killed, %d starts in %d s: %d violations (seed %d)%n".formatted(
				ledger.calls(), ledger.kills(), options.lives(), elapsed.toSeconds(), ledger.violated(),
				options.seed()));
		ledger.violations().forEach((violation) -> text.append("  - %s%n".formatted(violation)));
		return new SoakReport(ledger.calls(), ledger.kills(), ledger.violated(), text.toString());
	}

	private static void append(Map<String, LongAdder> counts, StringBuilder text) {
		counts.forEach((name, count) -> text.append("  %-45s %,9d%n".formatted(name, count.sum())));
	}

	/**
	 * Return a footprint on a line.
	 * @param footprint the footprint
	 * @return the line
	 */
	static String line(Footprint footprint) {
		return "heap %.1f MB, metaspace %.1f MB, classes %,d, threads %d, descriptors %d, processes %d, files %d + %d"
			.formatted(footprint.heap() / 1e6, footprint.metaspace() / 1e6, footprint.classes(),
					footprint.threadCount(), footprint.descriptors(), footprint.children(), footprint.files(),
					footprint.sharedFiles());
	}

	@Override
	public String toString() {
		return this.text;
	}

}
