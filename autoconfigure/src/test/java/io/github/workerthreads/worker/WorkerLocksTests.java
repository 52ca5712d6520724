package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.WorkerLocks.LockInfo;
import io.github.workerthreads.worker.WorkerLocks.LockOptions;
import io.github.workerthreads.worker.WorkerLocks.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WorkerLocks}.
 */
@Timeout(60)
class WorkerLocksTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void releaseLocks() throws Exception {
		this.release.countDown();
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(WorkerLocks.query().held()).isEmpty();
		assertThat(WorkerLocks.query().pending()).isEmpty();
	}

	@Test
	void callbackRunsWithTheLockAndItsResultIsReturned() throws Exception {
		String thread = Thread.currentThread().getName();
		Integer result = WorkerLocks.request("a", LockOptions.EXCLUSIVE, (lock) -> {
			assertThat(lock).isEqualTo(new LockInfo("a", Mode.EXCLUSIVE, thread));
			assertThat(WorkerLocks.query().held()).containsExactly(lock);
			return 42;
		});
		assertThat(result).isEqualTo(42);
	}

	@Test
	void lockIsReleasedWhenTheCallbackFails() throws Exception {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> WorkerLocks.request("a", () -> {
			throw new IllegalStateException("callback");
		}));
		assertThat(WorkerLocks.request("a", () -> "again")).isEqualTo("again");
	}

	@Test
	void exclusiveLockIsHeldByOneAtATime() throws Exception {
		int[] count = new int[1];
		List<Future<?>> futures = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			futures.add(this.threads.submit(() -> {
				for (int i = 0; i < 1000; i++) {
					WorkerLocks.request("counter", () -> count[0]++);
				}
				return null;
			}));
		}
		for (Future<?> future : futures) {
			future.get(30, TimeUnit.SECONDS);
		}
		assertThat(count[0]).isEqualTo(4000);
	}

	@Test
	void sharedLocksAreHeldTogetherAndAnExclusiveOneWaitsItsTurn() throws Exception {
		hold("a", LockOptions.SHARED);
		String result = WorkerLocks.request("a", LockOptions.SHARED, (lock) -> "together");
		assertThat(result).isEqualTo("together");
		Future<String> exclusive = this.threads.submit(() -> WorkerLocks.request("a", () -> "alone"));
		Awaitility.await().untilAsserted(() -> assertThat(WorkerLocks.query().pending()).hasSize(1));
		// Who comes after an exclusive request does not overtake it
		Future<String> later = this.threads
			.submit(() -> WorkerLocks.request("a", LockOptions.SHARED, (lock) -> "later"));
		Awaitility.await().untilAsserted(() -> assertThat(WorkerLocks.query().pending()).hasSize(2));
		assertThat(WorkerLocks.query().pending()).extracting(LockInfo::mode)
			.containsExactly(Mode.EXCLUSIVE, Mode.SHARED);
		this.release.countDown();
		assertThat(exclusive.get(30, TimeUnit.SECONDS)).isEqualTo("alone");
		assertThat(later.get(30, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void locksOfOtherNamesDoNotWait() throws Exception {
		hold("a", LockOptions.EXCLUSIVE);
		assertThat(WorkerLocks.request("b", () -> "free")).isEqualTo("free");
	}

	@Test
	void ifAvailableGoesOnWithoutTheLock() throws Exception {
		hold("a", LockOptions.EXCLUSIVE);
		Boolean without = WorkerLocks.request("a", LockOptions.EXCLUSIVE.onlyIfAvailable(), (lock) -> lock == null);
		Boolean with = WorkerLocks.request("b", LockOptions.EXCLUSIVE.onlyIfAvailable(), (lock) -> lock != null);
		assertThat(without).isTrue();
		assertThat(with).isTrue();
		assertThat(WorkerLocks.query().pending()).isEmpty();
	}

	@Test
	void requestThatIsNotGrantedInTimeFailsAndLeavesTheQueue() throws Exception {
		hold("a", LockOptions.EXCLUSIVE);
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> WorkerLocks.request("a", LockOptions.SHARED.withTimeout(Duration.ofMillis(20)),
					(lock) -> "never"))
			.withMessage("Lock 'a' was not granted within PT0.02S");
		assertThat(WorkerLocks.query().pending()).isEmpty();
	}

	@Test
	void interruptedRequestLeavesTheQueue() throws Exception {
		hold("a", LockOptions.EXCLUSIVE);
		Future<String> waiting = this.threads.submit(() -> WorkerLocks.request("a", () -> "never"));
		Awaitility.await().untilAsserted(() -> assertThat(WorkerLocks.query().pending()).hasSize(1));
		waiting.cancel(true);
		Awaitility.await().untilAsserted(() -> assertThat(WorkerLocks.query().pending()).isEmpty());
	}

	@Test
	void stolenLockIsHeldByTheThiefAtOnceAndItsHolderIsTold() throws Exception {
		Future<?> robbed = hold("a", LockOptions.EXCLUSIVE);
		Future<String> waiting = this.threads.submit(() -> WorkerLocks.request("a", () -> "after the thief"));
		Awaitility.await().untilAsserted(() -> assertThat(WorkerLocks.query().pending()).hasSize(1));
		String thief = Thread.currentThread().getName();
		WorkerLocks.request("a", LockOptions.EXCLUSIVE.stealing(), (lock) -> {
			assertThat(WorkerLocks.query().held()).extracting(LockInfo::threadName).containsExactly(thief);
			return null;
		});
		assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("after the thief");
		this.release.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> robbed.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(LockStolenException.class)
			.withMessageContaining("Lock 'a' was stolen");
	}

	@Test
	void impossibleRequestsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerLocks.request("-a", () -> null))
			.withMessage("'name' must not start with '-' but was '-a'");
		assertThatIllegalArgumentException().isThrownBy(LockOptions.SHARED::stealing);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.EXCLUSIVE.onlyIfAvailable().withTimeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> LockOptions.EXCLUSIVE.withTimeout(Duration.ofSeconds(-1)))
			.withMessage("'timeout' must not be negative but was PT-1S");
	}

	@Test
	void lockOfAWorkerIsReleasedWhenItIsTerminated() throws Exception {
		try (Worker worker = Worker.builder(Holder.class).start()) {
			Awaitility.await().untilAsserted(() -> assertThat(WorkerLocks.query().held()).hasSize(1));
			worker.terminate().get(30, TimeUnit.SECONDS);
			assertThat(WorkerLocks.request("held by worker", () -> "free")).isEqualTo("free");
		}
	}

	private Future<?> hold(String name, LockOptions options) throws InterruptedException {
		CountDownLatch held = new CountDownLatch(1);
		Callable<Object> holder = () -> WorkerLocks.request(name, options, (lock) -> {
			held.countDown();
			return this.release.await(30, TimeUnit.SECONDS);
		});
		Future<?> future = this.threads.submit(holder);
		assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
		return future;
	}

	static final class Holder implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			WorkerLocks.request("held by worker", () -> new CompletableFuture<>().get());
		}

	}

}
