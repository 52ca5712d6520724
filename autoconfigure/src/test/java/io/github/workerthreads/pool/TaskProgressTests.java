package io.github.workerthreads.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskProgress}.
 */
@Timeout(60)
class TaskProgressTests {

	private final MockTasks host = new MockTasks();

	private final Task task = this.host.task();

	private final TaskProgress progress = new TaskProgress(this.task, this.host, null);

	private final List<Object> consumed = new ArrayList<>();

	private boolean completed;

	@Test
	void itemsWaitForTheirConsumer() {
		this.progress.add("first");
		this.progress.add("second");
		assertThat(this.host.elsewhere).isEmpty();
		this.progress.listen(this.consumed::add);
		assertThat(this.consumed).as("on another thread").isEmpty();
		this.host.runElsewhere();
		assertThat(this.consumed).containsExactly("first", "second");
	}

	@Test
	void oneThreadDeliversAtATime() {
		this.progress.listen(this.consumed::add);
		assertThat(this.host.elsewhere).as("nothing to deliver").isEmpty();
		this.progress.add("first");
		this.progress.add("second");
		assertThat(this.host.elsewhere).hasSize(1);
		this.host.runElsewhere();
		assertThat(this.consumed).containsExactly("first", "second");
		this.progress.add("third");
		assertThat(this.host.elsewhere).hasSize(1);
		this.host.runElsewhere();
		assertThat(this.consumed).containsExactly("first", "second", "third");
	}

	@Test
	void withoutThreadItemsAreDeliveredByWhoAddsThem() {
		this.host.findsThreads = false;
		this.progress.listen(this.consumed::add);
		this.progress.add("item");
		assertThat(this.consumed).containsExactly("item");
	}

	@Test
	void oldestMakesRoomWhereNobodyListens() {
		int count = TaskProgress.CAPACITY + 2;
		for (int i = 0; i < TaskProgress.CAPACITY; i++) {
			this.progress.add(i);
		}
		assertThat(this.progress.missed()).isZero();
		this.progress.add(TaskProgress.CAPACITY);
		this.progress.add(TaskProgress.CAPACITY + 1);
		assertThat(this.progress.missed()).isEqualTo(2);
		this.progress.listen(this.consumed::add);
		this.host.runElsewhere();
		assertThat(this.consumed).isEqualTo(IntStream.range(2, count).boxed().toList());
	}

	@Test
	void taskWaitsForTheConsumerWhereThereIsOne() throws Exception {
		this.progress.listen(this.consumed::add);
		Thread body = addMoreThanFits();
		this.host.runElsewhere();
		body.join();
		this.host.runElsewhere();
		assertThat(this.consumed).hasSize(TaskProgress.CAPACITY + 1);
		assertThat(this.progress.missed()).isZero();
	}

	@Test
	void endWakesATaskThatWaitsForItsConsumer() throws Exception {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		this.progress.listen(this.consumed::add);
		Thread body = addMoreThanFits();
		body.setUncaughtExceptionHandler((thread, ex) -> thrown.set(ex));
		end();
		body.join();
		assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("has ended");
	}

	@Test
	void interruptedTaskWaitsForItsConsumerNoMore() throws Exception {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		this.progress.listen(this.consumed::add);
		Thread body = addMoreThanFits();
		body.setUncaughtExceptionHandler((thread, ex) -> {
			assertThat(thread.isInterrupted()).isTrue();
			thrown.set(ex);
		});
		body.interrupt();
		body.join();
		assertThat(thrown.get()).isInstanceOf(CancellationException.class)
			.hasMessage("Task 'lambda' was interrupted while it waited for the consumer of its progress");
	}

	@Test
	void taskThatWasCancelledWhileItWaitedSaysSo() throws Exception {
		this.host.begin(this.task);
		this.task.cancel(true);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		this.progress.listen(this.consumed::add);
		Thread body = addMoreThanFits();
		body.setUncaughtExceptionHandler((thread, ex) -> thrown.set(ex));
		body.interrupt();
		body.join();
		assertThat(thrown.get()).isInstanceOf(CancellationException.class)
			.hasMessage("Task 'lambda' of pool 'test' was cancelled while it ran");
	}

	private Thread addMoreThanFits() {
		for (int i = 0; i < TaskProgress.CAPACITY; i++) {
			this.progress.add(i);
		}
		Thread body = new Thread(() -> this.progress.add("last"));
		body.start();
		Awaitility.await().until(() -> body.getState() == Thread.State.WAITING);
		return body;
	}

