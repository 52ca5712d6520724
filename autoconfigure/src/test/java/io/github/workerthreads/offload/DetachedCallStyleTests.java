package io.github.workerthreads.offload;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.Order;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.TaskTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DetachedCallStyle}: {@code await = false}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DetachedCallStyleTests {

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void release() {
		this.release.countDown();
	}

	@Test
	void callReturnsOnceAccepted() throws InterruptedException {
		try (OffloadContext context = OffloadContext.of(Audit.class)) {
			CountDownLatch done = new CountDownLatch(1);
			context.getBean(Audit.class).write(this.release, done);
			assertThat(done.getCount()).isEqualTo(1);
			this.release.countDown();
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void rejectionIsThrownToCaller() {
		try (OffloadContext context = OffloadContext.of(Audit.class, Recorder.class)) {
			Audit audit = context.getBean(Audit.class);
			audit.occupy(this.release);
			context.awaitTask("narrow");
			assertThatExceptionOfType(PoolSaturatedException.class).isThrownBy(() -> audit.occupy(this.release));
			assertThat(context.getBean(Recorder.class).failures).isEmpty();
			this.release.countDown();
		}
	}

	@Test
	void refusedArgumentIsThrownToCaller() {
		try (OffloadContext context = OffloadContext.of(Audit.class, Recorder.class)) {
			assertThatExceptionOfType(DataCloneException.class)
				.isThrownBy(() -> context.getBean(Audit.class).take(InputStream.nullInputStream()));
			assertThat(context.getBean(Recorder.class).failures).isEmpty();
		}
	}

	@Test
	void failureGoesToEveryHandlerInOrderEvenIfOneFails(CapturedOutput output) throws InterruptedException {
		try (OffloadContext context = OffloadContext.of(Audit.class, Recorder.class, FailingHandler.class)) {
			context.getBean(Audit.class).fail();
			Failure failure = context.getBean(Recorder.class).failures.poll(10, TimeUnit.SECONDS);
			assertThat(failure).isNotNull();
			assertThat(failure.exception()).isInstanceOf(IllegalStateException.class).hasMessage("audit is full");
			assertThat(failure.pool()).isEqualTo("images");
			assertThat(failure.method().getName()).isEqualTo("fail");
			Awaitility.await().untilAsserted(() -> assertThat(output).contains("failed to handle a failure of"));
		}
	}

	@Test
	void rejectionByBodyIsAFailureNotARejection() throws InterruptedException {
		try (OffloadContext context = OffloadContext.of(Audit.class, Recorder.class)) {
			for (int i = 0; i < 200; i++) {
				context.getBean(Audit.class).rejectInside();
				Failure failure = context.getBean(Recorder.class).failures.poll(10, TimeUnit.SECONDS);
				assertThat(failure).isNotNull();
				assertThat(failure.exception()).isInstanceOf(RejectedExecutionException.class);
			}
		}
	}

	@Test
	void timeoutGoesToHandlers() throws InterruptedException {
		try (OffloadContext context = OffloadContext.of(Audit.class, Recorder.class)) {
			context.getBean(Audit.class).hang(this.release);
			Failure failure = context.getBean(Recorder.class).failures.poll(10, TimeUnit.SECONDS);
			assertThat(failure).isNotNull();
			assertThat(failure.exception()).isInstanceOf(TaskTimeoutException.class);
		}
	}

	@Test
	void failureIsLoggedAndCountedWithoutHandler(CapturedOutput output) {
		try (OffloadContext context = OffloadContext.of(Audit.class, LoggingOffloadErrorHandler.class)) {
			context.getBean(Audit.class).fail();
			LoggingOffloadErrorHandler handler = context.getBean(LoggingOffloadErrorHandler.class);
			Awaitility.await().until(() -> handler.failures() == 1);
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("ERROR", "DetachedCallStyleTests$Audit.fail()",
						"pool 'images'", "failure 1", "audit is full"));
		}
	}

	@Test
	void failureIsLoggedWithoutAnyHandlerBean(CapturedOutput output) {
		try (OffloadContext context = OffloadContext.of(Audit.class)) {
			context.getBean(Audit.class).fail();
			Awaitility.await().untilAsserted(() -> assertThat(output).contains("audit is full"));
		}
	}

	static class Audit {

		@OffloadToWorker(await = false)
		void write(@Transfer CountDownLatch latch, @Transfer CountDownLatch done) throws InterruptedException {
			latch.await();
			done.countDown();
		}

		@OffloadToWorker(pool = "narrow", await = false)
		void occupy(@Transfer CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@OffloadToWorker(await = false)
		void take(Object value) {
		}

		@OffloadToWorker(pool = "images", await = false)
		void fail() {
			throw new IllegalStateException("audit is full");
		}

		@OffloadToWorker(await = false)
		void rejectInside() {
			throw new RejectedExecutionException("inside");
		}

		@OffloadToWorker(await = false, timeout = "20ms")
		void hang(@Transfer CountDownLatch latch) throws InterruptedException {
			latch.await();
		}

	}

	record Failure(Throwable exception, String pool, Method method) {

	}

	@Order(2)
	static class Recorder implements OffloadErrorHandler {

		final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();

		@Override
		public void handleError(Throwable failure, String pool, Method method) {
			this.failures.add(new Failure(failure, pool, method));
		}

	}

	@Order(1)
	static class FailingHandler implements OffloadErrorHandler {

		@Override
		public void handleError(Throwable failure, String pool, Method method) {
			throw new UnsupportedOperationException(String.join(" ", List.of("cannot", "handle")));
		}

	}

}
