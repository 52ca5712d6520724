package io.github.workerthreads.offload;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublisherCallStyle}: methods that return reactive types.
 */
class OffloadedPublisherTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final CountDownLatch release = new CountDownLatch(1);

	private OffloadContext context;

	private Feed feed;

	@BeforeEach
	void start() {
		this.context = OffloadContext.of(Feed.class);
		this.feed = this.context.getBean(Feed.class);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.context.close();
	}

	@Test
	void monoIsColdAndEachSubscriptionIsATask() {
		Mono<String> mono = this.feed.mono();
		assertThat(calls()).isZero();
		StepVerifier.create(mono).expectNextMatches((name) -> name.startsWith("worker-default-")).verifyComplete();
		StepVerifier.create(mono).expectNextCount(1).verifyComplete();
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void monoTakesArgumentsAsTheyWereWhenItWasCalledForEachSubscription() {
		List<String> list = new ArrayList<>(List.of("before"));
		Mono<List<String>> mono = this.feed.append(list);
		list.add("after");
		StepVerifier.create(mono).expectNext(List.of("before", "body")).verifyComplete();
		StepVerifier.create(mono).expectNext(List.of("before", "body")).verifyComplete();
	}

	@Test
	void emptyMonoAndNullGiveNothing() {
		StepVerifier.create(this.feed.empty(false)).verifyComplete();
		StepVerifier.create(this.feed.empty(true)).verifyComplete();
		StepVerifier.create(this.feed.nullFlux()).verifyComplete();
	}

	@Test
	void monoFailsWithWhatBodyThrewOrSignalled() throws IOException {
		StepVerifier.create(this.feed.failingMono(false)).verifyError(IOException.class);
		StepVerifier.create(this.feed.failingMono(true)).verifyError(IOException.class);
	}

	@Test
	void refusalsAndRejectionsComeThroughPublisher() throws InterruptedException {
		StepVerifier.create(this.feed.echo(InputStream.nullInputStream())).verifyError(DataCloneException.class);
		StepVerifier.create(this.feed.leak()).verifyError(DataCloneException.class);
		StepVerifier.create(this.feed.leakInFlux()).expectNext("fine").verifyError(DataCloneException.class);
		Disposable occupying = this.feed.occupy(this.release).subscribe();
		this.context.awaitTask("narrow");
		StepVerifier.create(this.feed.occupy(this.release)).verifyError(PoolSaturatedException.class);
		occupying.dispose();
	}

	@Test
	void cancelOfMonoStopsTaskAndBodysMono() {
		Disposable subscription = this.feed.never().subscribe();
		Awaitility.await().until(() -> subscribed() == 1);
		subscription.dispose();
		Awaitility.await().until(() -> cancelled() == 1);
		this.context.awaitIdle("default");
		assertThat(counts().cancelled()).isEqualTo(1);
	}

	@Test
	void fluxIsProducedOnWorkerAndOnlyAsRequested() {
		AtomicInteger produced = Feed.produced;
		produced.set(0);
		StepVerifier.create(this.feed.count(1000), 0)
			.thenRequest(1)
			.expectNext(1)
			.then(() -> assertThat(produced).hasValue(1))
			.thenRequest(2)
			.expectNext(2, 3)
			.then(() -> assertThat(produced).hasValue(3))
			.thenRequest(1)
			.expectNext(4)
			.then(() -> assertThat(produced).hasValue(4))
			.thenCancel()
			.verify(LIMIT);
		this.context.awaitIdle("default");
		assertThat(produced).hasValue(4);
		assertThat(Feed.threads).isNotEmpty().allMatch((name) -> name.startsWith("worker-default-"));
		assertThat(Feed.requests).containsExactly(1L, 2L, 1L);
	}

	@Test
	void itemsCrossWhileBodyStillRuns() {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		StepVerifier.create(this.feed.pass(sink.asFlux()))
			.then(() -> sink.tryEmitNext("first"))
			.expectNext("first")
			.then(() -> assertThat(this.context.getBean(WorkerPools.class).get("default").snapshot().workers())
				.anySatisfy((worker) -> assertThat(worker.task()).isNotNull()))
			.then(() -> sink.tryEmitNext("second"))
			.expectNext("second")
			.then(sink::tryEmitComplete)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void requestsAndItemsOfForeignThreadsMoveToWorker() {
		List<String> requesting = Collections.synchronizedList(new ArrayList<>());
		List<String> receiving = Collections.synchronizedList(new ArrayList<>());
		Flux<Integer> source = Flux.range(1, 5000)
			.doOnRequest((n) -> requesting.add(Thread.currentThread().getName()))
			.publishOn(Schedulers.parallel(), 16);
		Flux<Integer> outer = this.feed.passNumbers(source.doOnRequest((n) -> requesting.add(name())))
			.doOnNext((number) -> receiving.add(name()));
		StepVerifier.create(outer.publishOn(Schedulers.boundedElastic(), 7))
			.expectNextSequence(IntStream.rangeClosed(1, 5000).boxed().toList())
			.expectComplete()
			.verify(Duration.ofMinutes(1));
		assertThat(receiving).hasSize(5000).allMatch((name) -> name.startsWith("worker-default-"));
	}

	@Test
	void itemsAreClonedOnTheirWay() {
		List<String> item = new ArrayList<>(List.of("item"));
		AtomicReference<List<String>> received = new AtomicReference<>();
		StepVerifier.create(this.feed.passLists(Flux.just(item, item)).doOnNext((list) -> list.add("mine")))
			.consumeNextWith(received::set)
			.consumeNextWith((second) -> assertThat(second).containsExactly("item", "mine"))
			.verifyComplete();
		assertThat(item).containsExactly("item");
		assertThat(received.get()).isNotSameAs(item);
	}

	@Test
	void unboundedDemandIsPassedOnInBatches() {
		StepVerifier.create(this.feed.count(100_000)).expectNextCount(100_000).verifyComplete();
		assertThat(Feed.requests).allMatch((n) -> n <= 256);
	}

	@Test
	void errorOfFluxKeepsTypeAfterItsItems() {
		StepVerifier.create(this.feed.failAfter(3))
			.expectNext(1, 2, 3)
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IOException.class).hasMessage("after 3"));
		this.context.awaitIdle("default");
		assertThat(counts().failed()).isEqualTo(1);
	}

	@Test
	void takeEndsTaskWithoutInterrupt() {
		StepVerifier.create(this.feed.count(1000).take(5)).expectNextCount(5).verifyComplete();
		this.context.awaitIdle("default");
		assertThat(counts().succeeded()).isEqualTo(1);
		assertThat(Feed.produced.get()).isLessThan(1000);
	}

	@Test
	void cancelFromElsewhereStopsBusyAndWaitingBodies() {
		TestPublisher<String> source = TestPublisher.create();
		Disposable waiting = this.feed.pass(source.flux()).subscribe();
		Awaitility.await().until(source::wasSubscribed);
		waiting.dispose();
		Awaitility.await().untilAsserted(source::assertCancelled);
		this.context.awaitIdle("default");
		Disposable busy = this.feed.endless().subscribe();
		Awaitility.await().until(() -> Feed.produced.get() > 1000);
		busy.dispose();
		this.context.awaitIdle("default");
		assertThat(counts().cancelled()).isEqualTo(2);
	}

	@Test
	void streamsThatAreCancelledAnyTimeDoNotDisturbEachOther() {
		Flux<Integer> lengths = Flux.range(0, 400)
			.flatMap((i) -> this.feed.count(200)
				.publishOn(Schedulers.parallel(), 1 + i % 7)
				.take(1 + i % 250)
				.collectList()
				.map((list) -> {
					assertThat(list).isEqualTo(IntStream.rangeClosed(1, Math.min(200, 1 + i % 250)).boxed().toList());
					return i;
				}), 6);
		StepVerifier.create(lengths).expectNextCount(400).expectComplete().verify(Duration.ofMinutes(5));
		this.context.awaitIdle("default");
		assertThat(counts().accepted()).isEqualTo(counts().succeeded() + counts().cancelled()).isEqualTo(400);
	}

	@Test
	void itemThatIsEmittedWhileAnotherIsGivenFollowsIt() {
		TestPublisher<String> source = TestPublisher.create();
		Flux<String> outer = this.feed.pass(source.flux()).doOnNext((item) -> {
			if (item.equals("first")) {
				Feed.awaitUninterruptibly(this.release);
				source.next("second").complete();
			}
		});
		StepVerifier.create(outer)
			.then(() -> Awaitility.await().until(source::wasRequested))
			.then(() -> source.next("first"))
			.then(this.release::countDown)
			.expectNext("first", "second")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void cancelBeforeRequestSubmitsNothing() {
		StepVerifier.create(this.feed.count(3), 0).thenCancel().verify();
		assertThat(counts().accepted()).isZero();
	}

	@Test
	void timeoutIsThatOfTheWholeStream() {
		StepVerifier.create(this.feed.slow())
			.expectNext("early")
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(TaskTimeoutException.class,
					(timeout) -> assertThat(timeout.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED)));
		Awaitility.await().until(() -> cancelled() == 1);
	}

	@Test
	void abandonedStreamEndsOnceAndGivesNoMoreItems() throws InterruptedException {
		List<String> signals = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch ended = new CountDownLatch(1);
		this.feed.deaf(this.release).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(String item) {
				signals.add(item);
			}

			@Override
			protected void hookOnError(Throwable ex) {
				signals.add(((TaskTimeoutException) ex).getOutcome().name());
			}

			@Override
			protected void hookFinally(SignalType type) {
				ended.countDown();
			}

		});
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		this.release.countDown();
		Awaitility.await().until(() -> Feed.deafEnded.getCount() == 0);
		assertThat(signals).containsExactly("first", "ABANDONED");
	}

	@Test
	void illegalRequestEndsStream() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		FlowAdapters.toPublisher(this.feed.flow()).subscribe(new org.reactivestreams.Subscriber<>() {

			@Override
			public void onSubscribe(Subscription subscription) {
				subscription.request(0);
			}

			@Override
			public void onNext(String item) {
			}

			@Override
			public void onError(Throwable ex) {
				failure.set(ex);
			}

			@Override
			public void onComplete() {
			}

		});
		assertThat(failure.get()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("rule 3.9");
	}

	@Test
	void otherReactiveTypesWork() {
		StepVerifier.create(this.feed.publisher())
			.expectNextMatches((name) -> name.startsWith("worker-default-"))
			.verifyComplete();
		StepVerifier.create(FlowAdapters.toPublisher(this.feed.flow()))
			.expectNextMatches((name) -> name.startsWith("worker-default-"))
			.verifyComplete();
	}

	private static String name() {
		return Thread.currentThread().getName();
	}

	private int calls() {
		return Feed.calls.get();
	}

	private int subscribed() {
		return Feed.subscribed.get();
	}

	private int cancelled() {
		return Feed.cancelled.get();
	}

	private io.github.workerthreads.pool.PoolCounts counts() {
		return this.context.getBean(WorkerPools.class).get("default").snapshot().counts();
	}

	static class Feed {

		static final AtomicInteger calls = new AtomicInteger();

		static final AtomicInteger produced = new AtomicInteger();

		static final AtomicInteger subscribed = new AtomicInteger();

		static final AtomicInteger cancelled = new AtomicInteger();

		static final List<String> threads = Collections.synchronizedList(new ArrayList<>());

		static final List<Long> requests = Collections.synchronizedList(new ArrayList<>());

		static CountDownLatch deafEnded = new CountDownLatch(1);

		Feed() {
			calls.set(0);
			produced.set(0);
			subscribed.set(0);
			cancelled.set(0);
			threads.clear();
			requests.clear();
			deafEnded = new CountDownLatch(1);
		}

		@OffloadToWorker
		Mono<String> mono() {
			calls.incrementAndGet();
			return Mono.fromCallable(() -> Thread.currentThread().getName());
		}

		@OffloadToWorker
		Mono<List<String>> append(List<String> list) {
			list.add("body");
			return Mono.just(list);
		}

		@OffloadToWorker
		@Nullable Mono<String> empty(boolean asNull) {
			return (asNull) ? null : Mono.empty();
		}

		@OffloadToWorker
		@Nullable Flux<String> nullFlux() {
			return null;
		}

		@OffloadToWorker
		Mono<String> failingMono(boolean signalled) throws IOException {
			if (signalled) {
				return Mono.error(new IOException("signalled"));
			}
			throw new IOException("thrown");
		}

		@OffloadToWorker
		Mono<Object> echo(Object value) {
			return Mono.just(value);
		}

		@OffloadToWorker
		Mono<Object> leak() {
			return Mono.just(InputStream.nullInputStream());
		}

		@OffloadToWorker
		Flux<Object> leakInFlux() {
			return Flux.just("fine", InputStream.nullInputStream(), "never");
		}

		@OffloadToWorker("narrow")
		Mono<String> occupy(@Transfer CountDownLatch latch) throws InterruptedException {
			latch.await();
			return Mono.just("done");
		}

		@OffloadToWorker
		Mono<String> never() {
			return Mono.<String>never()
				.doOnSubscribe((subscription) -> subscribed.incrementAndGet())
				.doOnCancel(cancelled::incrementAndGet);
		}

		@OffloadToWorker
		Flux<Integer> count(int limit) {
			return Flux.<Integer, Integer>generate(() -> 1, (next, sink) -> {
				threads.add(Thread.currentThread().getName());
				produced.incrementAndGet();
				sink.next(next);
				return next + 1;
			}).doOnRequest(requests::add).take(limit);
		}

		@OffloadToWorker
		Flux<Integer> endless() {
			return Flux.generate((sink) -> sink.next(produced.incrementAndGet()));
		}

		@OffloadToWorker
		Flux<String> pass(@Transfer Flux<String> flux) {
			return flux;
		}

		@OffloadToWorker
		Flux<Integer> passNumbers(@Transfer Flux<Integer> flux) {
			return flux;
		}

		@OffloadToWorker
		Flux<List<String>> passLists(@Transfer Flux<List<String>> flux) {
			return flux;
		}

		@OffloadToWorker
		Flux<Integer> failAfter(int count) {
			return Flux.range(1, count).concatWith(Mono.error(new IOException("after " + count)));
		}

		@OffloadToWorker(timeout = "2s")
		Flux<String> slow() {
			return Flux.just("early").concatWith(Mono.never()).doOnCancel(cancelled::incrementAndGet);
		}

		@OffloadToWorker(pool = "abandoning", timeout = "1s")
		Flux<String> deaf(@Transfer CountDownLatch latch) {
			return Flux.just("first", "second", "third").doOnNext((item) -> {
				if (item.equals("second")) {
					awaitUninterruptibly(latch);
				}
			}).doFinally((type) -> deafEnded.countDown());
		}

		@OffloadToWorker
		Publisher<String> publisher() {
			return Mono.fromCallable(() -> Thread.currentThread().getName());
		}

		@OffloadToWorker
		Flow.Publisher<String> flow() {
			return FlowAdapters.toFlowPublisher(Mono.fromCallable(() -> Thread.currentThread().getName()));
		}

		static void awaitUninterruptibly(CountDownLatch latch) {
			boolean interrupted = false;
			while (latch.getCount() > 0) {
				try {
					latch.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
