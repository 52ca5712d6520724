package io.github.workerthreads.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.ThreadExecutorMap;
import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/**
 * Tells threads that must never wait: those that Reactor marks as non-blocking, and the
 * event loops of Netty, which are those of Vert.x and gRPC too. Other threads of Netty,
 * such as of a {@code DefaultEventExecutorGroup}, may wait. Thread-safe.
 */
public final class NonBlockingThreads {

	private static final BooleanSupplier[] CHECKS = checks();

	private NonBlockingThreads() {
	}

	/**
	 * Return whether the current thread must not wait.
	 * @return whether it must not wait
	 */
	public static boolean isCurrent() {
		for (BooleanSupplier check : CHECKS) {
			if (check.getAsBoolean()) {
				return true;
			}
		}
		return false;
	}

	private static BooleanSupplier[] checks() {
		List<BooleanSupplier> checks = new ArrayList<>();
		ClassLoader classLoader = NonBlockingThreads.class.getClassLoader();
		if (ClassUtils.isPresent("reactor.core.scheduler.Schedulers", classLoader)) {
			checks.add(new ReactorCheck());
		}
		if (ClassUtils.isPresent("io.netty.channel.EventLoop", classLoader)
				&& ClassUtils.isPresent("io.netty.util.internal.ThreadExecutorMap", classLoader)) {
			checks.add(new NettyCheck());
		}
		return checks.toArray(BooleanSupplier[]::new);
	}

	private static final class ReactorCheck implements BooleanSupplier {

		@Override
		public boolean getAsBoolean() {
			return Schedulers.isInNonBlockingThread();
		}

	}

	private static final class NettyCheck implements BooleanSupplier {

		@Override
		public boolean getAsBoolean() {
			return Thread.currentThread() instanceof FastThreadLocalThread
					&& ThreadExecutorMap.currentExecutor() instanceof EventLoop;
		}

	}

}
