package io.github.workerthreads.pool;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link IdleWorkers}.
 */
class IdleWorkersTests {

	private final MockTasks host = new MockTasks();

	private final PooledWorker first = this.host.worker(WorkerState.IDLE);

	private final PooledWorker second = this.host.worker(WorkerState.IDLE);

	private final PooledWorker third = this.host.worker(WorkerState.IDLE);

	private final IdleWorkers idle = new IdleWorkers();

	@Test
	void lastThatBecameIdleComesFirst() {
		assertThat(this.idle.isEmpty()).isTrue();
		pushAll();
		assertThat(this.idle.isEmpty()).isFalse();
		assertThat(this.idle.all()).containsExactly(this.third, this.second, this.first);
		assertThat(this.idle.pop()).isSameAs(this.third);
		assertThat(this.idle.pop()).isSameAs(this.second);
		assertThat(this.idle.pop()).isSameAs(this.first);
		assertThat(this.idle.pop()).isNull();
		assertThat(this.idle.isEmpty()).isTrue();
	}

	@Test
	void removedWorkerLeavesTheOrderOfTheOthers() {
		pushAll();
		this.idle.remove(this.second);
		assertThat(this.idle.all()).containsExactly(this.third, this.first);
		this.idle.remove(this.second);
		assertThat(this.idle.all()).containsExactly(this.third, this.first);
	}

	@Test
	void workersThatServeNoMoreAreRemoved() {
		pushAll();
		given(this.first.state()).willReturn(WorkerState.TERMINATING);
		given(this.third.state()).willReturn(WorkerState.TERMINATED);
		this.idle.removeEnded();
		assertThat(this.idle.all()).containsExactly(this.second);
	}

	private void pushAll() {
		this.idle.push(this.first);
		this.idle.push(this.second);
		this.idle.push(this.third);
	}

}
