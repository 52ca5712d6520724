package io.github.workerthreads.pool;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallerStack}.
 */
class CallerStackTests {

	private static final StackTraceElement DEEP = new StackTraceElement("acme.Worker", "deep", "Worker.java", 7);

	@Test
	void callersFramesFollowThoseOfTheWorkerBehindABoundary() throws Exception {
		IllegalStateException failure = new IllegalStateException("failure");
		failure.setStackTrace(new StackTraceElement[] { DEEP });
		Thread caller = new Thread(() -> CallerStack.join(failure), "the caller");
		caller.start();
		caller.join();
		StackTraceElement[] joined = failure.getStackTrace();
		assertThat(joined[0]).isEqualTo(DEEP);
		assertThat(joined[1].getClassName()).isEqualTo("--- called by thread 'the caller' ---");
		assertThat(joined[2].getClassName()).isEqualTo(Thread.class.getName());
		assertThat(joined).hasSize(3);
	}

	@Test
	void failureOfManyCallsDoesNotGrowForEver() {
		IllegalStateException failure = new IllegalStateException("failure");
		for (int i = 0; i < 2000; i++) {
			assertThat(CallerStack.join(failure)).isSameAs(failure);
		}
		assertThat(failure.getStackTrace().length).isBetween(1000, 2048);
	}

}
