package io.github.workerthreads.sample.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a soak has seen: how calls ended, what harm was done, and what must not have been.
 * Thread-safe.
 */
final class Ledger {

	private static final int MOST_VIOLATIONS = 50;

	private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();

	private final Map<String, LongAdder> harm = new ConcurrentSkipListMap<>();

	// Of the current life of the application, by pool
	private final Map<String, LongAdder> served = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> unknown = new ConcurrentHashMap<>();

	private final LongAdder calls = new LongAdder();

	private final LongAdder kills = new LongAdder();

	private final LongAdder violated = new LongAdder();

	// Guarded by itself
	private final List<String> violations = new ArrayList<>();

	/**
	 * Note how a call ended.
	 * @param outcome in a few words, of which there are not many
	 */
	void ended(String outcome) {
		this.calls.increment();
		add(this.outcomes, outcome);
	}

	/**
	 * Note that a caller has the one result of a call that a pool ran.
	 * @param pool the name of the pool
	 */
	void served(String pool) {
		add(this.served, pool);
	}

	/**
	 * Note that nobody will be told the result of a call that a pool may have run.
	 * @param pool the name of the pool
	 */
	void sentWithoutResult(String pool) {
		add(this.unknown, pool);
	}

	void harmed(String how) {
		add(this.harm, how);
	}

	void killed(String how) {
		this.kills.increment();
		harmed(how);
	}

	void violation(String what) {
		this.violated.increment();
		synchronized (this.violations) {
			if (this.violations.size() < MOST_VIOLATIONS) {
				this.violations.add(what);
				System.out.println("VIOLATION: " + what);
			}
		}
	}

	void violations(List<String> all) {
		all.forEach(this::violation);
	}

	/**
	 * Note that the counts of all pools begin again.
	 * @param before what has succeeded before anybody called, by pool
	 */
	void beginLife(Map<String, Long> before) {
		this.served.clear();
		this.unknown.clear();
		before
			.forEach((pool, succeeded) -> this.served.computeIfAbsent(pool, (added) -> new LongAdder()).add(succeeded));
	}

	long servedBy(String pool) {
		return sum(this.served, pool);
	}

	long withoutResult(String pool) {
		return sum(this.unknown, pool);
	}

	long calls() {
		return this.calls.sum();
	}

	long kills() {
		return this.kills.sum();
	}

	long violated() {
		return this.violated.sum();
	}

	List<String> violations() {
		synchronized (this.violations) {
			return List.copyOf(this.violations);
		}
	}

	Map<String, LongAdder> outcomes() {
		return this.outcomes;
	}

	Map<String, LongAdder> harm() {
		return this.harm;
	}

	private static void add(Map<String, LongAdder> counts, String key) {
		counts.computeIfAbsent(key, (added) -> new LongAdder()).increment();
	}

	private static long sum(Map<String, LongAdder> counts, String key) {
		LongAdder count = counts.get(key);
		return (count != null) ? count.sum() : 0;
	}

}
