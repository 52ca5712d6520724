package io.github.workerthreads.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An argument as services take them. It is immutable as long as its lines are.
 *
 * @param id the number of the order
 * @param total what it costs
 * @param placedAt when it was placed
 * @param lines what was ordered
 */
record Order(long id, BigDecimal total, Instant placedAt, List<String> lines) {

	static Order immutable() {
		return of(List.of("apples", "pears", "plums"));
	}

	static Order of(List<String> lines) {
		return new Order(4711, new BigDecimal("19.99"), Instant.EPOCH, lines);
	}

}
