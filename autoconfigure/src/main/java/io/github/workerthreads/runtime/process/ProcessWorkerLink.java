package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.LocalWorkerLink;
import io.github.workerthreads.runtime.protocol.WorkerStack;
import io.github.workerthreads.runtime.protocol.WorkerStatus;

/**
 * Hold on a worker that is a process. A thread of this process speaks with it.
 * Thread-safe.
 */
final class ProcessWorkerLink extends LocalWorkerLink {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final RemoteCallRunner runner;

	private final ChildCommands commands;

	private volatile @Nullable Duration lastCpuTime;

	private volatile @Nullable WorkerInspection lastAnswer;

	ProcessWorkerLink(WorkerSettings settings, ClassLoader classLoader, RemoteCallRunner runner, ChildCommands commands,
			WorkerListener listener) {
		super(null, settings, classLoader, runner, listener);
		this.runner = runner;
		this.commands = commands;
		runner.whenLost(this::stopServing);
	}

	@Override
	public void interrupt() {
		this.runner.interrupt(thread());
	}

	@Override
	public void terminate() {
		stopServing();
		this.runner.terminate();
	}

	@Override
	public boolean kill() {
		return this.runner.kill();
	}

	/**
	 * Return what the process has used, and what it had used when this was asked last if
	 * it has ended.
	 */
	@Override
	public @Nullable Duration cpuTime() {
		ChildConnection connection = this.runner.connection();
		if (connection != null) {
			connection.process().handle().info().totalCpuDuration().ifPresent((used) -> this.lastCpuTime = used);
		}
		return this.lastCpuTime;
	}

	@Override
	public @Nullable Long usedHeapBytes() {
		Heartbeat heartbeat = heartbeat();
		return (heartbeat != null) ? heartbeat.usedHeapBytes() : null;
	}

	private @Nullable Heartbeat heartbeat() {
		ChildConnection connection = this.runner.connection();
		return (connection != null) ? this.commands.heartbeat(connection) : null;
	}

	@Override
	public void diagnose(Diagnosis diagnosis) throws IOException {
		ChildConnection connection = this.runner.connection();
		Heartbeat heartbeat = heartbeat();
		if (connection == null || heartbeat == null) {
			throw new IOException("The process of worker '%s' is not there".formatted(thread().getName()));
		}
		heartbeat.diagnoses().request(diagnosis, connection, this.commands);
	}

	/**
	 * Ask the process where its worker is, for at most a second.
	 */
	@Override
	public List<StackTraceElement> stackTrace() {
		Heartbeat heartbeat = heartbeat();
		if (heartbeat == null) {
			return super.stackTrace();
		}
		WorkerStack stack = heartbeat.askStack(this.commands, PATIENCE);
		return (stack != null) ? stack.stackTrace() : List.of();
	}

	/**
	 * Ask the process what it does, for at most a second: one that does not answer is
	 * stuck in what stops its whole JVM, or not up yet. Its times of before stand then,
	 * so that none of them ever goes back.
	 */
	@Override
	public WorkerInspection inspect() {
		ChildConnection connection = this.runner.connection();
		Heartbeat heartbeat = heartbeat();
		if (connection == null || heartbeat == null) {
			return new WorkerInspection(thread().getState(), super.stackTrace(), null, null, null,
					ProcessHandle.current().pid());
		}
		WorkerStatus status = heartbeat.askStatus(this.commands, PATIENCE);
		if (status == null) {
			WorkerInspection before = this.lastAnswer;
			return new WorkerInspection(Thread.State.RUNNABLE, List.of(), cpuTime(),
					(before != null) ? before.userTime() : null, null, connection.process().pid(), null,
					(before != null) ? before.idleTime() : null);
		}
		WorkerInspection seen = status.inspection();
		this.lastAnswer = seen;
		return new WorkerInspection(seen.threadState(), seen.stackTrace(), cpuTime(), seen.userTime(),
				seen.allocatedBytes(), seen.pid(),
				new WorkerInspection.Heap(status.usedHeapBytes(), status.maxHeapBytes()), seen.idleTime());
	}

}
