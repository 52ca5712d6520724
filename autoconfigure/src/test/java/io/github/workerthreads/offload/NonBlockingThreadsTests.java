package io.github.workerthreads.offload;

import java.util.concurrent.CompletableFuture;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link NonBlockingThreads} and the refusal to wait on them.
 */
class NonBlockingThreadsTests {

	private static OffloadContext context;

	private static Work work;

	@BeforeAll
	static void start() {
		context = OffloadContext.of(Work.class);
		work = context.getBean(Work.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void waitingOnThreadThatReactorMarksIsRefused() {
		StepVerifier.create(Mono.fromCallable(work::value).subscribeOn(Schedulers.parallel()))
			.verifyErrorSatisfies(NonBlockingThreadsTests::isRefusal);
		StepVerifier.create(Mono.fromRunnable(work::nothing).subscribeOn(Schedulers.single()))
			.verifyErrorSatisfies(NonBlockingThreadsTests::isRefusal);
	}

	@Test
	void waitingOnEventLoopOfNettyIsRefused() throws Exception {
		EventExecutor eventLoop = new DefaultEventLoop();
		try {
			isRefusal(eventLoop.submit(() -> catchThrowable(work::value)).get());
			isRefusal(eventLoop.submit(() -> catchThrowable(work::nothing)).get());
		}
		finally {
			eventLoop.shutdownGracefully();
		}
	}

	@Test
	void waitingOnOtherThreadsOfNettyAndReactorIsAllowed() throws Exception {
		EventExecutor executor = new DefaultEventExecutor();
		try {
			assertThat(executor.submit(work::value).get()).isEqualTo("value");
		}
		finally {
			executor.shutdownGracefully();
		}
		StepVerifier.create(Mono.fromCallable(work::value).subscribeOn(Schedulers.boundedElastic()))
			.expectNext("value")
			.verifyComplete();
	}

	@Test
	void callsThatDoNotWaitAreAllowedEverywhere() {
		StepVerifier.create(Mono.defer(() -> work.mono()).subscribeOn(Schedulers.parallel()))
			.expectNext("mono")
			.verifyComplete();
		StepVerifier.create(Mono.defer(() -> Mono.fromFuture(work.future())).subscribeOn(Schedulers.parallel()))
			.expectNext("future")
			.verifyComplete();
		StepVerifier
			.create(Mono.fromRunnable(() -> assertThatCode(work::detached).doesNotThrowAnyException())
				.subscribeOn(Schedulers.parallel()))
			.verifyComplete();
	}

	private static void isRefusal(Throwable failure) {
		assertThat(failure).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("NonBlockingThreadsTests$Work.")
			.hasMessageContaining("waits for its result, which thread '")
			.hasMessageContaining("CompletableFuture");
	}

	static class Work {

		@OffloadToWorker
		String value() {
			return "value";
		}

		@OffloadToWorker
		void nothing() {
		}

		@OffloadToWorker(await = false)
		void detached() {
		}

		@OffloadToWorker
		Mono<String> mono() {
			return Mono.just("mono");
		}

		@OffloadToWorker
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture("future");
		}

	}

}
