package io.github.workerthreads.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where the owner of a port lives, and so of which classes its messages are: those of a
 * class loader, or none here at all if it is in another process. A message that stays in
 * a realm is cloned; one that leaves it is written by the sender's realm, on the sender's
 * thread, and read by the receiver's, on the receiver's. Realms that are equal are one.
 * Made for rungs. Implementations are thread-safe.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserialize">StructuredDeserialize
 * (serialized, targetRealm)</a>
 */
public interface MessageRealm extends MessageCloner {

	/**
	 * Write a message that leaves this realm.
	 * @param name what the message is called in paths, such as {@code message}
	 * @param message the message
	 * @param replacements what stands for values of the message, compared by identity
	 * @param rules the rules of the receiver's realm, or {@code null} if it has none
	 * @return the message in bytes
	 * @throws DataCloneException if a value in it cannot be cloned, or the rules refuse
	 * it
	 */
	EncodedMessage encode(String name, @Nullable Object message, Map<Object, Object> replacements,
			@Nullable MessageRules rules);

	/**
	 * Read a message that has come from another realm.
	 * @param name what the message is called in paths
	 * @param message the message
	 * @return the receiver's message
	 * @throws DataCloneException if a value in it cannot be rebuilt here
	 */
	@Nullable Object decode(String name, EncodedMessage message);

	/**
	 * Return the rules of messages to this realm.
	 * @return the rules, or {@code null} if everything that can be cloned may come
	 */
	default @Nullable MessageRules rules() {
		return null;
	}

	/**
	 * Return the realm of the current thread: the classes of its context class loader.
	 * @return the realm
	 */
	static MessageRealm current() {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		return of((classLoader != null) ? classLoader : ClassLoader.getSystemClassLoader());
	}

	/**
	 * Return the realm of a class loader.
	 * @param classLoader has the classes of the realm
	 * @return the realm
	 */
	static MessageRealm of(ClassLoader classLoader) {
		return MessageRealms.FACTORY.of(classLoader);
	}

	/**
	 * Makes realms. Found through {@link java.util.ServiceLoader}; the library brings
	 * one. Implementations are thread-safe.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Return the realm of a class loader.
		 * @param classLoader has the classes of the realm
		 * @return the realm
		 */
		MessageRealm of(ClassLoader classLoader);

	}

}
