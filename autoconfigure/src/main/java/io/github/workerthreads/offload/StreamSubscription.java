package io.github.workerthreads.offload;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import io.github.workerthreads.worker.WorkerContext;

/**
 * {@link TaskSubscription} of a stream. What the body emits goes to the subscriber at
 * once, and waits for demand. The body's publisher is subscribed to on the worker, whose
 * thread stays with it until its end in a loop of signals: requests and cancellation go
 * to the publisher, and its items to the subscriber, on that thread alone, whatever
 * threads they come from. Thread-safe.
 */
final class StreamSubscription extends TaskSubscription {

	/**
	 * The most items that are asked for ahead; bounds what waits in {@link #items}.
	 */
	private static final int BATCH = 256;

	// What the subscriber has asked for and not got
	private final AtomicLong demand = new AtomicLong();

	// What the publisher gave and the subscriber has not got
	private final Queue<Object> items = new ConcurrentLinkedQueue<>();

	private final Upstream upstream = new Upstream();

	private volatile @Nullable Thread worker;

	// Makes the subscriber's own copy of an item; worker's thread only
	private UnaryOperator<Object> cloner = UnaryOperator.identity();

	// What the publisher was asked for and the subscriber has not got; worker's thread
	// only
	private long pending;

	// Whether items are being given, so that none overtakes another; worker's thread only
	private boolean giving;

	/**
	 * Create a subscription.
	 * @param subscriber gets the signals
	 */
	StreamSubscription(Subscriber<? super Object> subscriber) {
		super(subscriber);
	}

	@Override
	public void request(long n) {
		if (n > 0) {
			this.demand.accumulateAndGet(n, (current, more) -> (current + more < 0) ? Long.MAX_VALUE : current + more);
		}
		super.request(n);
		wakeWorker();
	}

	/**
	 * Stop the stream. The worker itself, as in {@code take(5)}, leaves its loop and ends
	 * the task in peace; other threads have to interrupt it.
	 */
	@Override
	void stop() {
		if (Thread.currentThread() != this.worker) {
			super.stop();
		}
		this.upstream.stopped = true;
		wakeWorker();
	}

	/**
	 * Run the method and give the items of the publisher that it returns to the
	 * subscriber until either has had enough. For the body of the task.
	 * @param method the method
	 * @param cloner makes the subscriber's own copy of an item
	 * @throws Throwable what either failed with, or why the rest is missing
	 */
	void run(Method method, UnaryOperator<Object> cloner) throws Throwable {
		this.cloner = cloner;
		this.worker = Thread.currentThread();
		try {
			Publisher<?> publisher = method.call();
			if (publisher != null) {
				publisher.subscribe(this.upstream);
				serve();
			}
		}
		catch (EnoughException ex) {
			// In peace, if it was the subscriber who stopped the stream
			throwFailure();
		}
		finally {
			this.worker = null;
			this.upstream.cancel();
			this.items.clear();
		}
	}

	/**
	 * Give an item of the body's own to the subscriber, as soon as that asks for it. For
	 * the worker's thread, while the method or its publisher runs on it.
	 * @param item the subscriber's own copy
	 */
	void emit(Object item) {
		if (this.giving) {
			throw new IllegalStateException(
					"The subscriber of a stream cannot emit items of it: that is for the offloaded method");
		}
		giveItems();
		while (!this.upstream.stopped && (this.demand.get() == 0 || !this.items.isEmpty())) {
			throwIfInterrupted();
			LockSupport.park(this);
			giveItems();
		}
		if (this.upstream.stopped) {
			throw new EnoughException();
		}
		this.giving = true;
		try {
			give(item);
		}
		finally {
			this.giving = false;
		}
	}

	private static void throwIfInterrupted() {
		if (Thread.currentThread().isInterrupted()) {
			WorkerContext context = WorkerContext.current();
			if (context != null) {
				context.cancellationSignal().throwIfCancelled();
			}
			throw new CancellationException("The body of the stream was interrupted while it waited for demand");
		}
	}

