package io.github.workerthreads.sample.runaway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.workerthreads.worker.WorkerFunction;

/**
 * Worker function that misbehaves on purpose. It gives back its worker by itself only
 * after the time that it was ordered for, so that none outlives a demonstration for ever.
 */
class Runaway implements WorkerFunction<Runaway.Order, String> {

	@Override
	public String apply(Order order) throws InterruptedException {
		switch (order.kind()) {
			case LOOP -> loop(order.duration());
			case SLEEP -> TimeUnit.NANOSECONDS.sleep(order.duration().toNanos());
			case THROW -> throw new IllegalStateException("Thrown on purpose by a runaway of kind 'throw'");
		}
		return "gave back its worker after %s".formatted(order.duration());
	}

	private static void loop(Duration duration) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < duration.toNanos()) {
			Thread.onSpinWait();
		}
	}

	/**
	 * How to misbehave.
	 */
	enum Kind {

		/**
		 * Burns a processor and never looks for an interrupt.
		 */
		LOOP,

		/**
		 * Holds its worker without work, but ends when it is interrupted.
		 */
		SLEEP,

		/**
		 * Throws at once.
		 */
		THROW

	}

	/**
	 * What to do.
	 *
	 * @param kind how to misbehave
	 * @param duration for how long at most
	 */
	record Order(Kind kind, Duration duration) {

	}

}
