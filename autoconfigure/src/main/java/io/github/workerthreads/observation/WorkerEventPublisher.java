package io.github.workerthreads.observation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;

import io.github.workerthreads.pool.PoolListener;
import io.github.workerthreads.pool.WorkerEnding;

/**
 * Publishes what happens to workers and pools as application events, in order and on a
 * thread of its own, {@code worker-events}: a listener that blocks holds up later events,
 * no worker. What happens while the context starts is published once it has, when all
 * listeners are there. Of more than {@value #MOST_WAITING} events that wait the newest
 * are dropped, and counted in the log. When the context stops, the last to stop is this,
 * before any listener is destroyed: events that wait are published within a second or not
 * at all. Thread-safe.
 */
public final class WorkerEventPublisher
		implements PoolListener, ApplicationListener<ContextRefreshedEvent>, SmartLifecycle, DisposableBean {

	private static final int MOST_WAITING = 1024;

	private static final int LAST_SECONDS = 1;

	private static final Log logger = LogFactory.getLog(WorkerEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	private final AtomicLong dropped = new AtomicLong();

	private final CountDownLatch started = new CountDownLatch(1);

	private final ThreadPoolExecutor executor;

	private volatile boolean running;

	/**
	 * Create a publisher.
	 * @param publisher the application context
	 */
	public WorkerEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		this.executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING),
				(body) -> {
					Thread thread = new Thread(null, body, "worker-events", 0, false);
					thread.setDaemon(true);
					return thread;
				}, this::refused);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private void refused(Runnable event, ThreadPoolExecutor executor) {
		// After the end of the context nobody listens
		if (!executor.isShutdown() && this.dropped.getAndIncrement() == 0) {
			logger.warn("Events of workers are dropped: %d wait already. A listener blocks".formatted(MOST_WAITING));
		}
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		this.started.countDown();
	}

	@Override
	public void poolSaturated(String pool) {
		publish(new PoolSaturatedEvent(pool));
	}

	@Override
	public void poolDrained(String pool) {
		publish(new PoolDrainedEvent(pool));
	}

	@Override
	public void workerStarted(String pool, String worker) {
		publish(new WorkerStartedEvent(pool, worker));
	}

	@Override
	public void workerEnded(String pool, WorkerEnding ending, boolean replaced) {
		publish(new WorkerEndedEvent(pool, ending, replaced));
	}

	private void publish(Object event) {
		this.executor.execute(() -> {
			long missing = this.dropped.getAndSet(0);
			if (missing > 0) {
				logger.warn("%d events of workers were dropped".formatted(missing));
			}
			try {
				this.started.await();
				this.publisher.publishEvent(event);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (RuntimeException ex) {
				logger.warn("%s was not heard by all its listeners".formatted(event), ex);
			}
		});
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			if (this.started.getCount() == 0 && !awaitQuiet()) {
				logger.warn("Events of workers wait for listeners that have not returned within %d s"
					.formatted(LAST_SECONDS));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean awaitQuiet() throws InterruptedException {
		CountDownLatch quiet = new CountDownLatch(1);
		// Where this finds no room events wait, and so does the one that it is called for
		this.executor.execute(quiet::countDown);
		return quiet.await(LAST_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	/**
	 * Return {@code false}: pools of a paused context go on, and so do their events.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
