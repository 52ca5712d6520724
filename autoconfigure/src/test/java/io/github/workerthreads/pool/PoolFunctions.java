package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerInitializer;

/**
 * Functions that speak by messages and shared memory alone, for tests of pools of any
 * isolation.
 */
final class PoolFunctions {

	/**
	 * The value at the first bytes of a gate that is open.
	 */
	static final int OPEN = 1;

	private PoolFunctions() {
	}

	private static void begin() {
		WorkerContext.current().emit("begun");
	}

	/**
	 * Returns the name of its worker.
	 */
	static class Name implements WorkerFunction<Integer, String> {

		@Override
		public String apply(Integer number) {
			return WorkerContext.current().workerName();
		}

	}

	/**
	 * Returns its input.
	 */
	static class Same implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer number) {
			return number;
		}

	}

	/**
	 * Throws.
	 */
	static class Failing implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer number) {
			throw new IllegalStateException("failed for " + number, new ArithmeticException("cause"));
		}

	}

	/**
	 * Returns how many handles it gets, and closes them.
	 */
	static class Held implements WorkerFunction<List<SharedMemory>, Integer> {

		@Override
		public Integer apply(List<SharedMemory> handles) {
			handles.forEach(SharedMemory::close);
			return handles.size();
		}

	}

	/**
	 * Waits until the gate opens, and returns the name of its worker.
	 */
	static class Gate implements WorkerFunction<SharedMemory, String> {

		@Override
		public String apply(SharedMemory gate) throws Exception {
			begin();
			try (gate) {
				while (gate.atomicInts().get(0) != OPEN) {
					gate.waitWhile(0, 0, Duration.ofSeconds(30));
				}
			}
			return WorkerContext.current().workerName();
		}

	}

	/**
	 * Waits until it is interrupted.
	 */
	static class Waiting implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer number) throws Exception {
			begin();
			new CountDownLatch(1).await();
			return number;
		}

	}

	/**
	 * Goes on whatever it is told.
	 */
	static class Loop implements WorkerFunction<Integer, Integer> {

		private static volatile int ended;

		/**
		 * End those that run in this JVM with these classes, and that nothing has
		 * stopped: they would disturb the tests which follow.
		 */
		static void endAll() {
			ended++;
		}

		@Override
		public Integer apply(Integer number) {
			int before = ended;
			begin();
			while (ended == before) {
				Thread.onSpinWait();
			}
			return number;
		}

	}

	/**
	 * Returns how many calls came before on its worker, and whether that was made ready.
	 */
	static class Ready implements WorkerFunction<Integer, String> {

		static boolean ready;

		private int calls;

		@Override
		public String apply(Integer number) {
			return "%s %d".formatted(ready, this.calls++);
		}

	}

	/**
	 * Makes workers ready.
	 */
	static class MakeReady implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) {
			Ready.ready = true;
		}

	}

	/**
	 * Makes no worker ready.
	 */
	static class NeverReady implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) {
			throw new IllegalStateException("no model");
		}

	}

}
