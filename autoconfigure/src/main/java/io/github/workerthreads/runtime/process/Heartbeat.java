package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.WorkerStatus;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

/**
 * Signs of life of one child. One that gives none for too long is killed. Thread-safe.
 */
final class Heartbeat {

	private static final int PLAIN = 0;

	private static final int WITH_STATUS = 1;

	private final ChildConnection connection;

	private final long limitNanos;

	private volatile long usedHeapBytes = -1;

	private volatile long lastSeen = System.nanoTime();

	private final Diagnoses diagnoses = new Diagnoses();

	// Whether a ping is under way, so that a child which does not read gets no more
	private volatile boolean asked;

	// Guarded by this
	private CompletableFuture<WorkerStatus> status = new CompletableFuture<>();

	// Set before the first tick of another thread
	volatile @Nullable ScheduledFuture<?> ticks;

	Heartbeat(ChildConnection connection, Duration limit) {
		this.connection = connection;
		this.limitNanos = limit.toNanos();
	}

	/**
	 * Read the control connection until its end.
	 * @param worker the name of the worker
	 */
	void startReading(String worker) {
		Thread thread = new Thread(null, this::read, worker + "-control", 0, false);
		thread.setDaemon(true);
		thread.start();
	}

	private void read() {
		try {
			Frame frame = this.connection.control().read();
			while (frame != null) {
				take(frame);
				frame = this.connection.control().read();
			}
		}
		catch (ProtocolException ex) {
			this.connection.process().kill(Reason.PROTOCOL);
		}
		catch (IOException ex) {
			// The child has ended
		}
		finally {
			this.diagnoses.end();
		}
	}

	private void take(Frame frame) throws ProtocolException {
		this.lastSeen = System.nanoTime();
		switch (frame.type()) {
			case PONG -> {
				this.asked = false;
				this.usedHeapBytes = frame.id();
				if (frame.body().length > 0) {
					answer(WorkerStatus.of(frame, this.connection.process().pid()));
				}
			}
			case DIAGNOSED -> this.diagnoses.take(frame);
			case EXITING -> this.connection.process().end().saidExiting();
			default -> throw new ProtocolException("A frame %s is none of a worker's".formatted(frame.type()));
		}
	}

	private synchronized void answer(WorkerStatus answer) {
		this.status.complete(answer);
		this.status = new CompletableFuture<>();
	}

	private synchronized CompletableFuture<WorkerStatus> nextStatus() {
		return this.status;
	}

	/**
	 * Return how much of its heap the child used when it gave a sign of life.
	 * @return the bytes, or {@code null} if it has given none
	 */
	@Nullable Long usedHeapBytes() {
		long last = this.usedHeapBytes;
		return (last >= 0) ? last : null;
	}

	/**
	 * Ask for a sign of life, or kill a child that owes one for too long. For the thread
	 * of the commands.
	 */
	void tick() {
		long silence = System.nanoTime() - this.lastSeen;
		if (this.diagnoses.areUnderWay()) {
			this.lastSeen = System.nanoTime();
		}
		else if (this.asked && silence > this.limitNanos) {
			this.connection.process().kill(Reason.UNRESPONSIVE);
		}
		else if (!this.asked) {
			ping(PLAIN);
		}
	}

	private void ping(int number) {
		this.asked = true;
		try {
			this.connection.control().write(new Frame(FrameType.PING, 0, number));
		}
		catch (IOException ex) {
			// The child has ended
		}
	}

	/**
	 * Return what the child was asked to write.
	 * @return the diagnoses
	 */
	Diagnoses diagnoses() {
		return this.diagnoses;
	}

	/**
	 * Ask the child what it does.
	 * @param commands says so
	 * @param limit how long it may take to answer
	 * @return what it does, or {@code null} if it did not answer in time
	 */
	@Nullable WorkerStatus ask(ChildCommands commands, Duration limit) {
		CompletableFuture<WorkerStatus> answer = nextStatus();
		commands.send(this.connection, new Frame(FrameType.PING, 0, WITH_STATUS));
		try {
			return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException | TimeoutException ex) {
			return null;
		}
	}

}
