package io.github.workerthreads.offload;

import java.time.Duration;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubscriberContext}: an accessor that fails costs no subscriber its
 * items.
 */
@Timeout(60)
class SubscriberContextTests {

	private final Accessor accessor = new Accessor();

	@BeforeEach
	void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(this.accessor);
	}

	@AfterEach
	void remove() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(Accessor.KEY);
	}

	@Test
	void subscriberWhoseContextCannotBeSetGetsItsItem() {
		this.accessor.failsToSet = true;
		assertThat(subscribed()).isEqualTo("runs");
	}

	@Test
	void subscriberWhoseContextCannotBeTakenAwayGetsItsItem() {
		this.accessor.failsToReset = true;
		assertThat(subscribed()).isEqualTo("runs");
	}

	private static @Nullable String subscribed() {
		try (OffloadContext context = OffloadContext.of(Desk.class)) {
			return context.getBean(Desk.class)
				.item()
				.contextWrite((view) -> view.put(Accessor.KEY, "grace"))
				.block(Duration.ofSeconds(10));
		}
	}

	static class Desk {

		@OffloadToWorker
		Mono<String> item() {
			return Mono.just("runs");
		}

	}

	private static final class Accessor implements ThreadLocalAccessor<String> {

		private static final String KEY = "failing";

		private final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

		private boolean failsToSet;

		private boolean failsToReset;

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public @Nullable String getValue() {
			return this.value.get();
		}

		@Override
		public void setValue(String value) {
			if (this.failsToSet) {
				throw new IllegalStateException("set");
			}
			this.value.set(value);
		}

		@Override
		public void setValue() {
			if (this.failsToReset) {
				throw new IllegalStateException("reset");
			}
			this.value.remove();
		}

	}

}
