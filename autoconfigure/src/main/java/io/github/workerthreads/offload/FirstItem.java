package io.github.workerthreads.offload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Future of the item that a publisher of at most one gives, {@code null} if it gives
 * none. Cancelling it cancels the subscription. Thread-safe.
 */
final class FirstItem extends CompletableFuture<@Nullable Object> implements Subscriber<Object> {

	private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

	private volatile @Nullable Object item;

	private FirstItem() {
	}

	/**
	 * Subscribe to a publisher.
	 * @param publisher the publisher
	 * @return the future
	 */
	static FirstItem of(Publisher<?> publisher) {
		FirstItem future = new FirstItem();
		publisher.subscribe(future);
		return future;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (!this.subscription.compareAndSet(null, subscription) || isDone()) {
			subscription.cancel();
		}
		else {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(Object item) {
		this.item = item;
	}

	@Override
	public void onError(Throwable failure) {
		completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		complete(this.item);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		Subscription current = this.subscription.get();
		if (cancelled && current != null) {
			current.cancel();
		}
		return cancelled;
	}

}
