package io.github.workerthreads.pool;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Functions that use their context, for tests of any isolation.
 */
final class ContextFunctions {

	private ContextFunctions() {
	}

	/**
	 * What a context tells.
	 *
	 * @param workerId the number of the worker
	 * @param workerName the name of the worker
	 * @param poolName the name of the pool
	 * @param taskId the number of the task
	 */
	record Facts(long workerId, String workerName, @Nullable String poolName, long taskId) {

	}

	static class WhoAmI implements WorkerFunction<String, Facts> {

		@Override
		public Facts apply(String input) {
			WorkerContext context = WorkerContext.current();
			return new Facts(context.workerId(), context.workerName(), context.poolName(), context.taskId());
		}

	}

	/**
	 * Emits the numbers from 0 to the input.
	 */
	static class Count implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer limit) {
			for (int i = 0; i < limit; i++) {
				WorkerContext.current().emit(i);
			}
			return limit;
		}

	}

	/**
	 * Emits special things.
	 */
	static class Emitting implements WorkerFunction<String, Object> {

		@Override
		public Object apply(String kind) {
			WorkerContext context = WorkerContext.current();
			return switch (kind) {
				case "mutable" -> {
					List<String> list = new ArrayList<>(List.of("one"));
					context.emit(list);
					list.add("two");
					context.emit(list);
					list.clear();
					yield "emitted";
				}
				case "stream" -> refusalOf(new Holder(InputStream.nullInputStream()));
				case "null" -> refusalOf(null);
				default -> {
					context.emit("first");
					context.emit("second");
					throw new IllegalStateException("after progress");
				}
			};
		}

		@SuppressWarnings("NullAway") // null is one of the cases
		private static String refusalOf(@Nullable Object progress) {
			try {
				WorkerContext.current().emit(progress);
				return "emitted";
			}
			catch (RuntimeException ex) {
				return ex.toString();
			}
		}

	}

	/**
	 * Emits "started", runs until it is stopped, and tells how it learnt of that.
	 */
	static class Stoppable implements WorkerFunction<String, Object> {

		@Override
		public Object apply(String kind) {
			WorkerContext context = WorkerContext.current();
			CancellationSignal signal = context.cancellationSignal();
			context.emit("started");
			switch (kind) {
				case "poll" -> {
					awaitStop(signal);
					context.emit(signal.reason());
				}
				case "wait" -> {
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						context.emit(signal.isCancelled());
					}
				}
				default -> {
					try {
						while (true) {
							signal.throwIfCancelled();
							Thread.onSpinWait();
						}
					}
					catch (CancellationException ex) {
						context.emit(ex.getMessage());
						throw ex;
					}
				}
			}
			return "a result that nobody gets";
		}

		static void awaitStop(CancellationSignal signal) {
			while (!signal.isCancelled()) {
				Thread.onSpinWait();
			}
		}

	}

	/**
	 * Registers callbacks. Its instance, and so what it remembers, belongs to one worker.
	 */
	static class Callbacks implements WorkerFunction<String, Object> {

		private final CountDownLatch latch = new CountDownLatch(1);

		private volatile boolean ran;

		@Override
		public Object apply(String kind) throws Exception {
			WorkerContext context = WorkerContext.current();
			CancellationSignal signal = context.cancellationSignal();
			switch (kind) {
				case "release" -> {
					this.latch.countDown();
					return "released";
				}
				case "register" -> {
					signal.onCancel(() -> this.ran = true);
					return "registered";
				}
				case "ran" -> {
					return this.ran;
				}
				case "several" -> several(context);
				case "block" -> {
					signal.onCancel(this::block);
					context.emit("started");
					Stoppable.awaitStop(signal);
				}
				case "late" -> {
					context.emit("started");
					Stoppable.awaitStop(signal);
					List<String> threads = new ArrayList<>();
					signal.onCancel(() -> threads.add(Thread.currentThread().getName()));
					context.emit(threads.get(0));
				}
				default -> close(context);
			}
			return "a result that nobody gets";
		}

		private static void several(WorkerContext context) {
			List<String> calls = Collections.synchronizedList(new ArrayList<>());
			CancellationSignal signal = context.cancellationSignal();
			signal.onCancel(() -> calls.add("first"));
			signal.onCancel(() -> {
				calls.add("throwing");
				throw new IllegalStateException("expected by the test");
			});
			signal.onCancel(() -> {
				calls.add("last");
				calls.add(Thread.currentThread().getName());
			});
			context.emit("started");
			while (calls.size() < 4) {
				Thread.onSpinWait();
			}
			context.emit(String.join(", ", calls.subList(0, 3)));
			context.emit(calls.get(3));
		}

		private void block() {
			try {
				this.latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private static void close(WorkerContext context) {
			List<String> calls = Collections.synchronizedList(new ArrayList<>());
			CancellationSignal signal = context.cancellationSignal();
			signal.onCancel(() -> calls.add("closed")).close();
			signal.onCancel(() -> calls.add("kept"));
			context.emit("started");
			while (calls.isEmpty()) {
				Thread.onSpinWait();
			}
			context.emit(String.join(", ", calls));
		}

	}

	/**
	 * Keeps the context of one task and uses it in the next, or on another thread.
	 */
	static class Hoarder implements WorkerFunction<String, String> {

		private WorkerContext kept;

		@Override
		public String apply(String kind) throws Exception {
			switch (kind) {
				case "keep" -> {
					this.kept = WorkerContext.current();
					return "kept";
				}
				case "use" -> {
					return tryEmit(this.kept);
				}
				case "elsewhere" -> {
					return elsewhere(WorkerContext.current());
				}
				default -> {
					CancellationSignal signal = WorkerContext.current().cancellationSignal();
					signal.throwIfCancelled();
					return signal.isCancelled() + " " + signal.reason();
				}
			}
		}

		private static String elsewhere(WorkerContext context) throws InterruptedException {
			String[] outcome = new String[1];
			Thread helper = new Thread(() -> outcome[0] = WorkerContext.current() + " " + tryEmit(context), "helper");
			helper.start();
			helper.join();
			return outcome[0];
		}

		private static String tryEmit(WorkerContext context) {
			try {
				context.emit("item");
				return "emitted";
			}
			catch (RuntimeException ex) {
				return ex.toString();
			}
		}

	}

	/**
	 * Holds what cannot be cloned.
	 *
	 * @param stream a stream
	 */
	record Holder(InputStream stream) {

	}

}