	@Test
	void consumerThatFailsGetsTheNextItemAndIsWarnedOfOnce() {
		this.progress.listen((item) -> {
			this.consumed.add(item);
			throw new IllegalStateException("consumer");
		});
		this.progress.add("first");
		this.progress.add("second");
		String text = "The consumer of the progress of task 'lambda' failed, it gets the next item all the same";
		try (LogRecords log = new LogRecords(TaskProgress.class, (record) -> true)) {
			this.host.runElsewhere();
			assertThat(log.texts()).containsExactly("WARNING " + text, "FINE " + text);
		}
		assertThat(this.consumed).containsExactly("first", "second");
	}

	@Test
	void secondConsumerIsRefused() {
		this.progress.listen(this.consumed::add);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.progress.listen(this.consumed::add))
			.withMessage("Progress of task 'lambda' goes to a consumer already; let that one pass it on");
		TaskProgress received = new TaskProgress(this.task, this.host, this.consumed::add);
		assertThat(received.hasReceiver()).isTrue();
		assertThat(this.progress.hasReceiver()).isFalse();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> received.listen(this.consumed::add));
	}

	@Test
	void receiverGetsItemsAtOnceAndMayThrow() {
		TaskProgress received = new TaskProgress(this.task, this.host, (item) -> {
			throw new IllegalStateException("for the task");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> received.add("item"))
			.withMessage("for the task");
	}

	@Test
	void nothingIsTakenAfterTheEnd() {
		end();
		assertThat(this.completed).isTrue();
		assertThat(this.host.held).isEmpty();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.progress.add("late"))
			.withMessageContaining("has ended");
	}

	@Test
	void itemsThatNobodyListensToDoNotHoldTheFutureBack() {
		this.progress.add("item");
		end();
		assertThat(this.completed).isTrue();
		this.progress.listen(this.consumed::add);
		this.host.runElsewhere();
		assertThat(this.consumed).as("for who listens late").containsExactly("item");
	}

	@Test
	void futureCompletesAfterTheLastItem() {
		this.progress.listen((item) -> {
			assertThat(this.completed).isFalse();
			this.consumed.add(item);
		});
		this.progress.add("first");
		this.progress.add("last");
		end();
		assertThat(this.completed).isFalse();
		assertThat(this.progress.holdsBack()).isTrue();
		assertThat(this.host.held).containsExactly(this.task);
		this.host.runElsewhere();
		assertThat(this.consumed).containsExactly("first", "last");
		assertThat(this.completed).isTrue();
		assertThat(this.progress.holdsBack()).isFalse();
		assertThat(this.host.released).containsExactly(this.task);
		this.progress.completeHeldBack();
		assertThat(this.host.released).hasSize(1);
	}

	@Test
	void futureMayCompleteBeforeAConsumerThatDoesNotComeToAnEnd() {
		this.progress.listen(this.consumed::add);
		this.progress.add("item");
		end();
		this.progress.completeHeldBack();
		assertThat(this.completed).isTrue();
		assertThat(this.progress.holdsBack()).isFalse();
		this.host.runElsewhere();
		assertThat(this.consumed).as("nothing arrives after the end").isEmpty();
		assertThat(this.progress.missed()).isEqualTo(1);
	}

	@Test
	@Tag("rounds")
	void itemThatComesAsTheDeliveryOfTheOnesBeforeEndsIsNotForgotten() throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			for (int i = 0; i < 50_000; i++) {
				TaskProgress each = new TaskProgress(this.task, this.host, null);
				AtomicInteger given = new AtomicInteger();
				CompletableFuture<Integer> givenAtTheEnd = new CompletableFuture<>();
				each.listen((item) -> given.incrementAndGet());
				each.add("first");
				Future<?> delivery = thread.submit(this.host.elsewhere.remove(0));
				while (given.get() == 0) {
					Thread.onSpinWait();
				}
				each.add("last");
				each.end(() -> givenAtTheEnd.complete(given.get()));
				delivery.get();
				this.host.runElsewhere();
				assertThat(givenAtTheEnd).as("round %d", i).isCompletedWithValue(2);
			}
		}
		finally {
			thread.shutdown();
		}
	}

	private void end() {
		this.progress.end(() -> {
			assertThat(this.completed).isFalse();
			this.completed = true;
		});
	}

}
