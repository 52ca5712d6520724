package io.github.workerthreads.sample.runaway;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.workerthreads.worker.WorkerFunction;

/**
 * Worker function that misbehaves on purpose. It gives back its worker by itself only
 * after the time that it was ordered for, so that none outlives a demonstration for ever.
 */
class Runaway implements WorkerFunction<Runaway.Order, String> {

	private static final int EXIT_CODE = 7;

	@Override
	public String apply(Order order) throws InterruptedException, ReflectiveOperationException {
		switch (order.kind()) {
			case LOOP -> loop(order.duration());
			case SLEEP -> TimeUnit.NANOSECONDS.sleep(order.duration().toNanos());
			case THROW -> throw new IllegalStateException("Thrown on purpose by a runaway of kind 'throw'");
			case MEMORY -> fillMemory();
			case EXIT -> System.exit(EXIT_CODE);
			case CRASH -> crash();
		}
		return "gave back its worker after %s".formatted(order.duration());
	}

	private static void loop(Duration duration) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < duration.toNanos()) {
			Thread.onSpinWait();
		}
	}

	private static void fillMemory() {
		List<byte[]> kept = new ArrayList<>();
		while (kept.size() < Integer.MAX_VALUE) {
			kept.add(new byte[1 << 20]);
		}
	}

	// Writes where no process may, as a native library with a defect does
	private static void crash() throws ReflectiveOperationException {
		Class<?> unsafe = Class.forName("sun.misc.Unsafe");
		Field instance = unsafe.getDeclaredField("theUnsafe");
		instance.setAccessible(true);
		unsafe.getMethod("putByte", long.class, byte.class).invoke(instance.get(null), 0L, (byte) 0);
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
		THROW,

		/**
		 * Fills the heap of its JVM.
		 */
		MEMORY,

		/**
		 * Exits its JVM.
		 */
		EXIT,

		/**
		 * Crashes its JVM by native means.
		 */
		CRASH;

		/**
		 * Return whether it takes down the whole JVM in which it runs.
		 * @return whether it does
		 */
		boolean takesDownItsProcess() {
			return this == MEMORY || this == EXIT || this == CRASH;
		}

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
