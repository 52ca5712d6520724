package io.github.workerthreads.pool;

import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskShare}.
 */
class TaskShareTests {

	private static final long USUAL = 80_000;

	private final MockTasks host = new MockTasks();

	private final TaskShare share = new TaskShare("share", 1, USUAL);

	@Test
	void taskCostsItsTimeOnceThatIsKnown() {
		this.share.queued(1);
		assertThat(this.share.start()).isEqualTo(USUAL);
		assertThat(this.share.virtualTime()).as("what is usual").isEqualTo(USUAL);
		this.share.end(USUAL, 30_000);
		assertThat(this.share.virtualTime()).isEqualTo(30_000);
	}

	@Test
	void taskThatDidNotBeginCostsNothing() {
		this.share.queued(1);
		this.share.end(this.share.start(), 0);
		assertThat(this.share.virtualTime()).isZero();
		this.share.queued(1);
		assertThat(this.share.start()).as("nothing was learnt").isEqualTo(USUAL);
	}

	@Test
	void taskWithoutOrderCostsWhatIsUsual() {
		this.share.startPlain();
		assertThat(this.share.virtualTime()).isEqualTo(USUAL);
		assertThat(this.share.isIdle()).isTrue();
	}

	@Test
	void whatIsUsualFollowsTheTasks() {
		run(USUAL / 2);
		assertThat(charge()).isEqualTo(USUAL - USUAL / 2 / 8);
	}

	@Test
	void whatIsUsualHasALeastValue() {
		TaskShare fast = new TaskShare("fast", 1, 1);
		fast.queued(1);
		assertThat(fast.start()).isEqualTo(1000);
		fast.end(1000, 1);
		fast.queued(1);
		assertThat(fast.start()).isEqualTo(1000);
	}

	@Test
	void taskThatWasHeldUpIsPaidBitByBit() {
		run(5 * USUAL);
		assertThat(this.share.virtualTime()).as("twice what is usual").isEqualTo(2 * USUAL);
		long usual = USUAL + USUAL / 8;
		run(usual);
		assertThat(this.share.virtualTime()).as("with some of what is owed").isEqualTo(2 * USUAL + 2 * usual);
		run(usual);
		run(usual);
		run(usual);
		run(usual);
		assertThat(this.share.virtualTime()).as("all is paid").isEqualTo(5 * USUAL + 5 * usual);
	}

	@Test
	void shareThatIdledSavesNothingUpAndPaysWhatItOwes() {
		run(5 * USUAL);
		this.share.catchUp(2 * USUAL);
		assertThat(this.share.virtualTime()).isEqualTo(2 * USUAL);
		this.share.catchUp(4 * USUAL);
		assertThat(this.share.virtualTime()).isEqualTo(4 * USUAL);
		run(100);
		assertThat(this.share.virtualTime()).as("owed one more").isEqualTo(5 * USUAL + 100);
		this.share.catchUp(USUAL);
		assertThat(this.share.virtualTime()).as("never goes back").isEqualTo(5 * USUAL + 100);
	}

	@Test
	void shareThatIdledLongOwesNothing() {
		run(5 * USUAL);
		this.share.catchUp(100 * USUAL);
		run(100);
		assertThat(this.share.virtualTime()).isEqualTo(100 * USUAL + 100);
	}

	@Test
	void shareIsIdleWithoutTasks() {
		assertThat(this.share.isIdle()).isTrue();
		this.share.queued(2);
		assertThat(this.share.queued()).isEqualTo(2);
		assertThat(this.share.isIdle()).isFalse();
		this.share.start();
		this.share.queued(-1);
		assertThat(this.share.queued()).isZero();
		assertThat(this.share.isIdle()).as("one runs").isFalse();
		this.share.end(USUAL, 1);
		assertThat(this.share.isIdle()).isTrue();
	}

	@Test
	void leastTimeGoesFirstAndOfTwoTheNewer() {
		TaskShare newer = new TaskShare("newer", 2, USUAL);
		TaskShare busy = new TaskShare("busy", 3, USUAL);
		busy.startPlain();
		TreeSet<TaskShare> shares = new TreeSet<>(TaskShare.BY_VIRTUAL_TIME);
		shares.addAll(List.of(this.share, busy, newer));
		assertThat(shares).extracting(TaskShare::name).containsExactly("newer", "share", "busy");
	}

	@Test
	void workerTakesTheLowestRankOfItsOwnAndOfAll() {
		PooledWorker worker = this.host.worker(WorkerState.BUSY);
		PooledWorker other = this.host.worker(WorkerState.BUSY);
		assertThat(this.share.hasLanes()).isFalse();
		TaskLane all = list(null);
		TaskLane own = list(worker);
		TaskLane later = list(null);
		assertThat(this.share.hasLanes()).isTrue();
		assertThat(this.share.first(worker)).isSameAs(all);
		assertThat(this.share.first(other)).isSameAs(all);
		this.share.unlist(all);
		assertThat(all.listedIn()).isNull();
		assertThat(own.listedIn()).isSameAs(this.share);
		assertThat(this.share.first(worker)).isSameAs(own);
		assertThat(this.share.first(other)).isSameAs(later);
		this.share.unlist(later);
		assertThat(this.share.first(other)).isNull();
		assertThat(this.share.hasLanes()).isTrue();
		this.share.unlist(own);
		assertThat(this.share.first(worker)).isNull();
		assertThat(this.share.hasLanes()).isFalse();
	}

	@Test
	void higherPriorityHasTheLowerRank() {
		PooledWorker worker = this.host.worker(WorkerState.BUSY);
		TaskLane own = list(worker);
		TaskLane urgent = list(null, TaskOptions.defaults().withPriority(9));
		assertThat(this.share.first(worker)).isSameAs(urgent);
		assertThat(urgent.rank()).isLessThan(own.rank());
	}

	private TaskLane list(@Nullable PooledWorker worker) {
		return list(worker, TaskOptions.defaults().withKey("key"));
	}

	private TaskLane list(@Nullable PooledWorker worker, TaskOptions options) {
		this.host.now++;
		Task task = this.host.task(options);
		TaskLane lane = new TaskLane(null);
		lane.add(task);
		TaskOrder order = task.order();
		assertThat(order).isNotNull();
		lane.list(order, worker);
		this.share.list(lane);
		return lane;
	}

	private void run(long nanos) {
		this.share.queued(1);
		this.share.end(this.share.start(), nanos);
	}

	private long charge() {
		this.share.queued(1);
		long charged = this.share.start();
		this.share.end(charged, 0);
		return charged;
	}

}