	private void serve() throws Throwable {
		boolean ended;
		do {
			ended = this.upstream.ended;
			giveItems();
			if ((ended || !pull()) && isQuiet()) {
				LockSupport.park(this);
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		while (!(ended && this.items.isEmpty()) && !this.upstream.stopped);
		throwFailure();
	}

	private void throwFailure() throws Throwable {
		Throwable failure = this.upstream.failure;
		if (failure != null && !(failure instanceof EnoughException)) {
			throw failure;
		}
	}

	// Items that were asked for wait all the same where the body has used up the demand
	private boolean isQuiet() {
		boolean nothingToGive = (this.items.isEmpty()) ? !this.upstream.ended : this.demand.get() == 0;
		return nothingToGive && !this.upstream.stopped;
	}

	/**
	 * Pass demand on to the publisher.
	 * @return whether there was any to pass on
	 */
	private boolean pull() {
		Subscription subscription = this.upstream.subscription;
		long target = Math.min(this.demand.get(), BATCH);
		long more = target - this.pending;
		// Who asks for much has it asked for by the half batch
		if (subscription == null || more <= 0 || (target == BATCH && this.pending > BATCH / 2)) {
			return false;
		}
		this.pending += more;
		subscription.request(more);
		return true;
	}

	private void giveItems() {
		if (this.giving) {
			return;
		}
		this.giving = true;
		try {
			Object item;
			while (!this.upstream.stopped && this.demand.get() > 0 && (item = this.items.poll()) != null) {
				this.pending--;
				give(this.cloner.apply(item));
			}
		}
		catch (Throwable ex) {
			this.upstream.fail(ex);
		}
		finally {
			this.giving = false;
		}
	}

	private void give(Object item) {
		this.demand.getAndUpdate((current) -> (current != Long.MAX_VALUE) ? current - 1 : current);
		if (!emitter().next(item)) {
			this.upstream.stopped = true;
		}
	}

	private void wakeWorker() {
		Thread current = this.worker;
		if (current != null) {
			LockSupport.unpark(current);
		}
	}

	/**
	 * The offloaded method.
	 */
	@FunctionalInterface
	interface Method {

		/**
		 * Call the method.
		 * @return what it returned
		 * @throws Throwable what it threw
		 */
		@Nullable Publisher<?> call() throws Throwable;

	}

	/**
	 * Tells the body that its subscriber wants no more.
	 */
	private static final class EnoughException extends CancellationException {

		EnoughException() {
			super("The subscriber of the stream has had enough");
		}

	}

	/**
	 * The worker's end of the body's publisher. Thread-safe.
	 */
	private final class Upstream implements Subscriber<Object> {

		private volatile @Nullable Subscription subscription;

		// Written before 'ended' or 'stopped', which its readers read first
		private @Nullable Throwable failure;

		private volatile boolean ended;

		private volatile boolean stopped;

		@Override
		public void onSubscribe(Subscription subscription) {
			if (this.subscription != null || this.stopped) {
				subscription.cancel();
				return;
			}
			this.subscription = subscription;
			wakeWorker();
		}

		@Override
		public void onNext(Object item) {
			StreamSubscription.this.items.add(item);
			Thread current = Thread.currentThread();
			if (current != StreamSubscription.this.worker) {
				wakeWorker();
				return;
			}
			giveItems();
			if (this.stopped || current.isInterrupted()) {
				cancel();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.failure = failure;
			this.ended = true;
			wakeWorker();
		}

		@Override
		public void onComplete() {
			this.ended = true;
			wakeWorker();
		}

		/**
		 * Stop because of a failure on this side.
		 * @param failure the failure
		 */
		void fail(Throwable failure) {
			this.failure = failure;
			this.stopped = true;
		}

		void cancel() {
			this.stopped = true;
			Subscription current = this.subscription;
			if (current != null && !this.ended) {
				current.cancel();
			}
		}

	}

}
