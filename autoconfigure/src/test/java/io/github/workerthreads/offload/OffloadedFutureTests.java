package io.github.workerthreads.offload;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FutureCallStyle}: methods that return futures.
 */
class OffloadedFutureTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private OffloadContext context;

	private Jobs jobs;

	@BeforeEach
	void start() {
		this.context = OffloadContext.of(Jobs.class);
		this.jobs = this.context.getBean(Jobs.class);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.context.close();
	}

	@Test
	void everyFutureTypeGetsValueFromWorker() throws Exception {
		assertThat(this.jobs.future().get()).startsWith("worker-default-");
		assertThat(this.jobs.stage().toCompletableFuture().get()).startsWith("worker-default-");
		assertThat(this.jobs.completable().get()).startsWith("worker-default-");
		WorkerFuture<String> workerFuture = this.jobs.workerFuture();
		assertThat(workerFuture.get()).startsWith("worker-default-");
		assertThat(workerFuture.taskId()).isPositive();
	}

	@Test
	void callReturnsBeforeBodyEnds() throws Exception {
		CompletableFuture<String> future = this.jobs.waitFor(this.release);
		assertThat(future).isNotDone();
		this.release.countDown();
		assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo("released");
	}

	@Test
	void workerIsBusyUntilFutureOfBodyCompletes() throws Exception {
		CompletableFuture<List<String>> inner = new CompletableFuture<>();
		CompletableFuture<List<String>> outer = this.jobs.pass(inner);
		Awaitility.await().until(() -> this.jobs.started() == inner);
		Awaitility.await().until(() -> inner.getNumberOfDependents() > 0);
		assertThat(outer).isNotDone();
		List<String> value = new ArrayList<>(List.of("value"));
		inner.complete(value);
		assertThat(outer.get(10, TimeUnit.SECONDS)).isEqualTo(value).isNotSameAs(value);
	}

	@Test
	void stageAndForeignFutureOfBodyAreAwaited() throws Exception {
		assertThat(this.jobs.task().get()).startsWith("worker-default-");
	}

	@Test
	void nullFutureAndNullValueGiveNull() throws Exception {
		assertThat(this.jobs.nothing().get()).isNull();
		assertThat(this.jobs.nullValue().get()).isNull();
	}

	@Test
	void failureOfBodyAndOfItsFutureComesThroughFuture() throws IOException {
		assertThat(this.jobs.fails(false)).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withCauseExactlyInstanceOf(IOException.class);
		assertThat(this.jobs.fails(true)).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withCauseExactlyInstanceOf(IOException.class);
	}

	@Test
	void rejectionComesThroughFuture() throws InterruptedException {
		this.jobs.occupy(this.release);
		this.context.awaitTask("narrow");
		CompletableFuture<Void> rejected = this.jobs.occupy(this.release);
		assertThat(rejected).isCompletedExceptionally();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(rejected::get)
			.withCauseInstanceOf(PoolSaturatedException.class);
	}

	@Test
	void rejectionByClosedPoolComesThroughFuture() {
		this.context.getBean(WorkerPools.class).get("default").close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.jobs.completable().get())
			.withCauseInstanceOf(PoolClosedException.class);
	}

	@Test
	void refusedArgumentAndResultComeThroughFuture() {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.jobs.echo(InputStream.nullInputStream()).get())
			.withCauseInstanceOf(DataCloneException.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.jobs.leak().get())
			.withCauseInstanceOf(DataCloneException.class);
	}

	@Test
	void timeoutCancelsFutureOfBody() {
		CompletableFuture<List<String>> inner = new CompletableFuture<>();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.jobs.passShortly(inner).get())
			.havingCause()
			.isInstanceOfSatisfying(TaskTimeoutException.class,
					(ex) -> assertThat(ex.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED));
		assertThat(inner).isCancelled();
	}

	@Test
	void cancelCancelsFutureOfBody() {
		CompletableFuture<List<String>> inner = new CompletableFuture<>();
		CompletableFuture<List<String>> outer = this.jobs.pass(inner);
		Awaitility.await().until(() -> inner.getNumberOfDependents() > 0);
		outer.cancel(true);
		assertThat(outer.handle((value, failure) -> failure)).succeedsWithin(10, TimeUnit.SECONDS)
			.isInstanceOfSatisfying(TaskCancelledException.class,
					(ex) -> assertThat(ex.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED));
		Awaitility.await().until(inner::isCancelled);
	}

	@Test
	void argumentIsClonedBeforeCallReturns() throws Exception {
		List<String> list = new ArrayList<>(List.of("before"));
		CompletableFuture<List<String>> future = this.jobs.copyWhenReleased(list, this.release);
		list.set(0, "after");
		this.release.countDown();
		assertThat(future.get(10, TimeUnit.SECONDS)).containsExactly("before");
	}

	static class Jobs {

		private final AtomicReference<@Nullable Object> started = new AtomicReference<>();

		Object started() {
			return this.started.get();
		}

		@OffloadToWorker
		Future<String> future() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@OffloadToWorker
		CompletionStage<String> stage() {
			return CompletableFuture.completedStage(Thread.currentThread().getName());
		}

		@OffloadToWorker
		CompletableFuture<String> completable() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@OffloadToWorker
		@Nullable WorkerFuture<String> workerFuture() {
			return WorkerFuture.completedFuture(Thread.currentThread().getName());
		}

		@OffloadToWorker
		Future<String> task() {
			FutureTask<String> task = new FutureTask<>(() -> Thread.currentThread().getName());
			task.run();
			return task;
		}

		@OffloadToWorker
		@Nullable CompletableFuture<String> nothing() {
			return null;
		}

		@OffloadToWorker
		CompletableFuture<@Nullable String> nullValue() {
			return CompletableFuture.completedFuture(null);
		}

		@OffloadToWorker
		CompletableFuture<String> waitFor(@Transfer CountDownLatch latch) throws InterruptedException {
			latch.await();
			return CompletableFuture.completedFuture("released");
		}

		@OffloadToWorker
		CompletableFuture<List<String>> pass(@Transfer CompletableFuture<List<String>> inner) {
			this.started.set(inner);
			return inner;
		}

		@OffloadToWorker(timeout = "50ms")
		CompletableFuture<List<String>> passShortly(@Transfer CompletableFuture<List<String>> inner) {
			return inner;
		}

		@OffloadToWorker
		CompletableFuture<String> fails(boolean inFuture) throws IOException {
			if (inFuture) {
				return CompletableFuture.<String>supplyAsync(() -> "fine")
					.thenCompose((value) -> CompletableFuture.failedFuture(new IOException(value)));
			}
			throw new IOException("thrown");
		}

		@OffloadToWorker("narrow")
		CompletableFuture<Void> occupy(@Transfer CountDownLatch latch) throws InterruptedException {
			latch.await();
			return CompletableFuture.completedFuture(null);
		}

		@OffloadToWorker
		CompletableFuture<Object> echo(Object value) {
			return CompletableFuture.completedFuture(value);
		}

		@OffloadToWorker
		CompletableFuture<Object> leak() {
			return CompletableFuture.completedFuture(InputStream.nullInputStream());
		}

		@OffloadToWorker
		CompletableFuture<List<String>> copyWhenReleased(List<String> list, @Transfer CountDownLatch latch)
				throws InterruptedException {
			latch.await();
			return CompletableFuture.completedFuture(list);
		}

	}

}
