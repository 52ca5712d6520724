package io.github.workerthreads.offload;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * {@link Subscription} whose first request submits a task and whose cancellation cancels
 * it. What the task returns is the one item, its failure the error. Thread-safe.
 */
class TaskSubscription implements Subscription {

	private final Emitter emitter;

	private final Subscriber<? super Object> subscriber;

	private final AtomicBoolean submitted = new AtomicBoolean();

	private volatile boolean cancelled;

	private volatile @Nullable CompletableFuture<@Nullable Object> future;

	// Written before the subscriber sees this
	private @Nullable Supplier<CompletableFuture<@Nullable Object>> task;

	TaskSubscription(Subscriber<? super Object> subscriber) {
		this.subscriber = subscriber;
		this.emitter = new Emitter(subscriber);
	}

	/**
	 * Hand this subscription to its subscriber.
	 * @param task submits the task
	 */
	void start(Supplier<CompletableFuture<@Nullable Object>> task) {
		this.task = task;
		this.subscriber.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		if (n <= 0) {
			stop();
			this.emitter.end(new IllegalArgumentException(
					"'n' must be at least 1 but was %d (Reactive Streams, rule 3.9)".formatted(n)));
		}
		else if (this.submitted.compareAndSet(false, true)) {
			SubscriberContext.runWith(this.subscriber, this::submit);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // its failure is the same
	private void submit() {
		CompletableFuture<@Nullable Object> submitted;
		try {
			submitted = Objects.requireNonNull(this.task).get();
		}
		catch (Throwable ex) {
			submitted = CompletableFuture.failedFuture(ex);
		}
		this.future = submitted;
		if (this.cancelled) {
			submitted.cancel(true);
		}
		submitted.whenComplete(this::completed);
	}

	private void completed(@Nullable Object result, @Nullable Throwable failure) {
		if (result != null) {
			this.emitter.next(result);
		}
		this.emitter.end(failure);
	}

	@Override
	public void cancel() {
		this.emitter.cancel();
		stop();
	}

	/**
	 * Stop the task, or never submit it.
	 */
	void stop() {
		this.cancelled = true;
		CompletableFuture<@Nullable Object> submitted = this.future;
		if (submitted != null) {
			submitted.cancel(true);
		}
	}

	Emitter emitter() {
		return this.emitter;
	}

}
