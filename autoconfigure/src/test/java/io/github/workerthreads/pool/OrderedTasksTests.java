package io.github.workerthreads.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OrderedTasks}: by example, and by random steps beside a simple model.
 */
class OrderedTasksTests {

	private static final long SECOND = 1_000_000_000L;

	private final MockTasks host = new MockTasks();

	private final Queue<Task> plain = new ConcurrentLinkedQueue<>();

	private final OrderedTasks ordered = new OrderedTasks(this.plain);

	@Test
	void higherPriorityGoesFirstAndNoneWaitsForEver() {
		PooledWorker worker = workers(1).get(0);
		Task low = offer(TaskOptions.defaults().withPriority(0));
		Task usual = offer(TaskOptions.defaults().withKey("own"));
		Task high = offer(TaskOptions.defaults().withPriority(9));
		this.host.now += 8 * SECOND;
		Task lateHigh = offer(TaskOptions.defaults().withPriority(9));
		this.host.now += 2 * SECOND;
		Task lastHigh = offer(TaskOptions.defaults().withPriority(9));
		assertThat(pollAll(worker)).containsExactly(high, usual, lateHigh, low, lastHigh);
	}

	@Test
	void tasksWithoutOrderTakePartByTheTimeTheyWereAccepted() {
		PooledWorker worker = workers(1).get(0);
		Task first = plain();
		this.host.now++;
		Task urgent = offer(TaskOptions.defaults().withPriority(5));
		this.host.now++;
		Task patient = offer(TaskOptions.defaults().withPriority(3));
		Task last = plain();
		assertThat(pollAll(worker)).containsExactly(urgent, first, last, patient);
	}

	@Test
	void keyRunsInOrderOnOneWorkerWhateverThePriority() {
		List<PooledWorker> workers = workers(4);
		Task first = offer(TaskOptions.defaults().withKey("a").withPriority(0));
		Task second = offer(TaskOptions.defaults().withKey("a").withPriority(9));
		List<PooledWorker> able = workers.stream().filter(this.ordered::hasFor).toList();
		assertThat(able).hasSize(1);
		assertThat(this.ordered.poll(able.get(0))).isSameAs(first);
		assertThat(workers).noneMatch(this.ordered::hasFor);
		this.ordered.ended(first, 1);
		assertThat(workers.stream().filter(this.ordered::hasFor).toList()).isEqualTo(able);
		assertThat(this.ordered.poll(able.get(0))).isSameAs(second);
	}

	@Test
	void whatHasEndedMeanwhileIsNotPutBackAndDoesNotCount() {
		TaskQueue queue = new TaskQueue();
		PooledWorker worker = workers(1).get(0);
		queue.ordered().assignTo(() -> List.of(worker));
		Task task = task(TaskOptions.defaults().withKey("a"));
		queue.force(task);
		assertThat(queue.poll(worker)).isSameAs(task);
		queue.putBack(task);
		assertThat(queue.size()).isOne();
		assertThat(queue.poll(worker)).isSameAs(task);
		queue.ordered().ended(task, 1);
		queue.putBack(task);
		assertThat(queue.size()).isZero();
		assertThat(queue.poll(worker)).isNull();
	}

	@Test
	void fewKeysMoveWhenAWorkerGoes() {
		List<PooledWorker> workers = workers(8);
		Map<Integer, PooledWorker> owners = new HashMap<>();
		for (int key = 0; key < 400; key++) {
			offer(TaskOptions.defaults().withKey(key));
		}
		List<PooledWorker> fewer = workers.subList(1, 8);
		for (PooledWorker worker : workers) {
			Task task = this.ordered.poll(worker);
			while (task != null) {
				owners.put((Integer) Objects.requireNonNull(order(task).key()), worker);
				this.ordered.putBack(task);
				Task next = this.ordered.poll(worker);
				this.ordered.ended(Objects.requireNonNull(next), 1);
				task = this.ordered.poll(worker);
			}
		}
		assertThat(owners).hasSize(400);
		assertThat(new HashSet<>(owners.values())).hasSize(8);
		this.ordered.assignTo(() -> fewer);
		for (int key = 0; key < 400; key++) {
			offer(TaskOptions.defaults().withKey(key));
		}
		int moved = 0;
		for (PooledWorker worker : fewer) {
			for (Task task : pollAll(worker)) {
				PooledWorker before = Objects.requireNonNull(owners.get(order(task).key()));
				moved += (before != worker) ? 1 : 0;
				assertThat(before == worker || before == workers.get(0)).isTrue();
			}
		}
		assertThat(moved).isBetween(10, 150);
	}

