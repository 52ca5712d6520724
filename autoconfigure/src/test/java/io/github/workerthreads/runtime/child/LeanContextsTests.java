package io.github.workerthreads.runtime.child;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.env.StandardEnvironment;

import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.WorkerBeans;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.ResourceLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LeanContexts}.
 */
class LeanContextsTests {

	private final LeanContexts contexts = new LeanContexts(new StandardEnvironment());

	@Test
	void beanOfASignatureIsMadeByItsClass() throws Throwable {
		assertThat(greeting(List.of(), "Jane")).isEqualTo("Hello Jane");
	}

	@Test
	void contextWithoutMessagesHasDefaultsOnly() throws Throwable {
		assertThatExceptionOfType(NoSuchMessageException.class).isThrownBy(() -> greeting(List.of(), "strict"));
		assertThat(greeting(List.of(), "resolvable")).isEqualTo("Hello resolvable");
	}

	@Test
	void messagesOfASourceAreUsed() throws Throwable {
		List<String> sources = List.of(Messages.class.getName());
		assertThat(greeting(sources, "Jane")).isEqualTo("Moin Jane");
		assertThat(greeting(sources, "strict")).isEqualTo("Moin strict");
	}

	private @Nullable Object greeting(List<String> sources, String name) throws Throwable {
		WorkerSettings settings = WorkerSettings
			.of("worker-test-1", "test", true, Thread.NORM_PRIORITY, ResourceLimits.NONE)
			.withOwn(List.of(), sources);
		Method method = Greeter.class.getDeclaredMethod("greet", String.class);
		MethodSignature signature = MethodSignature.of("greeter", Greeter.class, method, new boolean[1], true);
		WorkerBeans beans = this.contexts.create(settings, getClass().getClassLoader(), List.of(signature));
		try {
			return beans.method(signature).invoke(new Object[] { name });
		}
		finally {
			beans.close();
		}
	}

	/**
	 * Greets by the messages of its context.
	 */
	static class Greeter {

		private final MessageSource messages;

		Greeter(MessageSource messages) {
			this.messages = messages;
		}

		@Nullable String greet(String name) {
			Object[] arguments = { name };
			return switch (name) {
				case "strict" -> this.messages.getMessage("greeting", arguments, Locale.ROOT);
				case "resolvable" -> this.messages.getMessage(
						new DefaultMessageSourceResolvable(new String[] { "greeting" }, arguments, "Hello {0}"),
						Locale.ROOT);
				default -> this.messages.getMessage("greeting", arguments, "Hello {0}", Locale.ROOT);
			};
		}

	}

	/**
	 * Has messages.
	 */
	@Configuration
	static class Messages {

		@Bean
		MessageSource messageSource() {
			StaticMessageSource messages = new StaticMessageSource();
			messages.addMessage("greeting", Locale.ROOT, "Moin {0}");
			return messages;
		}

	}

}
