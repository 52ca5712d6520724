package io.github.workerthreads;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Awaitility look each 5 ms in all tests: what they wait for takes that long, not
 * Awaitility's 100 ms.
 */
public class EagerAwaitility implements BeforeAllCallback {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollInterval(POLL_INTERVAL);
	}

}
