package io.github.workerthreads.pool;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WorkerStaffing} of a pool that may grow, with this thread as the one
 * that calls and the one that works.
 */
@Timeout(60)
class WorkerStaffingTests {

	private final MockTasks host = new MockTasks(MockTasks.BUILDER.size(3).minSize(1));

	private final TaskQueue queue = new TaskQueue();

	private final DefaultWorkerPool pool = mock(DefaultWorkerPool.class);

	private final Dispatcher dispatcher = mock(Dispatcher.class);

	private final WorkerRoster roster = new WorkerRoster("test");

	private final WorkerRuntime runtime = mock(WorkerRuntime.class);

	private WorkerStaffing staffing;

	@BeforeEach
	void startTheLeastWorkers() {
		given(this.pool.options()).willReturn(this.host.options);
		given(this.pool.name()).willReturn("test");
		given(this.pool.capabilities()).willReturn(new RuntimeCapabilities(true, false));
		given(this.pool.queue()).willReturn(this.queue);
		given(this.pool.dispatcher()).willReturn(this.dispatcher);
		given(this.pool.journal()).willReturn(mock(PoolJournal.class));
		given(this.runtime.create(any(), any())).willReturn(mock(WorkerLink.class));
		this.staffing = new WorkerStaffing(this.pool, this.roster, this.runtime);
		this.staffing.adjust();
		assertThat(this.roster.serving()).hasSize(1);
	}

	@Test
	void growsByOneForEachTaskThatFindsNoWorker() {
		given(this.dispatcher.lacksWorker(anyInt())).willReturn(true, true, true, true, false);
		this.staffing.growToDemand();
		assertThat(this.roster.serving()).hasSize(3);
	}

	@Test
	void growsNoFurtherThanItsSize() {
		given(this.dispatcher.lacksWorker(anyInt())).willReturn(true);
		this.staffing.growToDemand();
		assertThat(this.roster.serving()).hasSize(3);
	}

	@Test
	void doesNotGrowForATaskThatWasTakenMeanwhile() {
		given(this.dispatcher.lacksWorker(anyInt())).willReturn(true)
			.willAnswer((invocation) -> taskIsTaken())
			.willReturn(false);
		this.staffing.growToDemand();
		assertThat(this.roster.serving()).hasSize(1);
	}

	@Test
	void looksAgainWhereAnotherTaskIsLeftBehind() {
		given(this.dispatcher.lacksWorker(anyInt())).willReturn(true)
			.willAnswer((invocation) -> taskIsTaken())
			.willReturn(true, true, false);
		this.staffing.growToDemand();
		assertThat(this.roster.serving()).hasSize(2);
	}

	// While it is found that the pool lacks a worker
	private boolean taskIsTaken() {
		this.queue.offer(this.host.task(), 8);
		assertThat(this.queue.poll(this.host.worker(WorkerState.BUSY))).isNotNull();
		return true;
	}

}
