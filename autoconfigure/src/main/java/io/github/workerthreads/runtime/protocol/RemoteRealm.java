package io.github.workerthreads.runtime.protocol;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.MessageRules;

/**
 * The realm of ports in another process: messages go there in bytes, and what is received
 * here in its name are those bytes. Realms of two connections differ. Thread-safe.
 */
final class RemoteRealm implements MessageRealm {

	private final ProcessRules rules;

	RemoteRealm(ProcessRules rules) {
		this.rules = rules;
	}

	@Override
	public @Nullable Object clone(String name, @Nullable Object message, Map<Object, Object> replacements) {
		throw isElsewhere();
	}

	@Override
	public EncodedMessage encode(String name, @Nullable Object message, Map<Object, Object> replacements,
			@Nullable MessageRules rules) {
		throw isElsewhere();
	}

	private static IllegalStateException isElsewhere() {
		return new IllegalStateException("Nobody sends here in the name of another process but in bytes");
	}

	@Override
	public Object decode(String name, EncodedMessage message) {
		return message;
	}

	@Override
	public ProcessRules rules() {
		return this.rules;
	}

}
