package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.WorkerStack;
import io.github.workerthreads.runtime.protocol.WorkerStatus;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

/**
 * Signs of life of one child. One that owes one for too long is killed. How long that is
 * counts in ticks of this process, not by the clock: where both stood still, as when
 * their container is frozen, the child has as long to answer as ever. Thread-safe.
 */
final class Heartbeat {

	/**
	 * For how many ticks a child may owe a sign of life.
	 */
	static final int TICKS = 4;

	private final ChildConnection connection;

	private volatile long usedHeapBytes = -1;

	private final Diagnoses diagnoses = new Diagnoses();

	// Whether a ping is under way, so that a child which does not read gets no more
	private volatile boolean asked;

	// Since the child was asked, or has said something else
	private final AtomicInteger silentTicks = new AtomicInteger();

	private final NextAnswer<WorkerStatus> status = new NextAnswer<>();

	private final NextAnswer<WorkerStack> stack = new NextAnswer<>();

	// Set before the first tick of another thread
	volatile @Nullable ScheduledFuture<?> ticks;

	Heartbeat(ChildConnection connection) {
		this.connection = connection;
	}

	/**
	 * Read the control connection until its end.
	 * @param worker the name of the worker
	 */
	void startReading(String worker) {
		this.connection.process().end().expectsMore();
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
			this.connection.process().end().saidAll();
		}
	}

	private void take(Frame frame) throws ProtocolException {
		this.silentTicks.set(0);
		switch (frame.type()) {
			case PONG -> {
				this.asked = false;
				this.usedHeapBytes = frame.id();
				takeAnswer(frame);
			}
			case DIAGNOSED -> this.diagnoses.take(frame);
			case EXITING -> this.connection.process().end().saidExiting();
			default -> throw new ProtocolException("A frame %s is none of a worker's".formatted(frame.type()));
		}
	}

	private void takeAnswer(Frame frame) throws ProtocolException {
		switch (frame.number()) {
			case Protocol.PLAIN_PING -> {
			}
			case Protocol.STATUS_PING -> this.status.give(WorkerStatus.of(frame, this.connection.process().pid()));
			case Protocol.STACK_PING -> this.stack.give(WorkerStack.of(frame));
			default -> throw new ProtocolException("No ping has the number " + frame.number());
		}
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
		if (this.diagnoses.areUnderWay()) {
			this.silentTicks.set(0);
		}
		else if (!this.asked) {
			this.silentTicks.set(0);
			ping();
		}
		else if (this.silentTicks.incrementAndGet() >= TICKS) {
			this.connection.process().kill(Reason.UNRESPONSIVE);
		}
	}

	private void ping() {
		this.asked = true;
		try {
			this.connection.control().write(new Frame(FrameType.PING, 0, Protocol.PLAIN_PING));
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
	@Nullable WorkerStatus askStatus(ChildCommands commands, Duration limit) {
		return ask(this.status, Protocol.STATUS_PING, commands, limit);
	}

	/**
	 * Ask the child where its worker is.
	 * @param commands says so
	 * @param limit how long it may take to answer
	 * @return where it is, or {@code null} if it did not answer in time
	 */
	@Nullable WorkerStack askStack(ChildCommands commands, Duration limit) {
		return ask(this.stack, Protocol.STACK_PING, commands, limit);
	}

	private <T> @Nullable T ask(NextAnswer<T> next, int ping, ChildCommands commands, Duration limit) {
		CompletableFuture<T> answer = next.get();
		commands.send(this.connection, new Frame(FrameType.PING, 0, ping));
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

	/**
	 * The next answer to a question, for all who ask it until then. Thread-safe.
	 */
	private static final class NextAnswer<T> {

		private CompletableFuture<T> future = new CompletableFuture<>();

		synchronized CompletableFuture<T> get() {
			return this.future;
		}

		synchronized void give(T answer) {
			this.future.complete(answer);
			this.future = new CompletableFuture<>();
		}

	}

}
