package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link Supervisor}: what it does when it looks, and when it looks next. A
 * time that has passed already would have it look again and again.
 */
@Timeout(60)
class SupervisorTests {

	private static final long MILLISECOND = 1_000_000;

	private static final long SECOND = 1000 * MILLISECOND;

	private static final WorkerPoolBuilder BUILDER = PoolFixture.BUILDER.size(1)
		.startTimeout(Duration.ofSeconds(30))
		.terminateGrace(Duration.ofSeconds(2));

	private final WorkerRuntime runtime = mock(WorkerRuntime.class);

	private final WorkerLink link = mock(WorkerLink.class);

	private final List<WorkerListener> workers = new ArrayList<>();

	private long clock = 7 * SECOND;

	@BeforeEach
	void prepare() {
		given(this.runtime.capabilities()).willReturn(new RuntimeCapabilities(true, true));
		given(this.runtime.prepare(any())).willAnswer((invocation) -> invocation.getArgument(0));
		given(this.runtime.create(any(), any())).willAnswer((invocation) -> {
			this.workers.add(invocation.getArgument(1));
			return this.link;
		});
		given(this.link.stackTrace()).willReturn(List.of());
	}

	@Test
	void nothingIsDueInAPoolThatIdles() {
		DefaultWorkerPool pool = idlePool(BUILDER);
		assertThat(look(pool)).isEqualTo(Task.NEVER);
	}

	@Test
	void workerThatIsNotReadyInTimeIsTerminatedThenKilledThenAbandoned() {
		DefaultWorkerPool pool = pool(BUILDER);
		assertThat(look(pool)).isEqualTo(30 * SECOND);
		pass(30 * SECOND - 1);
		assertThat(look(pool)).isEqualTo(30 * SECOND);
		then(this.link).should(never()).terminate();
		pass(1);
		assertThat(look(pool)).as("the end of its grace").isEqualTo(32 * SECOND);
		then(this.link).should().terminate();
		given(this.link.kill()).willReturn(true);
		pass(2 * SECOND);
		assertThat(look(pool)).as("the time that a system has to kill").isEqualTo(42 * SECOND);
		assertThat(pool.snapshot().abandoned()).isEmpty();
		pass(10 * SECOND);
		look(pool);
		assertThat(pool.snapshot().abandoned()).hasSize(1);
	}

	@Test
	void taskThatWaitsTooLongFails() {
		DefaultWorkerPool pool = pool(BUILDER);
		pass(SECOND);
		Task task = execute(pool, TaskOptions.defaults().withQueueTimeout(Duration.ofMillis(50)));
		assertThat(look(pool)).isEqualTo(SECOND + 50 * MILLISECOND);
		pass(49 * MILLISECOND);
		assertThat(look(pool)).isEqualTo(SECOND + 50 * MILLISECOND);
		assertThat(task.isQueued()).isTrue();
		pass(MILLISECOND);
		assertThat(look(pool)).isEqualTo(30 * SECOND);
		assertThat(task.isSettled()).isTrue();
		assertThat(pool.snapshot().counts().timedOut()).isOne();
	}

	@Test
	void taskThatRunsTooLongIsInterruptedAgainAndAgainAndThenItsWorkerTerminated() {
		DefaultWorkerPool pool = idlePool(BUILDER);
		Task task = execute(pool, TaskOptions.defaults().withTimeout(Duration.ofMillis(40)));
		assertThat(look(pool)).as("it has not begun").isEqualTo(Task.NEVER);
		assertThat(task.begin()).isTrue();
		assertThat(look(pool)).isEqualTo(40 * MILLISECOND);
		pass(39 * MILLISECOND);
		assertThat(look(pool)).isEqualTo(40 * MILLISECOND);
		pass(MILLISECOND);
		assertThat(look(pool)).isEqualTo(60 * MILLISECOND);
		then(this.link).should(times(1)).interrupt();
		pass(20 * MILLISECOND);
		assertThat(look(pool)).isEqualTo(80 * MILLISECOND);
		then(this.link).should(times(2)).interrupt();
		pass(2 * SECOND - 20 * MILLISECOND);
		assertThat(look(pool)).as("looks at once what became of the worker").isEqualTo(pool.now());
		then(this.link).should().terminate();
		assertThat(pool.roster().live()).singleElement().satisfies((worker) -> {
			assertThat(worker.state()).isEqualTo(WorkerState.TERMINATING);
			assertThat(worker.graceEnds()).isEqualTo(pool.now() + 2 * SECOND);
		});
		assertThat(task.isStopping()).isTrue();
		assertThat(look(pool)).isEqualTo(pool.now() + 20 * MILLISECOND);
		pass(2 * SECOND);
		look(pool);
		assertThat(task.isSettled()).isTrue();
		assertThat(pool.snapshot().abandoned()).hasSize(1);
	}

