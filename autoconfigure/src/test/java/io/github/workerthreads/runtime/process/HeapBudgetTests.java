package io.github.workerthreads.runtime.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.ResourceLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link HeapBudget}.
 */
@Timeout(30)
class HeapBudgetTests {

	private static final long MEGABYTE = 1 << 20;

	private final HeapBudget budget = new HeapBudget(100 * MEGABYTE);

	@Test
	void noLimitAsksForNothing() {
		HeapBudget unlimited = new HeapBudget(0);
		assertThatCode(() -> unlimited.reserve(worker(0)).run()).doesNotThrowAnyException();
	}

	@Test
	void heapWithoutLimitIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.budget.reserve(worker(0)))
			.withMessageContaining("'worker-test'")
			.withMessageContaining("Set 'max-heap' of its pool");
	}

	@Test
	void heapBeyondTheLimitIsRefusedAtOnce() {
		assertThatIllegalStateException().isThrownBy(() -> this.budget.reserve(worker(101)))
			.withMessageContaining("its heap may have 101.0 MB")
			.withMessageContaining("0.0 of the 100.0 MB")
			.withMessageContaining("worker-threads.process.max-total-heap");
	}

	@Test
	void heapThatIsGivenBackIsForTheNext() throws Exception {
		this.budget.reserve(worker(40));
		Runnable second = this.budget.reserve(worker(60));
		AtomicReference<Runnable> third = new AtomicReference<>();
		CountDownLatch reserved = new CountDownLatch(1);
		Thread waiter = new Thread(() -> {
			third.set(this.budget.reserve(worker(50)));
			reserved.countDown();
		});
		waiter.start();
		while (waiter.getState() != Thread.State.TIMED_WAITING) {
			assertThat(waiter.isAlive()).isTrue();
			Thread.onSpinWait();
		}
		second.run();
		reserved.await();
		assertThat(third.get()).isNotNull();
	}

	@Test
	void terminationEndsTheWait() throws Exception {
		this.budget.reserve(worker(100));
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread waiter = new Thread(() -> this.budget.reserve(worker(1)));
		waiter.setUncaughtExceptionHandler((thread, ex) -> failure.set(ex));
		waiter.start();
		waiter.interrupt();
		waiter.join();
		assertThat(failure.get()).hasMessageContaining("was terminated while it waited for memory");
	}

	private static WorkerSettings worker(long megabytes) {
		return WorkerSettings.of("worker-test", null, true, Thread.NORM_PRIORITY,
				new ResourceLimits(0, megabytes * MEGABYTE));
	}

}