	@Test
	void busyKeyDoesNotStopOthersOfItsWorker() {
		PooledWorker worker = workers(1).get(0);
		Task busy = offer(TaskOptions.defaults().withKey("busy"));
		offer(TaskOptions.defaults().withKey("busy"));
		assertThat(this.ordered.poll(worker)).isSameAs(busy);
		Task other = offer(TaskOptions.defaults().withKey("other"));
		assertThat(this.ordered.poll(worker)).isSameAs(other);
		assertThat(this.ordered.poll(worker)).isNull();
	}

	@Test
	void taskForOneWorkerRunsNowhereElse() {
		List<PooledWorker> workers = workers(2);
		Task pinned = task(TaskOrder.on(workers.get(1), TaskOptions.defaults()));
		this.ordered.offer(pinned, Integer.MAX_VALUE);
		assertThat(this.ordered.poll(workers.get(0))).isNull();
		assertThat(this.ordered.assignTo(() -> workers.subList(0, 1))).containsExactly(pinned);
		assertThat(this.ordered.assignTo(() -> workers)).isEmpty();
		assertThat(this.ordered.poll(workers.get(1))).isSameAs(pinned);
	}

	@Test
	void manyCallsOfOneShareDoNotDelayAnother() {
		PooledWorker worker = workers(1).get(0);
		for (int i = 0; i < 1000; i++) {
			offer(TaskOptions.defaults().withShare("heavy"));
		}
		Task running = Objects.requireNonNull(this.ordered.poll(worker));
		Task light = offer(TaskOptions.defaults().withShare("light"));
		this.ordered.ended(running, SECOND);
		assertThat(this.ordered.poll(worker)).isSameAs(light);
	}

	@Test
	void sharesGetTheSameTimeAndNotTheSameNumberOfTasks() {
		PooledWorker worker = workers(1).get(0);
		Map<Object, Long> time = new HashMap<>();
		for (int i = 0; i < 1000; i++) {
			offer(TaskOptions.defaults().withShare(9L));
			offer(TaskOptions.defaults().withShare(3L));
			offer(TaskOptions.defaults().withShare(1L));
		}
		for (int i = 0; i < 1000; i++) {
			Task task = Objects.requireNonNull(this.ordered.poll(worker));
			long millis = (Long) Objects.requireNonNull(order(task).share());
			this.ordered.ended(task, millis * 1_000_000);
			time.merge(millis, millis, Long::sum);
		}
		assertThat(Collections.max(time.values()) - Collections.min(time.values())).isLessThanOrEqualTo(18);
	}

