package io.github.workerthreads.observation;

import java.util.concurrent.ExecutionException;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadLocalContextCarrier}: one accessor that fails costs nothing but
 * its own value, and no task sees what another one had.
 */
@Timeout(60)
class ThreadLocalContextCarrierTests {

	private final Accessor user = new Accessor("user");

	private final Accessor broken = new Accessor("broken");

	private final Accessor tenant = new Accessor("tenant");

	private final ContextRegistry registry = new ContextRegistry();

	private WorkerPool pool;

	@BeforeEach
	void start() {
		this.registry.registerThreadLocalAccessor(this.user)
			.registerThreadLocalAccessor(this.broken)
			.registerThreadLocalAccessor(this.tenant);
		this.pool = new WorkerPoolBuilder().size(1)
			.contextCarrier(new ThreadLocalContextCarrier(this.registry))
			.build("test", new ThreadWorkerRuntime());
		this.user.setValue("ada");
		this.broken.setValue("x");
		this.tenant.setValue("acme");
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void valuesBesideOneThatCannotBeReadAreCarried() throws Exception {
		this.broken.failsToGet = true;
		assertThat(seen()).isEqualTo("ada null acme");
	}

	@Test
	void valuesBesideOneThatCannotBeSetAreCarried() throws Exception {
		this.broken.failsToSet = true;
		assertThat(seen()).isEqualTo("ada null acme");
		assertThatNextTaskSees("null null null");
	}

	@Test
	void valuesBesideOneThatCannotBeTakenAwayReachNoOtherTask() throws Exception {
		this.broken.failsToReset = true;
		assertThat(seen()).isEqualTo("ada x acme");
		assertThatNextTaskSees("null x null");
	}

	@Test
	void valuesThatBodiesLeaveBesideOneThatCannotBeTakenAwayReachNoOtherTask() throws Exception {
		forget();
		this.broken.failsToReset = true;
		this.pool.submit(() -> {
			this.user.setValue("left");
			this.broken.setValue("left");
			this.tenant.setValue("left");
			return null;
		}).get();
		assertThatNextTaskSees("null left null");
	}

	private void assertThatNextTaskSees(String expected) throws Exception {
		forget();
		assertThat(seen()).isEqualTo(expected);
	}

	private void forget() {
		this.user.value.remove();
		this.broken.value.remove();
		this.tenant.value.remove();
	}

	private String seen() throws InterruptedException, ExecutionException {
		return this.pool
			.submit(() -> this.user.value.get() + " " + this.broken.value.get() + " " + this.tenant.value.get())
			.get();
	}

	/**
	 * Value of each thread.
	 */
	private static final class Accessor implements ThreadLocalAccessor<String> {

		private final String key;

		private final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

		private volatile boolean failsToGet;

		private volatile boolean failsToSet;

		private volatile boolean failsToReset;

		Accessor(String key) {
			this.key = key;
		}

		@Override
		public Object key() {
			return this.key;
		}

		@Override
		public @Nullable String getValue() {
			failIf(this.failsToGet);
			return this.value.get();
		}

		@Override
		public void setValue(String value) {
			failIf(this.failsToSet);
			this.value.set(value);
		}

		@Override
		public void setValue() {
			failIf(this.failsToReset);
			this.value.remove();
		}

		private void failIf(boolean fails) {
			if (fails) {
				throw new IllegalStateException(this.key);
			}
		}

	}

}
