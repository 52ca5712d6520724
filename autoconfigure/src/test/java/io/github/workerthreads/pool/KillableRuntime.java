package io.github.workerthreads.pool;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

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
 * A rung whose workers can be killed and kept from starting, as processes can.
 */
final class KillableRuntime implements WorkerRuntime {

	private final Map<String, Link> links = new ConcurrentHashMap<>();

	private volatile @Nullable RuntimeException startFailure;

	private volatile boolean losesAssignments;

	/**
	 * Lose what workers are handed from now on.
	 * @param loses whether to lose it
	 */
	void loseAssignments(boolean loses) {
		this.losesAssignments = loses;
	}

	/**
	 * Let workers that are started from now on fail.
	 * @param failure how, or {@code null} to let them start
	 */
	void failStarts(@Nullable RuntimeException failure) {
		this.startFailure = failure;
	}

	void kill(String worker) {
		Link link = Objects.requireNonNull(this.links.get(worker), () -> "no worker " + worker + " in " + this.links);
		link.killed = true;
		link.commands.add(link);
		link.thread.interrupt();
	}

	@Override
	public Isolation isolation() {
		return Isolation.THREAD;
	}

	@Override
	public RuntimeCapabilities capabilities() {
		return new RuntimeCapabilities(true, true);
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
		Link link = new Link(settings.name(), listener, this.startFailure);
		this.links.put(settings.name(), link);
		return link;
	}

	private final class Link implements WorkerLink, Runnable {

		private final WorkerListener listener;

		private final @Nullable RuntimeException startFailure;

		private final Thread thread;

		// Assignments, and this for the word to end
		private final BlockingQueue<Object> commands = new LinkedBlockingQueue<>();

		private volatile boolean killed;

		private volatile boolean stopped;

		Link(String name, WorkerListener listener, @Nullable RuntimeException startFailure) {
			this.listener = listener;
			this.startFailure = startFailure;
			this.thread = new Thread(this, name);
			this.thread.setDaemon(true);
		}

		@Override
		public void run() {
			if (this.startFailure != null) {
				this.listener.exited(this.startFailure);
				return;
			}
			this.listener.online();
			while (!this.killed && !this.stopped) {
				Assignment assignment = this.listener.next(false);
				if (assignment == null) {
					assignment = take();
				}
				if (assignment != null && begin(assignment)) {
					run(assignment);
				}
			}
			this.listener.exited((this.killed) ? new IllegalStateException("killed by signal 9") : null);
		}

		// Nothing begins after the word to end, as in a process whose pipe is closed
		private synchronized boolean begin(Assignment assignment) {
			return !this.stopped && assignment.begin();
		}

		private synchronized void stop() {
			this.stopped = true;
		}

		private @Nullable Assignment take() {
			while (true) {
				try {
					return (this.commands.take() instanceof Assignment assignment) ? assignment : null;
				}
				catch (InterruptedException ex) {
					// Meant for a task that has ended
				}
			}
		}

		private void run(Assignment assignment) {
			try {
				Object result = ((LambdaCall) assignment.call()).body().call();
				if (!this.killed) {
					assignment.succeed(result);
				}
			}
			catch (Throwable ex) {
				if (!this.killed) {
					assignment.fail(ex);
				}
			}
			Thread.interrupted();
		}

		@Override
		public void start() {
			this.thread.start();
		}

		@Override
		public void execute(Assignment assignment) {
			if (!KillableRuntime.this.losesAssignments) {
				this.commands.add(assignment);
			}
		}

		@Override
		public void interrupt() {
			this.thread.interrupt();
		}

		@Override
		public void terminate() {
			stop();
			this.commands.add(this);
			this.thread.interrupt();
		}

		@Override
		public WorkerInspection inspect() {
			return new WorkerInspection(this.thread.getState(), List.of(this.thread.getStackTrace()), null, null, null,
					0);
		}

	}

}
