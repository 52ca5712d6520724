package io.github.workerthreads.worker;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Where the two sides live that talk with each other in a test.
 */
enum Realms {

	/**
	 * On isolation {@code thread}: messages are cloned by their sender.
	 */
	ONE(Realms.class.getClassLoader()),

	/**
	 * With class loaders of their own: messages are bytes on their way.
	 */
	TWO(new URLClassLoader(new URL[0], Realms.class.getClassLoader()));

	private final MessageRealm own = MessageRealm.of(Realms.class.getClassLoader());

	private final ClassLoader otherLoader;

	private final MessageRealm other;

	Realms(ClassLoader otherLoader) {
		this.otherLoader = otherLoader;
		this.other = MessageRealm.of(otherLoader);
	}

	/**
	 * Create a channel whose second port is the other side's.
	 * @return the channel
	 */
	MessageChannel channel() {
		return channel(MessageChannel.DEFAULT_CAPACITY, MessageChannel.DEFAULT_MAX_WAIT);
	}

	MessageChannel channel(int capacity, Duration maxWait) {
		return MessageChannel.create(capacity, maxWait, this.own, this.other);
	}

	/**
	 * Open an end of a broadcast channel on the other side.
	 * @param name the name of the channel
	 * @param capacity how many messages may wait there
	 * @return the end
	 */
	MessageRealm other() {
		return this.other;
	}

	BroadcastChannel open(String name, int capacity) {
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		thread.setContextClassLoader(this.otherLoader);
		try {
			return BroadcastChannel.open(name, capacity);
		}
		finally {
			thread.setContextClassLoader(own);
		}
	}

	/**
	 * Send a message from this side to the other one.
	 * @param message the message
	 * @param transfer what moves
	 * @return what the other side receives
	 */
	@Nullable Object send(@Nullable Object message, TransferList transfer) {
		return PostedMessage.send(this.own, this.other, "message", message, transfer).receive(this.other, "message");
	}

	/**
	 * Return a message of a class that only this side has.
	 * @return the message, which the other side cannot read if it lives elsewhere
	 */
	Object ofAnUnknownClass() {
		try (DynamicType.Unloaded<?> type = new ByteBuddy().subclass(Object.class).name("made.up.Value").make()) {
			return type.load(null, ClassLoadingStrategy.Default.WRAPPER).getLoaded().getConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
