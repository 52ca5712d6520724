package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.protocol.Frame;

/**
 * Thread that says on control connections what is to be said: nobody interrupts it, and
 * others need not wait for it. It asks children for signs of life too. Thread-safe.
 */
final class ChildCommands {

	private static final Duration IDLE = Duration.ofSeconds(10);

	private final ScheduledThreadPoolExecutor executor;

	private final Duration heartbeat;

	private final Map<ChildConnection, Heartbeat> heartbeats = new ConcurrentHashMap<>();

	/**
	 * Create the thread, which runs only while there is something to say.
	 * @param heartbeat how long a child may give no sign of life
	 */
	ChildCommands(Duration heartbeat) {
		this.heartbeat = heartbeat;
		this.executor = new ScheduledThreadPoolExecutor(1, ChildCommands::newThread);
		this.executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	private static Thread newThread(Runnable commands) {
		Thread thread = new Thread(null, commands, "worker-process-commands", 0, false);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Send a frame on the control connection of a child. Does not wait. One that cannot
	 * be sent is to a child that has ended.
	 * @param connection the connections to the child
	 * @param frame the frame
	 */
	void send(ChildConnection connection, Frame frame) {
		try {
			this.executor.execute(() -> {
				try {
					connection.control().write(frame);
				}
				catch (IOException ex) {
					// The child has ended, of which the data connection tells
				}
			});
		}
		catch (RejectedExecutionException ex) {
			throw new IllegalStateException("The thread of control connections has ended", ex);
		}
	}

	/**
	 * Watch a child from now on.
	 * @param connection the connections to it
	 * @param worker the name of its worker
	 */
	void watch(ChildConnection connection, String worker) {
		Heartbeat watched = new Heartbeat(connection);
		watched.startReading(worker);
		long period = Math.max(1, this.heartbeat.toMillis() / Heartbeat.TICKS);
		watched.ticks = this.executor.scheduleWithFixedDelay(watched::tick, period, period, TimeUnit.MILLISECONDS);
		this.heartbeats.put(connection, watched);
	}

	/**
	 * Return the watch over a child.
	 * @param connection the connections to it
	 * @return the watch, or {@code null} if it is watched no more
	 */
	@Nullable Heartbeat heartbeat(ChildConnection connection) {
		return this.heartbeats.get(connection);
	}

	/**
	 * Watch a child no more.
	 * @param connection the connections to it
	 */
	void forget(ChildConnection connection) {
		Heartbeat watched = this.heartbeats.remove(connection);
		if (watched != null) {
			ScheduledFuture<?> ticks = watched.ticks;
			if (ticks != null) {
				ticks.cancel(false);
			}
		}
	}

}
