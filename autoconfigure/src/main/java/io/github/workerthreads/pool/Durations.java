package io.github.workerthreads.pool;

import java.time.Duration;

/**
 * Arithmetic of times that must not overflow.
 */
final class Durations {

	private Durations() {
	}

	static long saturatedNanos(Duration duration) {
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	static long saturatedSum(long time, long nanos) {
		long sum = time + nanos;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	static long saturatedProduct(long nanos, long times) {
		long product;
		try {
			product = Math.multiplyExact(nanos, times);
		}
		catch (ArithmeticException ex) {
			product = Long.MAX_VALUE;
		}
		return product;
	}

	/**
	 * Return a duration as people read it, such as {@code 250 ms} or {@code 1.5 s}.
	 * @param nanos the duration in nanoseconds
	 * @return the text
	 */
	static String text(long nanos) {
		if (nanos < 1_000_000_000L) {
			return nanos / 1_000_000 + " ms";
		}
		long tenths = nanos / 100_000_000;
		return (tenths % 10 == 0) ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
	}

}
