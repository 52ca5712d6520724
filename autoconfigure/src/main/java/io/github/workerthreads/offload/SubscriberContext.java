package io.github.workerthreads.offload;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.springframework.util.ClassUtils;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Context of a subscriber of Reactor, such as the user of a reactive web request, which
 * no thread has: given to the thread that submits the task, from which it is carried to
 * the body as that of any caller. Where that fails the task runs without. Thread-safe.
 */
final class SubscriberContext {

	private static final Log logger = LogFactory.getLog(SubscriberContext.class);

	private static final boolean PRESENT = isPresent("io.micrometer.context.ContextSnapshotFactory")
			&& isPresent("reactor.core.CoreSubscriber");

	private SubscriberContext() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, SubscriberContext.class.getClassLoader());
	}

	/**
	 * Do something with the context of a subscriber on the current thread.
	 * @param subscriber the subscriber
	 * @param action what to do
	 */
	static void runWith(Subscriber<?> subscriber, Runnable action) {
		if (PRESENT) {
			Propagation.runWith(subscriber, action);
		}
		else {
			action.run();
		}
	}

	/**
	 * Loaded only where the libraries are.
	 */
	private static final class Propagation {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

		static void runWith(Subscriber<?> subscriber, Runnable action) {
			if (!(subscriber instanceof CoreSubscriber<?> core) || core.currentContext().isEmpty()) {
				action.run();
				return;
			}
			ContextSnapshot.Scope scope = open(core.currentContext());
			try {
				action.run();
			}
			finally {
				close(scope);
			}
		}

		private static ContextSnapshot.@Nullable Scope open(Context context) {
			try {
				return SNAPSHOTS.setThreadLocalsFrom(context);
			}
			catch (RuntimeException | LinkageError ex) {
				logger.warn("The context of a subscriber could not be given to its task", ex);
				return null;
			}
		}

		private static void close(ContextSnapshot.@Nullable Scope scope) {
			try {
				if (scope != null) {
					scope.close();
				}
			}
			catch (RuntimeException | LinkageError ex) {
				logger.warn("The context of a subscriber could not be taken away from thread '%s'"
					.formatted(Thread.currentThread().getName()), ex);
			}
		}

	}

}
