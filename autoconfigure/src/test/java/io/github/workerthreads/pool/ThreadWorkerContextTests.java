package io.github.workerthreads.pool;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What code inside a task can learn and say on the thread rung, with what only code that
 * shares the heap shows.
 */
class ThreadWorkerContextTests extends AbstractWorkerContextTests {

	@Override
	WorkerRuntime runtime() {
		return new ThreadWorkerRuntime(getClass().getClassLoader());
	}

	@Test
	void bodyThatWasGivenUpOnEmitsNothingMoreAndHearsWhy() {
		WorkerPool pool = build(SMALL.terminateGrace(Duration.ofMillis(50)));
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch settled = new CountDownLatch(1);
		AtomicReference<Throwable> refusal = new AtomicReference<>();
		TaskOptions options = TaskOptions.defaults().withName("deaf").withTimeout(Duration.ofSeconds(1));
		WorkerFuture<Object> future = pool.submit(() -> {
			WorkerContext.current().emit("early");
			awaitUninterruptibly(settled);
			refusal.set(catchThrowable(() -> WorkerContext.current().emit("late")));
			return null;
		}, options).onProgress(items::add);
		assertThat(failureOf(future, TaskTimeoutException.class).getOutcome()).isEqualTo(StopOutcome.ABANDONED);
		settled.countDown();
		Awaitility.await().until(() -> refusal.get() != null);
		assertThat(refusal.get()).isExactlyInstanceOf(CancellationException.class)
			.hasMessage("Task 'deaf' of pool 'test' ran longer than its timeout of 1 s and can emit nothing any more");
		assertThat(items).containsExactly("early");
		Awaitility.await().until(() -> pool.snapshot().abandoned().isEmpty());
	}

	@Test
	void dependentOfTheFutureEmitsNothing() throws Exception {
		WorkerPool pool = build(SMALL);
		CountDownLatch registered = new CountDownLatch(1);
		CompletableFuture<Throwable> refusal = pool.submit(() -> {
			awaitUninterruptibly(registered);
			return "result";
		}).toCompletableFuture().thenApply((result) -> catchThrowable(() -> WorkerContext.current().emit("late")));
		registered.countDown();
		assertThat(refusal.get()).isExactlyInstanceOf(IllegalStateException.class)
			.hasMessageContaining("has ended and can emit nothing any more");
	}

	@Test
	void consumerRunsOnAThreadOfThePoolAndThatOfTheOptionsOnTheWorkers() throws Exception {
		WorkerPool pool = build(SMALL);
		List<String> threads = Collections.synchronizedList(new ArrayList<>());
		pool.pause();
		WorkerFuture<Object> future = pool.submit(() -> {
			WorkerContext.current().emit("item");
			return null;
		}).onProgress((item) -> threads.add(Thread.currentThread().getName()));
		pool.resume();
		future.get();
		pool.submit(() -> {
			WorkerContext.current().emit("item");
			return null;
		}, TaskOptions.defaults().withProgress((item) -> threads.add(Thread.currentThread().getName()))).get();
		assertThat(threads).containsExactly("worker-test-completion", "worker-test-1");
	}

	@Test
	void contextIsTheSameThroughoutATaskAndAnotherInTheNext() throws Exception {
		WorkerPool pool = build(SMALL);
		List<WorkerContext> contexts = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			pool.submit(() -> {
				contexts.add(WorkerContext.current());
				return contexts.add(WorkerContext.current());
			}).get();
		}
		assertThat(contexts.get(0)).isSameAs(contexts.get(1)).isNotSameAs(contexts.get(2));
		assertThat(contexts.get(2)).isSameAs(contexts.get(3));
	}

	@Test
	void idleWorkerKeepsNothingOfItsLastTaskAlive() throws Exception {
		WorkerPool pool = build(SMALL);
		WeakReference<Object> captured = runAndForget(pool);
		Awaitility.await().until(() -> {
			System.gc();
			return captured.get() == null;
		});
		assertThat(pool.snapshot().counts().restarts()).isZero();
	}

	private static WeakReference<Object> runAndForget(WorkerPool pool) throws Exception {
		Object captured = new Object();
		pool.submit(() -> {
			WorkerContext.current().emit(captured.toString());
			return WorkerContext.current().cancellationSignal().isCancelled();
		}).get();
		return new WeakReference<>(captured);
	}

	@Test
	@Tag("rounds")
	@SuppressWarnings("ThreadPriorityCheck") // nothing relies on the scheduler
	void whatIsAcceptedArrivesBeforeTheFutureCompletesWheneverTheTaskIsStopped() throws Exception {
		WorkerPool pool = build(SMALL.size(2));
		long seed = new Random().nextLong();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 2000; i++) {
			AtomicInteger accepted = new AtomicInteger();
			AtomicInteger delivered = new AtomicInteger();
			AtomicInteger last = new AtomicInteger(-1);
			AtomicInteger outOfOrder = new AtomicInteger();
			WorkerFuture<Object> future = pool.submit(() -> {
				while (!WorkerContext.current().cancellationSignal().isCancelled()) {
					WorkerContext.current().emit(accepted.get());
					accepted.incrementAndGet();
				}
				return null;
			}).onProgress((item) -> {
				delivered.incrementAndGet();
				if (last.getAndSet((int) item) >= (int) item) {
					outOfOrder.incrementAndGet();
				}
			});
			int enough = random.nextInt(20);
			while (accepted.get() < enough) {
				Thread.yield();
			}
			CompletableFuture<Integer> deliveredAtTheEnd = future.toCompletableFuture()
				.handle((result, failure) -> delivered.get());
			future.cancel(true);
			assertThat(deliveredAtTheEnd.get() + future.missedProgress()).isEqualTo(accepted.get());
			assertThat(last).hasValue(accepted.get() - 1);
			assertThat(outOfOrder).hasValue(0);
			failureOf(future, TaskCancelledException.class);
		}
	}

}
