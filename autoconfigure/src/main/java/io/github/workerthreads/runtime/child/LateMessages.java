package io.github.workerthreads.runtime.child;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DelegatingMessageSource;

/**
 * The messages of a context that defines none, as Spring has them there: defaults only.
 * They are made when one is asked for, since their class asks the JDK for all locales
 * that it knows, which takes a tenth of the start of a worker. Thread-safe.
 */
final class LateMessages implements MessageSource {

	@Override
	public @Nullable String getMessage(String code, Object @Nullable [] arguments, @Nullable String defaultMessage,
			@Nullable Locale locale) {
		return Made.MESSAGES.getMessage(code, arguments, defaultMessage, locale);
	}

	@Override
	public String getMessage(String code, Object @Nullable [] arguments, @Nullable Locale locale) {
		return Made.MESSAGES.getMessage(code, arguments, locale);
	}

	@Override
	public String getMessage(MessageSourceResolvable resolvable, @Nullable Locale locale) {
		return Made.MESSAGES.getMessage(resolvable, locale);
	}

	private static final class Made {

		static final MessageSource MESSAGES = new DelegatingMessageSource();

	}

}
