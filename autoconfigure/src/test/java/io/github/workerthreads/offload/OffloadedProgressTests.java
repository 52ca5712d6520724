package io.github.workerthreads.offload;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what offloaded methods emit while they run.
 */
@Timeout(60)
class OffloadedProgressTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final CountDownLatch release = new CountDownLatch(1);

	private OffloadContext context;

	private Counter counter;

	@BeforeEach
	void start() {
		Counter.emitted.set(0);
		Counter.endings.clear();
		this.context = OffloadContext.of(Counter.class);
		this.counter = this.context.getBean(Counter.class);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.context.close();
	}

	@Test
	void progressOfAWorkerFutureReachesItsConsumer() throws Exception {
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		WorkerFuture<Integer> future = this.counter.future(3, this.release).onProgress(items::add);
		this.release.countDown();
		assertThat(future.get()).isEqualTo(3);
		assertThat(items).containsExactly(1, 2, 3);
	}

	@Test
	void progressOfOtherReturnTypesHoldsUpNobody() throws Exception {
		assertThat(this.counter.value(5000)).isEqualTo(5000);
		StepVerifier.create(this.counter.mono(5000)).expectNext(5000).verifyComplete();
	}

	@Test
	void emittedItemsComeAheadOfThoseOfThePublisher() {
		StepVerifier.create(this.counter.stream(3)).expectNext(1, 2, 3, -1, -2).verifyComplete();
		StepVerifier.create(this.counter.nothingElse(3)).expectNext(1, 2, 3).verifyComplete();
	}

	@Test
	void bodyWaitsForDemand() {
		StepVerifier.create(this.counter.stream(1000), 0)
			.thenRequest(1)
			.expectNext(1)
			.then(this::assertNothingMoreIsEmitted)
			.thenRequest(2)
			.expectNext(2, 3)
			.then(this::assertNothingMoreIsEmitted)
			.thenCancel()
			.verify(LIMIT);
		this.context.awaitIdle("default");
		assertThat(Counter.emitted.get()).isEqualTo(3);
	}

	@Test
	void slowSubscriberGetsEverythingInOrder() {
		List<Integer> expected = new ArrayList<>(IntStream.rangeClosed(1, 2000).boxed().toList());
		expected.addAll(List.of(-1, -2));
		StepVerifier.create(this.counter.stream(2000).publishOn(Schedulers.boundedElastic(), 3))
			.expectNextSequence(expected)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void itemsEmittedByThePublishersOwnCodeCountAsDemandToo() {
		StepVerifier.create(this.counter.mixed(3), 0)
			.thenRequest(1)
			.expectNext(101)
			.thenRequest(1)
			.expectNext(1)
			.thenRequest(3)
			.expectNext(102, 2, 103)
			.thenRequest(1)
			.expectNext(3)
			.expectComplete()
			.verify(LIMIT);
		List<Integer> expected = IntStream.rangeClosed(1, 500)
			.boxed()
			.flatMap((i) -> List.of(100 + i, i).stream())
			.toList();
		StepVerifier.create(this.counter.mixed(500).publishOn(Schedulers.parallel(), 7))
			.expectNextSequence(expected)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void itemThatCannotBeClonedIsRefusedAtTheEmitter() {
		StepVerifier.create(this.counter.leak()).expectNext("fine").verifyError(DataCloneException.class);
	}

	@Test
	void bodyWhoseSubscriberHadEnoughEndsInPeace() {
		StepVerifier.create(this.counter.stream(1000).take(5)).expectNext(1, 2, 3, 4, 5).verifyComplete();
		this.context.awaitIdle("default");
		assertThat(counts().succeeded()).isEqualTo(1);
		assertThat(Counter.emitted.get()).isLessThan(1000);
	}

	@Test
	void cancelFromElsewhereStopsABodyThatWaitsForDemand() {
		List<Integer> items = Collections.synchronizedList(new ArrayList<>());
		Disposable disposable = this.counter.stream(1000)
			.limitRate(1)
			.concatMap((item) -> Mono.fromRunnable(() -> items.add(item)).then(Mono.never()), 1)
			.subscribe();
		Awaitility.await().until(() -> items.size() == 1);
		disposable.dispose();
		Awaitility.await().until(() -> !Counter.endings.isEmpty());
		assertThat(Counter.endings.get(0)).isInstanceOf(CancellationException.class);
		this.context.awaitIdle("default");
		assertThat(counts().cancelled()).isEqualTo(1);
		assertThat(counts().restarts()).isZero();
	}

	@Test
	void timeoutStopsABodyThatWaitsForDemandAndSaysWhy() {
		StepVerifier.create(this.counter.shortStream(1000), 1)
			.expectNext(1)
			.verifyErrorSatisfies(
					(failure) -> assertThat(failure).hasMessageContaining("its timeout of 2 s and ended"));
		assertThat(Counter.endings.get(0)).isInstanceOf(CancellationException.class)
			.hasMessageContaining("ran longer than its timeout of 2 s");
	}

	@Test
	void subscriberEmitsNothingForTheBody() {
		List<Throwable> refusals = Collections.synchronizedList(new ArrayList<>());
		StepVerifier.create(this.counter.stream(1).doOnNext((item) -> {
			try {
				WorkerContext.current().emit(-100);
			}
			catch (IllegalStateException ex) {
				refusals.add(ex);
			}
		})).expectNext(1, -1, -2).verifyComplete();
		assertThat(refusals).hasSize(3)
			.allMatch((ex) -> ex.getMessage().contains("subscriber of a stream cannot emit"));
	}

	private void assertNothingMoreIsEmitted() {
		int emitted = Counter.emitted.get();
		Awaitility.await()
			.during(50, TimeUnit.MILLISECONDS)
			.until(() -> Counter.emitted.get() <= emitted + 1 && isBusy());
		assertThat(Counter.emitted.get()).isLessThanOrEqualTo(emitted + 1);
	}

	private boolean isBusy() {
		return this.context.getBean(WorkerPools.class)
			.get("default")
			.snapshot()
			.workers()
			.stream()
			.anyMatch((worker) -> worker.task() != null);
	}

	private PoolCounts counts() {
		return this.context.getBean(WorkerPools.class).get("default").snapshot().counts();
	}

	static class Counter {

		static final AtomicInteger emitted = new AtomicInteger();

		static final List<Throwable> endings = Collections.synchronizedList(new ArrayList<>());

		@OffloadToWorker
		WorkerFuture<Integer> future(int limit, @Transfer CountDownLatch latch) throws InterruptedException {
			latch.await();
			emit(limit);
			return WorkerFuture.completedFuture(limit);
		}

		@OffloadToWorker
		int value(int limit) {
			emit(limit);
			return limit;
		}

		@OffloadToWorker
		Mono<Integer> mono(int limit) {
			emit(limit);
			return Mono.just(limit);
		}

		@OffloadToWorker
		Flux<Integer> stream(int limit) {
			emitUntilStopped(limit);
			return Flux.just(-1, -2);
		}

		@OffloadToWorker(timeout = "2s")
		Flux<Integer> shortStream(int limit) {
			emitUntilStopped(limit);
			return Flux.empty();
		}

		private static void emitUntilStopped(int limit) {
			try {
				emit(limit);
			}
			catch (RuntimeException ex) {
				endings.add(ex);
				throw ex;
			}
		}

		@OffloadToWorker
		Flux<Integer> nothingElse(int limit) {
			emit(limit);
			return null;
		}

		@OffloadToWorker
		Flux<Integer> mixed(int limit) {
			return Flux.range(1, limit).doOnNext((number) -> WorkerContext.current().emit(100 + number));
		}

		@OffloadToWorker
		Flux<Object> leak() {
			WorkerContext.current().emit("fine");
			WorkerContext.current().emit(InputStream.nullInputStream());
			return Flux.just("never");
		}

		private static void emit(int limit) {
			for (int i = 1; i <= limit; i++) {
				WorkerContext.current().emit(i);
				emitted.incrementAndGet();
			}
		}

	}

}
