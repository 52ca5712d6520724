package io.github.workerthreads.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What calls showed that one thread made, with a number of them in flight.
 *
 * @param perSecond calls that ended in a second
 * @param p99 the time in nanoseconds from a call to its end that one of a hundred exceeds
 */
record Load(double perSecond, double p99) {

	private static final long LONGEST = Duration.ofMinutes(5).toNanos();

	/**
	 * Make calls for a while.
	 * @param call makes one
	 * @param inFlight how many wait or run at the same time
	 * @param time for how long calls are made
	 * @return what they showed
	 * @throws IllegalStateException if one fails
	 */
	static Load of(Supplier<? extends CompletionStage<?>> call, int inFlight, Duration time)
			throws InterruptedException {
		Semaphore window = new Semaphore(inFlight);
		Histogram times = new ConcurrentHistogram(LONGEST, 3);
		AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
		long start = System.nanoTime();
		long now = start;
		while (now - start < time.toNanos() && failed.get() == null) {
			window.acquire();
			long called = System.nanoTime();
			call.get().whenComplete((result, failure) -> {
				if (failure != null) {
					failed.compareAndSet(null, failure);
				}
				times.recordValue(Math.min(LONGEST, System.nanoTime() - called));
				window.release();
			});
			now = called;
		}
		window.acquire(inFlight);
		double seconds = (System.nanoTime() - start) / 1e9;
		Throwable failure = failed.get();
		if (failure != null) {
			throw new IllegalStateException("A call failed", failure);
		}
		return new Load(times.getTotalCount() / seconds, times.getValueAtPercentile(99));
	}

}
