package io.github.workerthreads.runtime.child;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessMessageCodec;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;

/**
 * Sends the items of a publisher, as many as the parent asks for. Used by the worker's
 * thread.
 */
final class ChildStream {

	private static final Object END = new Object();

	private final ChildWorker worker;

	private final Assignment assignment;

	private final ProcessMessageCodec codec;

	ChildStream(ChildWorker worker, Assignment assignment, ProcessMessageCodec codec) {
		this.worker = worker;
		this.assignment = assignment;
		this.codec = codec;
	}

	/**
	 * Send all items until the publisher ends or the parent has had enough.
	 * @param publisher the publisher
	 * @throws Throwable what the publisher failed with
	 */
	void drain(Publisher<?> publisher) throws Throwable {
		this.worker.send(new Frame(FrameType.STREAM, this.assignment.taskId(), 0));
		Items items = new Items();
		this.worker.streams(this.assignment, items::end);
		publisher.subscribe(items);
		try {
			boolean more = true;
			while (more) {
				Frame frame = this.worker.receive();
				more = frame.type() == FrameType.REQUEST && give(items, frame.number());
			}
		}
		finally {
			items.cancel();
		}
	}

	private boolean give(Items items, int demand) throws Throwable {
		items.request(demand);
		for (int given = 0; given < demand; given++) {
			Object item = items.take();
			if (item == END) {
				items.throwFailure();
				return false;
			}
			this.worker.send(FrameType.ITEM, this.assignment.taskId(), this.codec.encode("item", item));
		}
		return true;
	}

	/**
	 * Subscriber that keeps what it gets. Thread-safe.
	 */
	private static final class Items implements Subscriber<Object> {

		// No more than what was asked for, and the end
		private final BlockingQueue<Object> items = new LinkedBlockingQueue<>();

		// Guarded by this
		private @Nullable Subscription subscription;

		// Guarded by this: asked for before the publisher took note of its subscriber
		private long demand;

		private volatile @Nullable Throwable failure;

		@Override
		public void onSubscribe(Subscription subscription) {
			long asked;
			synchronized (this) {
				if (this.subscription != null) {
					subscription.cancel();
					return;
				}
				this.subscription = subscription;
				asked = this.demand;
			}
			if (asked > 0) {
				subscription.request(asked);
			}
		}

		void request(long more) {
			Subscription current;
			synchronized (this) {
				current = this.subscription;
				this.demand += more;
			}
			if (current != null) {
				current.request(more);
			}
		}

		@Override
		public void onNext(Object item) {
			this.items.add(item);
		}

		@Override
		public void onError(Throwable failure) {
			this.failure = failure;
			end();
		}

		@Override
		public void onComplete() {
			end();
		}

		void end() {
			this.items.add(END);
		}

		Object take() throws InterruptedException {
			return this.items.take();
		}

		void throwFailure() throws Throwable {
			Throwable current = this.failure;
			if (current != null) {
				throw current;
			}
		}

		void cancel() {
			Subscription current;
			synchronized (this) {
				current = this.subscription;
			}
			if (current != null) {
				current.cancel();
			}
		}

	}

}
