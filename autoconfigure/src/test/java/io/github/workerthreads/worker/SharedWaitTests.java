package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedMemory#waitWhile} and {@link SharedMemory#notify(int, int)}.
 */
@Timeout(60)
class SharedWaitTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final SharedMemory memory = SharedMemory.allocate(64);

	private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() {
		this.memory.close();
	}

	@Test
	void otherValueIsNotWaitedFor() throws InterruptedException {
		this.memory.putInt(0, 1);
		assertThat(this.memory.waitWhile(0, 0, LONG)).isEqualTo(WaitResult.NOT_EQUAL);
		assertThat(this.memory.waitWhile(8, 1L, LONG)).isEqualTo(WaitResult.NOT_EQUAL);
		assertThat(this.memory.notify(0, 1)).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 20 })
	void waitEndsInTime(long millis) throws InterruptedException {
		Duration timeout = (millis != Long.MIN_VALUE) ? Duration.ofMillis(millis) : Duration.ofSeconds(millis);
		long start = System.nanoTime();
		assertThat(this.memory.waitWhile(0, 0, timeout)).isEqualTo(WaitResult.TIMED_OUT);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(millis * 1_000_000);
		assertThat(this.memory.notify(0, 1)).isZero();
	}

	@Test
	void notifyWakesAsManyAsAskedForInOrder() {
		List<CompletableFuture<WaitResult>> waiters = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			waiters.add(waiter(16, Duration.ofSeconds(Long.MAX_VALUE)));
			awaitParked(i + 1);
		}
		assertThat(this.memory.notify(20, 4)).isZero();
		assertThat(this.memory.notify(16, 0)).isZero();
		assertThat(this.memory.notify(16, 2)).isEqualTo(2);
		assertThat(waiters.get(0).join()).isEqualTo(WaitResult.OK);
		assertThat(waiters.get(1).join()).isEqualTo(WaitResult.OK);
		assertThat(waiters.get(2)).isNotDone();
		assertThat(waiters.get(3)).isNotDone();
		assertThat(this.memory.notify(16, Integer.MAX_VALUE)).isEqualTo(2);
		assertThat(waiters).allSatisfy((waiter) -> assertThat(waiter.join()).isEqualTo(WaitResult.OK));
	}

	@Test
	void waitOnALongIsWokenAtItsOffset() {
		this.memory.putLong(8, 1L << 40);
		CompletableFuture<WaitResult> waiter = start(() -> this.memory.waitWhile(8, 1L << 40, LONG));
		awaitParked(1);
		assertThat(this.memory.notify(8, 1)).isEqualTo(1);
		assertThat(waiter.join()).isEqualTo(WaitResult.OK);
	}

	@Test
	void waiterOfAnotherHandleIsWoken() {
		try (SharedMemory duplicate = this.memory.duplicate()) {
			CompletableFuture<WaitResult> waiter = waiter(0, LONG);
			awaitParked(1);
			assertThat(duplicate.notify(0, 1)).isEqualTo(1);
			assertThat(waiter.join()).isEqualTo(WaitResult.OK);
		}
	}

	@Test
	void waiterFromBeforeTheExportIsWokenAfterIt() {
		CompletableFuture<WaitResult> waiter = waiter(0, LONG);
		awaitParked(1);
		this.memory.handle();
		CompletableFuture<WaitResult> second = waiter(0, LONG);
		awaitParked(2);
		assertThat(this.memory.notify(0, 2)).isEqualTo(2);
		assertThat(waiter.join()).isEqualTo(WaitResult.OK);
		assertThat(second.join()).isEqualTo(WaitResult.OK);
	}

	@Test
	void interruptEndsTheWait() {
		CompletableFuture<WaitResult> waiter = waiter(0, LONG);
		awaitParked(1);
		this.threads.get(0).interrupt();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(waiter::join)
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(this.memory.notify(0, 1)).isZero();
	}

	@Test
	void interruptedThreadDoesNotWait() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.memory.waitWhile(0, 1, LONG));
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void closeEndsTheWait() {
		SharedMemory duplicate = this.memory.duplicate();
		CompletableFuture<WaitResult> waiter = waiter(0, LONG);
		awaitParked(1);
		this.memory.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(waiter::join)
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("closed while a thread waited");
		assertThat(duplicate.notify(0, 1)).isZero();
		duplicate.close();
	}

	@Test
	void argumentsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.waitWhile(2, 0, LONG));
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.waitWhile(4, 0L, LONG));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.memory.waitWhile(64, 0, LONG));
		assertThatNullPointerException().isThrownBy(() -> this.memory.waitWhile(0, 0, null))
			.withMessage("'timeout' must not be null");
		assertThat(this.memory.notify(0, 1)).isZero();
		this.memory.close();
		assertThatIllegalStateException().isThrownBy(() -> this.memory.waitWhile(0, 0, LONG));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@Tag("rounds")
	void noWakeUpIsLostInALongExchange(boolean exported) {
		if (exported) {
			this.memory.handle();
		}
		int rounds = (exported) ? 500 : 20_000;
		CompletableFuture<WaitResult> partner = start(() -> play(1, rounds));
		assertThat(start(() -> play(0, rounds)).join()).isEqualTo(WaitResult.OK);
		assertThat(partner.join()).isEqualTo(WaitResult.OK);
	}

	// Two threads take turns: each waits for its parity and passes the turn on
	private WaitResult play(int parity, int rounds) throws InterruptedException {
		for (int turn = parity; turn < 2 * rounds; turn += 2) {
			int current = this.memory.atomicInts().get(0);
			while (current != turn) {
				if (this.memory.waitWhile(0, current, LONG) == WaitResult.TIMED_OUT) {
					return WaitResult.TIMED_OUT;
				}
				current = this.memory.atomicInts().get(0);
			}
			this.memory.atomicInts().set(0, turn + 1);
			this.memory.notify(0, 1);
		}
		return WaitResult.OK;
	}

	private CompletableFuture<WaitResult> waiter(int offset, Duration timeout) {
		return start(() -> this.memory.waitWhile(offset, 0, timeout));
	}

	private CompletableFuture<WaitResult> start(Wait action) {
		CompletableFuture<WaitResult> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(action.run());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
		return result;
	}

	private void awaitParked(int count) {
		AtomicReference<Thread.State> state = new AtomicReference<>();
		await().pollInterval(Duration.ofMillis(1)).until(() -> {
			state.set(this.threads.get(count - 1).getState());
			return state.get() == Thread.State.TIMED_WAITING;
		});
	}

	private interface Wait {

		WaitResult run() throws InterruptedException;

	}

}