	@Test
	void shareThatIdledSavesNothingUp() {
		PooledWorker worker = workers(1).get(0);
		for (int i = 0; i < 100; i++) {
			offer(TaskOptions.defaults().withShare("steady"));
		}
		for (int i = 0; i < 50; i++) {
			this.ordered.ended(Objects.requireNonNull(this.ordered.poll(worker)), 1_000_000);
		}
		for (int i = 0; i < 50; i++) {
			offer(TaskOptions.defaults().withShare("back"));
		}
		List<Object> first = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Task task = Objects.requireNonNull(this.ordered.poll(worker));
			first.add(Objects.requireNonNull(order(task).share()));
			this.ordered.ended(task, 1_000_000);
		}
		assertThat(Collections.frequency(first, "steady")).isBetween(9, 11);
	}

	@Test
	void shareThatComesBackForEachTaskSavesNothingUp() {
		PooledWorker worker = workers(1).get(0);
		for (int i = 0; i < 100; i++) {
			offer(TaskOptions.defaults().withShare("steady"));
		}
		for (int i = 0; i < 50; i++) {
			this.ordered.ended(Objects.requireNonNull(this.ordered.poll(worker)), 1_000_000);
		}
		int steady = 0;
		offer(TaskOptions.defaults().withShare("back"));
		for (int i = 0; i < 20; i++) {
			Task task = Objects.requireNonNull(this.ordered.poll(worker));
			this.ordered.ended(task, 1_000_000);
			if (Objects.equals(order(task).share(), "back")) {
				offer(TaskOptions.defaults().withShare("back"));
			}
			else {
				steady++;
			}
		}
		assertThat(steady).isBetween(9, 11);
	}

	@Test
	void tasksWithoutOrderAreAShareOfTheirOwn() {
		PooledWorker worker = workers(1).get(0);
		for (int i = 0; i < 100; i++) {
			plain();
			offer(TaskOptions.defaults().withShare("other"));
		}
		int others = 0;
		for (int i = 0; i < 40; i++) {
			Task task = Objects.requireNonNull(this.ordered.poll(worker));
			if (task.order() != null) {
				others++;
				this.ordered.ended(task, 1_000_000);
			}
		}
		assertThat(others).isBetween(18, 22);
	}

	@Test
	void ofNewSharesTheNewestGoesFirst() {
		PooledWorker worker = workers(1).get(0);
		Task first = offer(TaskOptions.defaults().withShare("first"));
		Task second = offer(TaskOptions.defaults().withShare("second"));
		assertThat(this.ordered.poll(worker)).isSameAs(second);
		assertThat(this.ordered.poll(worker)).isSameAs(first);
	}

	@Test
	void removedTaskLeavesItsRoomToItsShare() {
		workers(1);
		TaskOptions options = TaskOptions.defaults().withShare("share");
		Task removed = offer(options);
		assertThat(this.ordered.offer(task(options), 1)).isFalse();
		assertThat(this.ordered.footprint()).as("share, waiting, lane").isEqualTo(3);
		assertThat(this.ordered.remove(removed)).isTrue();
		assertThat(this.ordered.footprint()).as("share, idle").isEqualTo(2);
		assertThat(this.ordered.offer(task(options), 1)).isTrue();
	}

	@Test
	void whatIsRememberedOfATaskEndsWithIt() {
		PooledWorker worker = workers(1).get(0);
		offer(TaskOptions.defaults().withKey("key"));
		assertThat(this.ordered.footprint()).as("share, waiting, key").isEqualTo(3);
		Task task = Objects.requireNonNull(this.ordered.poll(worker));
		assertThat(this.ordered.footprint()).as("share, key, running").isEqualTo(3);
		this.ordered.putBack(task);
		assertThat(this.ordered.footprint()).isEqualTo(3);
		this.ordered.ended(Objects.requireNonNull(this.ordered.poll(worker)), 1);
		assertThat(this.ordered.footprint()).as("share, idle").isEqualTo(2);
	}

	@Test
	void shareMayNotTakeTheRoomOfOthers() {
		workers(1);
		int accepted = 0;
		int limit = 64;
		while (this.ordered.offer(task(TaskOptions.defaults().withShare("flood")), limit - this.ordered.size())) {
			accepted++;
		}
		assertThat(accepted).isEqualTo(32);
		assertThat(this.ordered.offer(task(TaskOptions.defaults().withShare("other")), limit - this.ordered.size()))
			.isTrue();
	}

	@Test
	void sharesAndKeysThatCameOnceAreForgotten() {
		PooledWorker worker = workers(1).get(0);
		for (int i = 0; i < 10_000; i++) {
			offer(TaskOptions.defaults().withShare("share " + i).withKey("key " + i));
			this.ordered.ended(Objects.requireNonNull(this.ordered.poll(worker)), 1_000_000);
		}
		assertThat(this.ordered.size()).isZero();
		assertThat(this.ordered.footprint()).as("twice 1024 idle shares, and that of calls without one")
			.isEqualTo(2049);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void randomStepsKeepEveryPromise(long offset) {
		long seed = System.nanoTime() + offset;
		try {
			new RandomSteps(seed).run(5000);
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("Seed " + seed, ex);
		}
	}

	private List<PooledWorker> workers(int count) {
		List<PooledWorker> workers = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			PooledWorker worker = mock(PooledWorker.class);
			given(worker.id()).willReturn((long) i);
			workers.add(worker);
		}
		this.ordered.assignTo(() -> workers);
		return workers;
	}

	private Task offer(TaskOptions options) {
		Task task = task(options);
		assertThat(this.ordered.offer(task, Integer.MAX_VALUE)).isTrue();
		return task;
	}

	private Task plain() {
		Task task = this.host.task();
		this.plain.add(task);
		return task;
	}

	private Task task(TaskOptions options) {
		return task(Objects.requireNonNull(TaskOrder.of(options, true)));
	}

	private Task task(TaskOrder order) {
		return this.host.task(order);
	}

	private static TaskOrder order(Task task) {
		return Objects.requireNonNull(task.order());
	}

	private List<Task> pollAll(PooledWorker worker) {
		List<Task> all = new ArrayList<>();
		Task task = this.ordered.poll(worker);
		while (task != null) {
			all.add(task);
			if (task.order() != null) {
				this.ordered.ended(task, 1_000_000);
			}
			task = this.ordered.poll(worker);
		}
		return all;
	}

	/**
	 * Random steps, each checked by looking at all tasks.
	 */
	private final class RandomSteps {

		private final Random random;

		private final List<PooledWorker> all = workers(5);

		private List<PooledWorker> present = this.all;

		private final Set<Task> waiting = new LinkedHashSet<>();

		private final Map<Task, PooledWorker> running = new LinkedHashMap<>();

		private final Map<Object, List<Task>> keys = new HashMap<>();

		private final Map<Object, PooledWorker> owners = new HashMap<>();

		RandomSteps(long seed) {
			this.random = new Random(seed);
		}

		void run(int steps) {
			for (int i = 0; i < steps; i++) {
				step();
				assertThat(OrderedTasksTests.this.ordered.size()).isEqualTo(this.waiting.size());
			}
			finish();
		}

		private void step() {
			OrderedTasksTests.this.host.now += this.random.nextInt(1000) * 1_000_000L;
			switch (this.random.nextInt(12)) {
				case 0, 1, 2, 3, 4 -> add();
				case 5, 6, 7 -> poll(pick(this.present));
				case 8, 9 -> end();
				case 10 -> {
					remove();
					putBack();
				}
				default -> changeWorkers();
			}
		}

		private void add() {
			TaskOptions options = TaskOptions.defaults().withPriority(this.random.nextInt(10));
			if (this.random.nextBoolean()) {
				options = options.withKey("key " + this.random.nextInt(6));
			}
			if (this.random.nextBoolean()) {
				options = options.withShare("share " + this.random.nextInt(4));
			}
			Task task = offer(options);
			this.waiting.add(task);
			Object key = order(task).key();
			if (key != null) {
				this.keys.computeIfAbsent(key, (any) -> new ArrayList<>()).add(task);
			}
		}

		private void poll(PooledWorker worker) {
			boolean expected = OrderedTasksTests.this.ordered.hasFor(worker);
			Task task = OrderedTasksTests.this.ordered.poll(worker);
			assertThat(task != null).isEqualTo(expected);
			if (task == null) {
				assertThat(this.waiting).noneMatch((other) -> order(other).key() == null);
				return;
			}
			assertThat(this.waiting.remove(task)).as("waited, and is taken once").isTrue();
			this.running.put(task, worker);
			checkKey(task, worker);
			checkRank(task);
		}

		private void checkKey(Task task, PooledWorker worker) {
			Object key = order(task).key();
			if (key != null) {
				List<Task> lane = Objects.requireNonNull(this.keys.get(key));
				assertThat(lane.get(0)).as("first of its key, which none runs of").isSameAs(task);
				assertThat(this.owners.computeIfAbsent(key, (any) -> worker)).isSameAs(worker);
			}
		}

		private void checkRank(Task task) {
			long rank = rank(task);
			assertThat(this.waiting).noneMatch((other) -> order(other).key() == null
					&& Objects.equals(order(other).share(), order(task).share()) && rank(other) < rank);
		}

		private static long rank(Task task) {
			return order(task).rank(task.acceptedAt());
		}

		private void end() {
			Task task = pick(this.running.keySet());
			if (task != null) {
				this.running.remove(task);
				forget(task);
				OrderedTasksTests.this.ordered.ended(task, this.random.nextInt(10) * 1_000_000L);
			}
		}

		private void remove() {
			Task task = pick(this.waiting);
			if (task != null) {
				assertThat(OrderedTasksTests.this.ordered.remove(task)).isTrue();
				assertThat(OrderedTasksTests.this.ordered.remove(task)).isFalse();
				this.waiting.remove(task);
				forget(task);
			}
		}

		private void forget(Task task) {
			Object key = order(task).key();
			if (key != null) {
				Objects.requireNonNull(this.keys.get(key)).remove(task);
			}
		}

		private void putBack() {
			Task task = pick(this.running.keySet());
			if (task != null) {
				this.running.remove(task);
				OrderedTasksTests.this.ordered.putBack(task);
				this.waiting.add(task);
			}
		}

		private void changeWorkers() {
			if (this.random.nextInt(5) == 0) {
				List<PooledWorker> shuffled = new ArrayList<>(this.all);
				Collections.shuffle(shuffled, this.random);
				this.present = shuffled.subList(0, 1 + this.random.nextInt(5));
				this.owners.clear();
				assertThat(OrderedTasksTests.this.ordered.assignTo(() -> this.present)).isEmpty();
			}
		}

		private void finish() {
			while (!this.waiting.isEmpty() || !this.running.isEmpty()) {
				this.present.forEach(this::poll);
				end();
			}
			assertThat(OrderedTasksTests.this.ordered.all()).isEmpty();
			assertThat(OrderedTasksTests.this.ordered.footprint()).isLessThanOrEqualTo(10);
		}

		@SuppressWarnings("NullAway")
		private <T> @Nullable T pick(Collection<T> from) {
			List<T> list = new ArrayList<>(from);
			return (list.isEmpty()) ? null : list.get(this.random.nextInt(list.size()));
		}

	}

}
