package io.github.workerthreads.message;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.MessageRules;

/**
 * The classes of one class loader, as the realm of ports. Thread-safe.
 */
final class LoaderRealm implements MessageRealm {

	private static final StructuredClone CLONE = new StructuredClone();

	private final ClassLoader classLoader;

	// Most ports talk within their realm and never need it
	private volatile @Nullable LoaderMessageCodec codec;

	LoaderRealm(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public @Nullable Object clone(String name, @Nullable Object message, Map<Object, Object> replacements) {
		return CLONE.clone(name, message, replacements);
	}

	@Override
	public void discard(@Nullable Object clone) {
		CLONE.discard(clone);
	}

	@Override
	public EncodedMessage encode(String name, @Nullable Object message, Map<Object, Object> replacements,
			@Nullable MessageRules rules) {
		if (rules instanceof ProcessRules processRules) {
			return processRules.encode(this.classLoader, name, message, replacements);
		}
		return codec().clone(name, message, replacements);
	}

	@Override
	public @Nullable Object decode(String name, EncodedMessage message) {
		if (message.rules() instanceof ProcessRules processRules) {
			return processRules.decode(this.classLoader, name, message);
		}
		return codec().decode(name, message);
	}

	private LoaderMessageCodec codec() {
		LoaderMessageCodec current = this.codec;
		if (current == null) {
			current = new LoaderMessageCodec(this.classLoader, List.of());
			this.codec = current;
		}
		return current;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof LoaderRealm realm && this.classLoader == realm.classLoader;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this.classLoader);
	}

	@Override
	public String toString() {
		return "LoaderRealm[%s]".formatted(this.classLoader);
	}

	/**
	 * Makes realms of class loaders.
	 */
	public static final class Factory implements MessageRealm.Factory {

		@Override
		public MessageRealm of(ClassLoader classLoader) {
			return new LoaderRealm(classLoader);
		}

	}

}
