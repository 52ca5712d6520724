package io.github.workerthreads.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An argument that can't change.
 *
 * @param id the number of the order
 * @param customer who placed it
 * @param total what it costs
 * @param placedAt when it was placed
 */
record Order(long id, String customer, BigDecimal total, Instant placedAt) {

	static Order example() {
		return new Order(4711, "Ada", new BigDecimal("19.99"), Instant.EPOCH);
	}

}
