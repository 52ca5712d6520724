package io.github.workerthreads.offload;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Gives a subscriber its signals one at a time, though the end may be told on another
 * thread while an item is being given. Items come from one thread at a time. Thread-safe.
 */
final class Emitter {

	private final Subscriber<? super Object> subscriber;

	private final AtomicBoolean terminated = new AtomicBoolean();

	// 0 when nothing is being given, 1 while an item or the end is, raised for good by
	// the
	// end: who raises it from 0, or finds it raised after an item, gives the end
	private final AtomicInteger busy = new AtomicInteger();

	// Written before 'busy' is raised for the end
	private @Nullable Throwable failure;

	Emitter(Subscriber<? super Object> subscriber) {
		this.subscriber = subscriber;
	}

	/**
	 * Give an item, unless the end was told.
	 * @param item the item
	 * @return whether more may follow
	 */
	boolean next(Object item) {
		if (!this.busy.compareAndSet(0, 1)) {
			return false;
		}
		boolean ended;
		try {
			this.subscriber.onNext(item);
		}
		finally {
			ended = (this.busy.decrementAndGet() != 0);
			if (ended) {
				giveEnd();
			}
		}
		return !ended;
	}

	/**
	 * Tell the end; the first one counts.
	 * @param failure the failure, or {@code null} for success
	 */
	void end(@Nullable Throwable failure) {
		if (this.terminated.compareAndSet(false, true)) {
			this.failure = failure;
			if (this.busy.getAndIncrement() == 0) {
				giveEnd();
			}
		}
	}

	/**
	 * Tell no end: the subscriber has cancelled.
	 */
	void cancel() {
		this.terminated.set(true);
	}

	private void giveEnd() {
		if (this.failure != null) {
			this.subscriber.onError(this.failure);
		}
		else {
			this.subscriber.onComplete();
		}
	}

}
