package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Regions of other processes that messages named of late. They stay open for a moment
 * after their last use: the next message often names the same one, and to open, lock and
 * map its file takes a hundred times as long as to find it here. Their files go that
 * moment later, so who is about to end has to let them go before. Thread-safe.
 */
final class RecentRegions {

	/**
	 * Those of this process: a quarter of a second, 64 MiB.
	 */
	static final RecentRegions STANDARD = new RecentRegions(Duration.ofMillis(250), 64 << 20);

	private final long keptNanos;

	private final long maxBytes;

	// These are guarded by this. The regions with a hold on each and the time when it is
	// let go, the next one first
	private final Map<SharedRegion, Long> kept = new LinkedHashMap<>();

	private long bytes;

	private @Nullable Thread releaser;

	/**
	 * Create a place for regions.
	 * @param kept how long each is kept after it was last named
	 * @param maxBytes the most bytes of all together
	 */
	RecentRegions(Duration kept, long maxBytes) {
		this.keptNanos = kept.toNanos();
		this.maxBytes = maxBytes;
	}

	/**
	 * Keep a region open, from now on for the given time.
	 * @param region the region, which the caller holds
	 */
	void keep(SharedRegion region) {
		List<SharedRegion> pushedOut = new ArrayList<>();
		synchronized (this) {
			if (region.byteLength() > this.maxBytes) {
				return;
			}
			if (this.kept.remove(region) == null) {
				region.retain();
				this.bytes += region.byteLength();
			}
			this.kept.put(region, System.nanoTime() + this.keptNanos);
			while (this.bytes > this.maxBytes) {
				pushedOut.add(removeFirst());
			}
			if (this.releaser == null) {
				Thread thread = new Thread(null, this::releaseInTime, "worker-shared-memory", 0, false);
				thread.setDaemon(true);
				thread.start();
				this.releaser = thread;
			}
		}
		pushedOut.forEach(SharedRegion::release);
	}

	private SharedRegion removeFirst() {
		SharedRegion first = this.kept.keySet().iterator().next();
		this.kept.remove(first);
		this.bytes -= first.byteLength();
		return first;
	}

	private void releaseInTime() {
		SharedRegion due = awaitDue();
		while (due != null) {
			due.release();
			due = awaitDue();
		}
	}

	private synchronized @Nullable SharedRegion awaitDue() {
		while (!this.kept.isEmpty()) {
			long remaining = this.kept.values().iterator().next() - System.nanoTime();
			if (remaining <= 0) {
				return removeFirst();
			}
			try {
				TimeUnit.NANOSECONDS.timedWait(this, remaining);
			}
			catch (InterruptedException ex) {
				// Nobody has a reason to
			}
		}
		this.releaser = null;
		return null;
	}

	/**
	 * Let all regions go at once.
	 */
	void releaseAll() {
		List<SharedRegion> all = new ArrayList<>();
		synchronized (this) {
			while (!this.kept.isEmpty()) {
				all.add(removeFirst());
			}
			notifyAll();
		}
		all.forEach(SharedRegion::release);
	}

}
