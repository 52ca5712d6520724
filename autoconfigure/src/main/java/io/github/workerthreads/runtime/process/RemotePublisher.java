package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;

/**
 * The publisher that a method has returned in the process of a worker. Who asks for items
 * waits until they are there. For the worker's thread in this process only, and for one
 * subscriber.
 */
final class RemotePublisher implements Publisher<Object>, Subscription {

	private static final int BATCH = 256;

	private final RemoteCallRunner runner;

	private final Assignment assignment;

	private Subscriber<? super Object> subscriber = new NoSubscriber();

	private long demand;

	private boolean reading;

	private boolean ended;

	private boolean cancelled;

	RemotePublisher(RemoteCallRunner runner, Assignment assignment) {
		this.runner = runner;
		this.assignment = assignment;
	}

	@Override
	public void subscribe(Subscriber<? super Object> subscriber) {
		this.subscriber = subscriber;
		subscriber.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		this.demand = (this.demand + n < 0) ? Long.MAX_VALUE : this.demand + n;
		if (this.reading) {
			return;
		}
		this.reading = true;
		try {
			while (this.demand > 0 && !this.ended && !this.cancelled) {
				int batch = (int) Math.min(this.demand, BATCH);
				this.demand -= (this.demand != Long.MAX_VALUE) ? batch : 0;
				write(new Frame(FrameType.REQUEST, this.assignment.taskId(), batch));
				read(batch);
			}
			if (this.cancelled && !this.ended) {
				drain();
			}
		}
		finally {
			this.reading = false;
		}
	}

	// The worker may wait for demand, or for an item
	private void drain() {
		write(new Frame(FrameType.CANCEL, this.assignment.taskId(), 0));
		read(Integer.MAX_VALUE);
	}

	private void read(int batch) {
		int items = 0;
		while (items < batch && !this.ended) {
			Frame frame = this.runner.receive(this.assignment);
			switch (frame.type()) {
				case PROGRESS -> this.runner.progress(this.assignment, frame);
				case ITEM -> {
					items++;
					Object item = this.runner.decodeItem(frame);
					if (!this.cancelled && item != null) {
						this.subscriber.onNext(item);
					}
				}
				case FAILURE -> {
					this.ended = true;
					if (!this.cancelled) {
						this.subscriber.onError(this.runner.failure(frame));
					}
				}
				default -> {
					this.ended = true;
					if (!this.cancelled) {
						this.subscriber.onComplete();
					}
				}
			}
		}
	}

	/**
	 * Take no more items, and wait until the worker gives none.
	 */
	@Override
	public void cancel() {
		if (this.cancelled || this.ended) {
			return;
		}
		this.cancelled = true;
		this.runner.cancelStream(this.assignment.taskId());
		if (!this.reading) {
			drain();
		}
	}

	private void write(Frame frame) {
		try {
			this.runner.write(frame);
		}
		catch (IOException ex) {
			// Of which reading tells more
		}
	}

	/**
	 * Stands in until there is a subscriber.
	 */
	private static final class NoSubscriber implements Subscriber<Object> {

		@Override
		public void onSubscribe(Subscription subscription) {
		}

		@Override
		public void onNext(Object item) {
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onComplete() {
		}

	}

}
