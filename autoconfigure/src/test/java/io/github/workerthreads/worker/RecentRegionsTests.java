package io.github.workerthreads.worker;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Regions that stay open for a moment after their last use.
 */
class RecentRegionsTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final RecentRegions regions = new RecentRegions(LONG, 100);

	@AfterEach
	void release() {
		this.regions.releaseAll();
	}

	@Test
	void regionStaysOpenUntilAllAreReleased() {
		SharedRegion region = allocate(10);
		this.regions.keep(region);
		this.regions.keep(region);
		region.release();
		assertThat(region.path()).exists();
		assertThat(SharedRegion.open(region.path(), 10)).isSameAs(region);
		region.release();
		assertThat(region.path()).exists();
		this.regions.releaseAll();
		assertThat(region.path()).doesNotExist();
	}

	@Test
	void regionIsReleasedInTime() {
		RecentRegions soon = new RecentRegions(Duration.ofMillis(1), 100);
		for (int i = 0; i < 3; i++) {
			SharedRegion region = allocate(10);
			soon.keep(region);
			region.release();
			Awaitility.await().untilAsserted(() -> assertThat(region.path()).doesNotExist());
		}
	}

	@Test
	void oldestMakesRoomForNewOne() {
		SharedRegion first = kept(40);
		SharedRegion second = kept(40);
		SharedRegion third = kept(20);
		assertThat(first.path()).exists();
		// Named once more, it is not the oldest
		this.regions.keep(first);
		SharedRegion fourth = kept(20);
		assertThat(second.path()).doesNotExist();
		assertThat(first.path()).exists();
		assertThat(third.path()).exists();
		assertThat(fourth.path()).exists();
	}

	@Test
	void whatIsTooLargeIsNotKept() {
		SharedRegion other = kept(100);
		assertThat(kept(101).path()).doesNotExist();
		assertThat(other.path()).exists();
	}

	private SharedRegion kept(int byteLength) {
		SharedRegion region = allocate(byteLength);
		this.regions.keep(region);
		region.release();
		return region;
	}

	private static SharedRegion allocate(int byteLength) {
		return SharedRegion.allocate(byteLength, SharedDirectory.standard());
	}

}
