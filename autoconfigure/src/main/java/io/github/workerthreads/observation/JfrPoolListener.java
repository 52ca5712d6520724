package io.github.workerthreads.observation;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

import io.github.workerthreads.pool.PoolListener;
import io.github.workerthreads.pool.TaskOutcome;
import io.github.workerthreads.pool.WorkerEnding;

/**
 * Writes what happens in pools to a recording of JDK Flight Recorder. Costs a look at a
 * flag where there never was one: the first event of a JVM costs its start more than a
 * hundred milliseconds and a megabyte. Thread-safe.
 */
public final class JfrPoolListener implements PoolListener {

	@Override
	public void taskCompleted(String pool, String task, TaskOutcome outcome, long queueNanos, long runNanos) {
		if (FlightRecorder.isInitialized() && TaskEvent.PROBE.isEnabled()) {
			TaskEvent event = new TaskEvent();
			event.pool = pool;
			event.task = task;
			event.outcome = TagValues.of(outcome);
			event.queueTime = queueNanos;
			event.runTime = runNanos;
			event.commit();
		}
	}

	@Override
	public void taskRejected(String pool, String task) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		RejectionEvent event = new RejectionEvent();
		if (event.isEnabled()) {
			event.pool = pool;
			event.task = task;
			event.commit();
		}
	}

	@Override
	public void workerStarted(String pool, String worker) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		WorkerStartEvent event = new WorkerStartEvent();
		event.pool = pool;
		event.worker = worker;
		event.commit();
	}

	@Override
	public void workerEnded(String pool, WorkerEnding ending, boolean replaced) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		WorkerEndEvent event = new WorkerEndEvent();
		event.pool = pool;
		event.worker = ending.worker();
		event.state = TagValues.of(ending.state());
		event.reason = ending.reason();
		event.replaced = replaced;
		event.commit();
	}

	/**
	 * An accepted call completed.
	 */
	@Name("io.github.workerthreads.Task")
	@Label("Task")
	@Description("Call that a pool accepted and that has completed")
	@Category("Worker Threads")
	@StackTrace(false)
	static final class TaskEvent extends Event {

		// Tells whether a recording has events of tasks
		static final TaskEvent PROBE = new TaskEvent();

		@Label("Pool")
		String pool = "";

		@Label("Task")
		String task = "";

		@Label("Outcome")
		String outcome = "";

		@Label("Queue Time")
		@Timespan(Timespan.NANOSECONDS)
		long queueTime;

		@Label("Run Time")
		@Description("How long the body ran, 0 if it never started")
		@Timespan(Timespan.NANOSECONDS)
		long runTime;

	}

	/**
	 * A call was not accepted.
	 */
	@Name("io.github.workerthreads.Rejection")
	@Label("Rejection")
	@Description("Call that a pool did not accept")
	@Category("Worker Threads")
	@StackTrace(false)
	static final class RejectionEvent extends Event {

		@Label("Pool")
		String pool = "";

		@Label("Task")
		String task = "";

	}

	/**
	 * A worker is being started.
	 */
	@Name("io.github.workerthreads.WorkerStart")
	@Label("Worker Start")
	@Category("Worker Threads")
	@StackTrace(false)
	static final class WorkerStartEvent extends Event {

		@Label("Pool")
		String pool = "";

		@Label("Worker")
		String worker = "";

	}

	/**
	 * A worker ended or was given up on.
	 */
	@Name("io.github.workerthreads.WorkerEnd")
	@Label("Worker End")
	@Category("Worker Threads")
	@StackTrace(false)
	static final class WorkerEndEvent extends Event {

		@Label("Pool")
		String pool = "";

		@Label("Worker")
		String worker = "";

		@Label("State")
		String state = "";

		@Label("Reason")
		String reason = "";

		@Label("Replaced")
		boolean replaced;

	}

}
