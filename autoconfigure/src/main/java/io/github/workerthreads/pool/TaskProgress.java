package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Progress of a task on its way to who listens. At most {@value #CAPACITY} items wait:
 * with a consumer the task waits for it, without one the oldest item makes room. Where
 * items are on their way to a consumer when the task ends, its future completes after the
 * last of them. Thread-safe.
 */
final class TaskProgress {

	/**
	 * The most items that wait.
	 */
	static final int CAPACITY = 1024;

	private static final Logger logger = System.getLogger(TaskProgress.class.getName());

	private final Task task;

	private final TaskHost host;

	private final @Nullable Consumer<Object> receiver;

	// All of these are guarded by this
	private final Deque<Object> items = new ArrayDeque<>();

	private @Nullable Consumer<? super Object> consumer;

	private long missed;

	// Whether a thread gives items to the consumer, or is about to
	private boolean delivering;

	private boolean ended;

	// Completes the future once the last item was given
	private @Nullable Runnable completion;

	// Written by the delivering thread only
	private boolean failed;

	TaskProgress(Task task, TaskHost host, @Nullable Consumer<Object> receiver) {
		this.task = task;
		this.host = host;
		this.receiver = receiver;
	}

	boolean hasReceiver() {
		return this.receiver != null;
	}

	synchronized long missed() {
		return this.missed;
	}

	/**
	 * Pass an item on. For the thread on which the task's messages arrive.
	 * @param item the item
	 */
	void add(Object item) {
		if (this.receiver != null) {
			this.receiver.accept(item);
		}
		else if (enqueue(item)) {
			startDelivery();
		}
	}

	private synchronized boolean enqueue(Object item) {
		awaitRoom();
		if (this.ended) {
			throw this.task.refusal();
		}
		if (this.items.size() >= CAPACITY) {
			this.items.removeFirst();
			this.missed++;
		}
		this.items.addLast(item);
		return mayStart();
	}

	private synchronized void awaitRoom() {
		try {
			while (!this.ended && this.consumer != null && this.items.size() >= CAPACITY) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			String reason = this.task.cancellationSignal().reason();
			throw new CancellationException((reason != null) ? reason
					: "Task '%s' was interrupted while it waited for the consumer of its progress"
						.formatted(this.task.name()));
		}
	}

	/**
	 * Give the items to a consumer.
	 * @param consumer the consumer
	 */
	void listen(Consumer<? super Object> consumer) {
		boolean starts;
		synchronized (this) {
			if (this.receiver != null || this.consumer != null) {
				throw new IllegalStateException(
						"Progress of task '%s' goes to a consumer already; let that one pass it on"
							.formatted(this.task.name()));
			}
			this.consumer = consumer;
			starts = mayStart();
		}
		if (starts) {
			startDelivery();
		}
	}

	private synchronized boolean mayStart() {
		if (this.consumer == null || this.delivering || this.items.isEmpty()) {
			return false;
		}
		this.delivering = true;
		return true;
	}

	private void startDelivery() {
		// Without a thread the item is late at worst, but must not hold back the future
		if (!this.host.runElsewhere(this::deliver)) {
			deliver();
		}
	}

	private void deliver() {
		Object item = next();
		while (item != null) {
			give(item);
			item = next();
		}
	}

	// Who finds no item completes the future at once, or not at all: a moment later more
	// may have come, which another thread gives
	private @Nullable Object next() {
		Object item;
		Runnable held = null;
		synchronized (this) {
			item = this.items.pollFirst();
			this.delivering = item != null;
			notifyAll();
			if (item == null) {
				held = takeCompletion();
			}
		}
		complete(held);
		return item;
	}

	@SuppressWarnings("NullAway") // there is no delivery without a consumer
	private void give(Object item) {
		Consumer<? super Object> current;
		synchronized (this) {
			current = this.consumer;
		}
		try {
			current.accept(item);
		}
		catch (Throwable ex) {
			logger.log((this.failed) ? Level.DEBUG : Level.WARNING,
					"The consumer of the progress of task '%s' failed, it gets the next item all the same"
						.formatted(this.task.name()),
					ex);
			this.failed = true;
		}
	}

	/**
	 * Take no more items, and complete the future as soon as those that are on their way
	 * to a consumer have arrived.
	 * @param completion completes the future
	 */
	void end(Runnable completion) {
		synchronized (this) {
			this.ended = true;
			notifyAll();
			if (this.delivering) {
				this.host.held(this.task);
				this.completion = completion;
				return;
			}
		}
		completion.run();
	}

	synchronized boolean holdsBack() {
		return this.completion != null;
	}

	/**
	 * Complete the future if that is held back, whether the consumer has come to an end
	 * or not. What it did not get is missed.
	 */
	void completeHeldBack() {
		Runnable held;
		synchronized (this) {
			held = takeCompletion();
			if (held != null) {
				this.missed += this.items.size();
				this.items.clear();
			}
		}
		complete(held);
	}

	private synchronized @Nullable Runnable takeCompletion() {
		Runnable held = this.completion;
		this.completion = null;
		return held;
	}

	private void complete(@Nullable Runnable held) {
		if (held != null) {
			held.run();
			this.host.released(this.task);
		}
	}

}
