package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * {@link OffloadErrorHandler} that logs and counts failures, the one in use if there is
 * no bean of that type. Thread-safe.
 */
public final class LoggingOffloadErrorHandler implements OffloadErrorHandler {

	private static final Log logger = LogFactory.getLog(LoggingOffloadErrorHandler.class);

	private final AtomicLong failures = new AtomicLong();

	@Override
	public void handleError(Throwable failure, String pool, Method method) {
		long count = this.failures.incrementAndGet();
		logger.error("Call of %s on pool '%s' failed and nobody waits for it (failure %d of such calls)"
			.formatted(MethodNames.describe(method.getDeclaringClass(), method), pool, count), failure);
	}

	/**
	 * Return how many failures there were.
	 * @return the number of failures
	 */
	public long failures() {
		return this.failures.get();
	}

}
