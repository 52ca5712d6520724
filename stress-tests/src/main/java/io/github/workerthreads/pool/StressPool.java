package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;

/**
 * A pool whose workers never come up, so that a test has its parts for itself.
 */
final class StressPool {

	private static final DefaultWorkerPool POOL = (DefaultWorkerPool) new WorkerPoolBuilder().size(2)
		.timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.startTimeout(Duration.ofDays(1))
		.blockedAfter(Duration.ZERO)
		.build("stress", new IdleRuntime());

	private static final Call CALL = new LambdaCall(() -> null);

	private StressPool() {
	}

	static Task task() {
		return new Task(POOL, 1, CALL, TaskOptions.defaults(), false);
	}

	static PooledWorker worker(int index) {
		return POOL.roster().serving().get(index);
	}

	private static final class IdleRuntime implements WorkerRuntime {

		@Override
		public Isolation isolation() {
			return Isolation.THREAD;
		}

		@Override
		public RuntimeCapabilities capabilities() {
			return new RuntimeCapabilities(true, false);
		}

		@Override
		public Call prepare(Call call) {
			return call;
		}

		@Override
		public void discard(Call prepared) {
			// calls hold nothing here
		}

		@Override
		public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
			return new IdleLink();
		}

	}

	private static final class IdleLink implements WorkerLink {

		@Override
		public void start() {
			// never comes up
		}

		@Override
		public void execute(Assignment assignment) {
			throw new IllegalStateException("Not up");
		}

		@Override
		public void interrupt() {
			// runs nothing
		}

		@Override
		public void terminate() {
			// never came up
		}

		@Override
		public WorkerInspection inspect() {
			return new WorkerInspection(Thread.State.NEW, List.of(), null, null, null, 0);
		}

	}

}
