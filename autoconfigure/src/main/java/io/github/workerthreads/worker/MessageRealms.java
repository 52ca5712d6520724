package io.github.workerthreads.worker;

import java.util.Map;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;

/**
 * Finds the factory of realms when it is needed, and has the realm of receivers who do
 * not know theirs yet.
 */
final class MessageRealms {

	static final MessageRealm.Factory FACTORY = ServiceLoader
		.load(MessageRealm.Factory.class, MessageRealm.Factory.class.getClassLoader())
		.findFirst()
		.orElseThrow(() -> new IllegalStateException(
				"No %s is registered. Keep META-INF/services of the library when you repackage it"
					.formatted(MessageRealm.Factory.class.getName())));

	/**
	 * The realm of a worker that is not up yet and will have classes of its own. Nobody
	 * receives anything there.
	 */
	static final MessageRealm UNKNOWN = new Unknown(null);

	private MessageRealms() {
	}

	/**
	 * Return the realm of a worker that is not up yet.
	 * @param rules the rules of messages to it, or {@code null} for none
	 * @return the realm
	 */
	static MessageRealm unknown(@Nullable MessageRules rules) {
		return (rules != null) ? new Unknown(rules) : UNKNOWN;
	}

	/**
	 * A realm that can neither send nor receive.
	 */
	private record Unknown(@Nullable MessageRules rules) implements MessageRealm {

		@Override
		public @Nullable Object clone(String name, @Nullable Object message, Map<Object, Object> replacements) {
			throw notUp();
		}

		@Override
		public EncodedMessage encode(String name, @Nullable Object message, Map<Object, Object> replacements,
				@Nullable MessageRules rules) {
			throw notUp();
		}

		@Override
		public @Nullable Object decode(String name, EncodedMessage message) {
			throw notUp();
		}

		private static IllegalStateException notUp() {
			return new IllegalStateException("The worker is not up yet");
		}

	}

}
