package io.github.workerthreads.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Stands for the realm of another process: what is sent to it stays encoded.
 */
final class RealmElsewhere implements MessageRealm {

	private boolean refuses;

	/**
	 * Have messages refused from now on.
	 * @param refuses whether to refuse them
	 */
	void refuse(boolean refuses) {
		this.refuses = refuses;
	}

	@Override
	public @Nullable Object clone(String name, @Nullable Object message, Map<Object, Object> replacements) {
		throw new UnsupportedOperationException();
	}

	@Override
	public EncodedMessage encode(String name, @Nullable Object message, Map<Object, Object> replacements,
			@Nullable MessageRules rules) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Object decode(String name, EncodedMessage message) {
		if (this.refuses) {
			throw new DataCloneException(name, "it is refused", null);
		}
		return message;
	}

}
