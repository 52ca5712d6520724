package io.github.workerthreads;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Awaitility look each 5 ms in all tests: what they wait for takes that long, not
 * Awaitility's 100 ms. A busy machine may let them wait for 30 s, since workers that are
 * processes may come late there.
 */
public class EagerAwaitility implements BeforeAllCallback {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollInterval(POLL_INTERVAL);
		Awaitility.setDefaultTimeout(TIMEOUT);
	}

}