	@Test
	void whereTheRungCannotStopItAWorkerIsAbandonedAtTheEndOfTheGrace() {
		given(this.runtime.capabilities()).willReturn(new RuntimeCapabilities(true, false));
		DefaultWorkerPool pool = idlePool(BUILDER);
		Task task = execute(pool, TaskOptions.defaults());
		task.begin();
		task.cancel(true);
		pass(2 * SECOND);
		assertThat(look(pool)).isEqualTo(pool.now());
		look(pool);
		assertThat(task.isSettled()).isTrue();
		assertThat(pool.snapshot().abandoned()).hasSize(1);
	}

	@Test
	void workerIsNotGivenUpOnBeforeItsTaskWasAskedToStop() {
		DefaultWorkerPool pool = idlePool(BUILDER);
		Task task = execute(pool, TaskOptions.defaults());
		task.begin();
		given(this.link.stackTrace()).willAnswer((invocation) -> {
			pass(3 * SECOND);
			look(pool);
			return List.of();
		});
		pool.terminate(1);
		assertThat(pool.snapshot().abandoned()).isEmpty();
		pass(2 * SECOND);
		look(pool);
		assertThat(task.isSettled()).as("nobody else would settle it").isTrue();
		assertThat(pool.snapshot().abandoned()).hasSize(1);
	}

	@Test
	void endOfAPeriodAfterWhichATaskIsLoggedIsLookedAt() {
		DefaultWorkerPool pool = idlePool(BUILDER.blockedAfter(Duration.ofSeconds(10)));
		assertThat(look(pool)).isEqualTo(10 * SECOND);
		pass(3 * SECOND);
		execute(pool, TaskOptions.defaults()).begin();
		assertThat(look(pool)).isEqualTo(13 * SECOND);
		pass(11 * SECOND);
		assertThat(look(pool)).isEqualTo(23 * SECOND);
	}

	@Test
	void workerIsLookedAtWhenItHasItsAge() {
		DefaultWorkerPool pool = idlePool(BUILDER.maxWorkerAge(Duration.ofHours(1)));
		pass(SECOND);
		assertThat(look(pool)).isEqualTo(3600 * SECOND);
		pass(3599 * SECOND);
		look(pool);
		assertThat(this.workers).as("the one that takes its place").hasSize(2);
	}

	@Test
	void workerThatMayGoIsLookedAtWhenItHasIdledLongEnough() {
		DefaultWorkerPool pool = idlePool(BUILDER.size(2).minSize(0).idleTimeout(Duration.ofSeconds(5)));
		execute(pool, TaskOptions.defaults());
		bringUp();
		Task task = pool.roster().serving().get(0).task();
		assertThat(task).isNotNull();
		task.begin();
		task.succeed(null);
		pass(SECOND);
		this.workers.get(0).next(false);
		assertThat(look(pool)).isEqualTo(6 * SECOND);
		pass(5 * SECOND);
		look(pool);
		assertThat(look(pool)).as("the end of its grace").isEqualTo(pool.now() + 2 * SECOND);
		then(this.link).should().terminate();
		assertThat(pool.snapshot().workers()).isEmpty();
	}

	private DefaultWorkerPool idlePool(WorkerPoolBuilder builder) {
		DefaultWorkerPool pool = pool(builder);
		bringUp();
		return pool;
	}

	private void bringUp() {
		for (WorkerListener worker : this.workers) {
			worker.online();
			worker.next(false);
		}
	}

	// Its own supervisor is not started
	private DefaultWorkerPool pool(WorkerPoolBuilder builder) {
		DefaultWorkerPool pool = new DefaultWorkerPool("test", builder.options(), this.runtime, List.of(), () -> true,
				List.of(), () -> this.clock);
		pool.staffing().adjust();
		return pool;
	}

	private static Task execute(DefaultWorkerPool pool, TaskOptions options) {
		return (Task) pool.execute(new LambdaCall(() -> null), options);
	}

	private void pass(long nanos) {
		this.clock += nanos;
	}

	private static long look(DefaultWorkerPool pool) {
		return pool.supervisor().look(pool.now());
	}

}
