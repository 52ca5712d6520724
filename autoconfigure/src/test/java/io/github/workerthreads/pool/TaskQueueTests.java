package io.github.workerthreads.pool;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskQueue}.
 */
class TaskQueueTests {

	private final MockTasks host = new MockTasks();

	private final PooledWorker worker = this.host.worker(WorkerState.BUSY);

	private final TaskQueue queue = new TaskQueue();

	@Test
	void firstInIsFirstOut() {
		Task first = offer();
		Task second = offer();
		assertThat(this.queue.size()).isEqualTo(2);
		assertThat(this.queue.peek()).isSameAs(first);
		assertThat(this.queue.poll(this.worker)).isSameAs(first);
		assertThat(this.queue.poll(this.worker)).isSameAs(second);
		assertThat(this.queue.poll(this.worker)).isNull();
		assertThat(this.queue.peek()).isNull();
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void limitHoldsHoweverManyCameAndWent() {
		for (int round = 0; round < 10; round++) {
			assertThat(this.queue.offer(this.host.task(), 2)).isTrue();
			assertThat(this.queue.offer(this.host.task(), 2)).isTrue();
			assertThat(this.queue.offer(this.host.task(), 2)).isFalse();
			assertThat(this.queue.size()).isEqualTo(2);
			this.queue.poll(this.worker);
			assertThat(this.queue.offer(this.host.task(), 2)).isTrue();
			assertThat(this.queue.offer(this.host.task(), 2)).isFalse();
			this.queue.poll(this.worker);
			this.queue.poll(this.worker);
		}
		assertThat(this.queue.offer(this.host.task(), 0)).isFalse();
	}

	@Test
	void limitHoldsForTasksWithAnOrderToo() {
		this.queue.ordered().assignTo(() -> List.of(this.worker));
		assertThat(this.queue.offer(ordered(), 1)).isTrue();
		assertThat(this.queue.offer(ordered(), 1)).isFalse();
		assertThat(this.queue.offer(this.host.task(), 1)).isFalse();
		assertThat(this.queue.size()).isOne();
		assertThat(this.queue.offer(ordered(), 2)).isTrue();
		assertThat(this.queue.size()).isEqualTo(2);
	}

	@Test
	void shareThatHasNoRoomTakesNoneFromOthers() {
		TaskOptions options = TaskOptions.defaults().withShare("flood");
		int accepted = 0;
		while (this.queue.offer(this.host.task(options), 8)) {
			accepted++;
		}
		assertThat(accepted).isEqualTo(4);
		assertThat(this.queue.size()).isEqualTo(4);
		assertThat(this.queue.offer(this.host.task(), 5)).isTrue();
		assertThat(this.queue.offer(this.host.task(), 5)).isFalse();
	}

	@Test
	void forcedTaskCountsWhateverTheLimit() {
		this.queue.ordered().assignTo(() -> List.of(this.worker));
		offer();
		Task forced = ordered();
		this.queue.force(forced);
		assertThat(this.queue.size()).isEqualTo(2);
		assertThat(this.queue.offer(this.host.task(), 2)).isFalse();
		assertThat(this.queue.remove(forced)).isTrue();
		assertThat(this.queue.size()).isOne();
	}

	@Test
	void queueIsShorterThanWhatItHolds() {
		assertThat(this.queue.isShorterThan(1)).isTrue();
		assertThat(this.queue.isShorterThan(0)).isFalse();
		offer();
		assertThat(this.queue.isShorterThan(1)).isFalse();
		assertThat(this.queue.isShorterThan(2)).isTrue();
		this.queue.poll(this.worker);
		assertThat(this.queue.isShorterThan(1)).isTrue();
		for (int i = 0; i < 20; i++) {
			offer();
			this.queue.poll(this.worker);
		}
		assertThat(this.queue.isShorterThan(1)).isTrue();
		assertThat(this.queue.isShorterThan(0)).isFalse();
	}

	@Test
	void whatIsPutBackComesFirst() {
		Task taken = offer();
		Task waiting = offer();
		this.queue.poll(this.worker);
		this.queue.putBack(taken);
		assertThat(this.queue.size()).isEqualTo(2);
		assertThat(this.queue.peek()).isSameAs(taken);
		assertThat(all()).containsExactly(taken, waiting);
		assertThat(this.queue.poll(this.worker)).isSameAs(taken);
		assertThat(this.queue.isEmpty()).isFalse();
		assertThat(this.queue.poll(this.worker)).isSameAs(waiting);
		assertThat(this.queue.isEmpty()).isTrue();
	}

	@Test
	void whatIsPutBackWithAnOrderWaitsAgain() {
		this.queue.ordered().assignTo(() -> List.of(this.worker));
		Task task = ordered();
		this.queue.offer(task, 1);
		assertThat(this.queue.poll(this.worker)).isSameAs(task);
		this.queue.putBack(task);
		assertThat(this.queue.size()).isOne();
		assertThat(this.queue.poll(this.worker)).isSameAs(task);
		this.queue.ordered().ended(task, 1);
		this.queue.putBack(task);
		assertThat(this.queue.size()).as("it has ended").isZero();
	}

	@Test
	void removedTaskLeavesItsPlace() {
		Task removed = offer();
		Task kept = offer();
		assertThat(this.queue.remove(removed)).isTrue();
		assertThat(this.queue.remove(removed)).isFalse();
		assertThat(this.queue.size()).isOne();
		assertThat(this.queue.poll(this.worker)).isSameAs(kept);
		this.queue.putBack(kept);
		assertThat(this.queue.remove(kept)).as("put back").isTrue();
		assertThat(this.queue.size()).isZero();
		assertThat(this.queue.isEmpty()).isTrue();
	}

	@Test
	void taskWithAnOrderIsSeenByWhoSearchesButIsNotForAnyWorker() {
		assertThat(this.queue.holds()).isFalse();
		Task task = ordered();
		this.queue.offer(task, 1);
		assertThat(this.queue.holds()).isTrue();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.peek()).isNull();
		assertThat(all()).containsExactly(task);
		Task plain = this.host.task();
		this.queue.offer(plain, 2);
		assertThat(all()).containsExactly(plain, task);
		this.queue.remove(task);
		assertThat(this.queue.holds()).isTrue();
		assertThat(this.queue.isEmpty()).isFalse();
	}

	@Test
	void whatWasPutBackIsSeenByWhoSearches() {
		Task task = offer();
		this.queue.poll(this.worker);
		assertThat(this.queue.holds()).isFalse();
		this.queue.putBack(task);
		assertThat(this.queue.holds()).isTrue();
		assertThat(this.queue.isEmpty()).isFalse();
	}

	private Task offer() {
		Task task = this.host.task();
		assertThat(this.queue.offer(task, Integer.MAX_VALUE)).isTrue();
		return task;
	}

	private Task ordered() {
		return this.host.task(TaskOptions.defaults().withPriority(9));
	}

	private List<Task> all() {
		List<Task> all = new ArrayList<>();
		this.queue.forEach(all::add);
		return all;
	}

}
