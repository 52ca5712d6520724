package io.github.workerthreads.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventLoop} and {@link LoopReference}.
 */
@Timeout(60)
class EventLoopTests {

	private final EventLoop loop = new EventLoop();

	private final List<String> turns = Collections.synchronizedList(new ArrayList<>());

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Thread thread = new Thread(this::run);

	private void run() {
		try {
			this.loop.run();
			this.ended.complete(null);
		}
		catch (Throwable ex) {
			this.ended.completeExceptionally(ex);
		}
	}

	@AfterEach
	void stop() throws Exception {
		this.loop.stop();
		this.thread.join();
	}

	@Test
	void turnsRunInOrderUntilNoneIsLeft() throws Exception {
		this.loop.execute(() -> this.turns.add("first"));
		this.loop.execute(() -> this.loop.execute(() -> this.turns.add("third")));
		this.loop.execute(() -> this.turns.add("second"));
		this.loop.run();
		assertThat(this.turns).containsExactly("first", "second", "third");
	}

	@Test
	void loopThatHasEndedRunsNothingMore() throws Exception {
		this.loop.run();
		this.loop.execute(() -> this.turns.add("too late"));
		this.loop.run();
		assertThat(this.turns).isEmpty();
	}

	@Test
	void referenceKeepsTheLoopWaiting() throws Exception {
		LoopReference reference = started();
		awaitWaiting();
		this.loop.execute(() -> this.turns.add("turn"));
		Awaitility.await().untilAsserted(() -> assertThat(this.turns).containsExactly("turn"));
		awaitWaiting();
		assertThat(this.ended).isNotDone();
		reference.setKeepsAlive(false);
		this.ended.get(30, TimeUnit.SECONDS);
	}

	@Test
	void referenceCountsOnceHoweverOftenItIsWanted() throws Exception {
		LoopReference reference = started();
		reference.setKeepsAlive(true);
		reference.start(this.loop);
		awaitWaiting();
		assertThat(reference.keepsAlive()).isTrue();
		reference.stop();
		assertThat(reference.keepsAlive()).isFalse();
		reference.setKeepsAlive(true);
		assertThat(reference.keepsAlive()).isFalse();
		this.ended.get(30, TimeUnit.SECONDS);
	}

	@Test
	void loopStaysReferencedWhileOneListenerTakesThePlaceOfAnother() throws Exception {
		LoopReference reference = started();
		for (int i = 0; i < 20_000; i++) {
			reference.start(this.loop);
		}
		awaitWaiting();
		assertThat(this.ended).isNotDone();
		reference.stop();
		this.ended.get(30, TimeUnit.SECONDS);
	}

	@Test
	void stoppedLoopForgetsWhatWaits() throws Exception {
		this.loop.execute(() -> {
			this.turns.add("stops");
			this.loop.stop();
		});
		this.loop.execute(() -> this.turns.add("forgotten"));
		this.loop.run();
		assertThat(this.turns).containsExactly("stops");
	}

	@Test
	void stopEndsALoopThatWaits() throws Exception {
		started();
		awaitWaiting();
		this.loop.stop();
		this.ended.get(30, TimeUnit.SECONDS);
	}

	@Test
	void listenersOfALoopAreClosedWithIt() {
		LoopReference gone = new LoopReference(() -> this.turns.add("gone"));
		gone.start(this.loop);
		gone.stop();
		LoopReference listening = new LoopReference(() -> this.turns.add("closed"));
		listening.start(this.loop);
		this.loop.closeListeners();
		assertThat(this.turns).containsExactly("closed");
		this.loop.closeListeners();
		assertThat(this.turns).containsExactly("closed");
	}

	@Test
	void loopIsIdleWhileItWaitsOnly() throws Exception {
		assertThat(this.loop.idleNanos()).isZero();
		LoopReference reference = started();
		Awaitility.await().until(() -> this.loop.idleNanos() > 20_000_000);
		assertThat(this.loop.idleNanos()).isLessThan(TimeUnit.MINUTES.toNanos(1));
		CompletableFuture<Long> before = new CompletableFuture<>();
		CompletableFuture<Void> goesOn = new CompletableFuture<>();
		this.loop.execute(() -> {
			before.complete(this.loop.idleNanos());
			goesOn.join();
			reference.setKeepsAlive(false);
		});
		long idle = before.get(30, TimeUnit.SECONDS);
		long busySince = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - busySince > 20_000_000);
		assertThat(this.loop.idleNanos()).isEqualTo(idle);
		goesOn.complete(null);
		this.ended.get(30, TimeUnit.SECONDS);
		assertThat(this.loop.idleNanos()).isEqualTo(idle);
	}

	private LoopReference started() {
		LoopReference reference = new LoopReference(() -> {
		});
		reference.start(this.loop);
		this.thread.start();
		return reference;
	}

	private void awaitWaiting() {
		Awaitility.await().until(() -> this.thread.getState() == Thread.State.WAITING);
	}

}
