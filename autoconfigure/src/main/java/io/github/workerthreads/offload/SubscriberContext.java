package io.github.workerthreads.offload;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.reactivestreams.Subscriber;
import org.springframework.util.ClassUtils;
import reactor.core.CoreSubscriber;

/**
 * Context of a subscriber of Reactor, such as the user of a reactive web request, which
 * no thread has: given to the thread that submits the task, from which it is carried to
 * the body as that of any caller. Thread-safe.
 */
final class SubscriberContext {

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
			ContextSnapshot.Scope scope = SNAPSHOTS.setThreadLocalsFrom(core.currentContext());
			try {
				action.run();
			}
			finally {
				scope.close();
			}
		}

	}

}
