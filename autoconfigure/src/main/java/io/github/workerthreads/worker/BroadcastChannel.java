package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One of many ends of a channel that has a name: what is posted on one arrives at all
 * others of that name in this process, on any worker, each with a clone of its own. A
 * receiver that does not keep up holds nobody back: beyond its capacity it loses its
 * oldest messages, and {@link #droppedMessages()} counts them.
 * <p>
 * A worker of isolation {@code process} has channels of its own, as another Node process
 * would: pass on to it by a port what it is to hear.
 * <p>
 * Open until it is closed, or the long-lived worker ends that opened it. Thread-safe.
 *
 * @see <a href=
 * "https://nodejs.org/api/worker_threads.html#class-broadcastchannel-extends-eventtarget">Class:
 * BroadcastChannel</a>
 */
public final class BroadcastChannel implements AutoCloseable {

	private static final Map<String, Set<BroadcastChannel>> OPEN = new ConcurrentHashMap<>();

	private final String name;

	private final PortQueue queue;

	private final @Nullable WorkerScope owner = WorkerScope.current();

	private volatile Consumer<DataCloneException> onMessageError = MessagePort::log;

	private final LoopReference reference = new LoopReference(this::close);

	private BroadcastChannel(String name, int capacity) {
		this.name = name;
		this.queue = new PortQueue(capacity, Duration.ZERO, MessageRealm.current());
	}

	/**
	 * Open an end of a channel.
	 * @param name the name of the channel
	 * @return a new end
	 */
	public static BroadcastChannel open(String name) {
		return open(name, MessageChannel.DEFAULT_CAPACITY);
	}

	/**
	 * Open an end of a channel.
	 * @param name the name of the channel
	 * @param capacity how many messages may wait at this end
	 * @return a new end
	 * @throws IllegalArgumentException if the capacity is less than 1
	 */
	public static BroadcastChannel open(String name, int capacity) {
		Objects.requireNonNull(name, "'name' must not be null");
		if (capacity < 1) {
			throw new IllegalArgumentException("'capacity' must be at least 1 but was " + capacity);
		}
		BroadcastChannel channel = new BroadcastChannel(name, capacity);
		if (channel.owner != null) {
			channel.owner.add(channel);
		}
		OPEN.compute(name, (key, channels) -> {
			Set<BroadcastChannel> joined = (channels != null) ? channels : new CopyOnWriteArraySet<>();
			joined.add(channel);
			return joined;
		});
		return channel;
	}

	/**
	 * Return the name of the channel.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Send a message to all other ends that are open.
	 * @param message the message
	 * @throws DataCloneException if a value in it cannot be cloned: nobody gets it then
	 * @throws IllegalStateException if this end is closed
	 */
	public void postMessage(@Nullable Object message) {
		if (this.queue.isClosed()) {
			throw new IllegalStateException("This end of broadcast channel '%s' is closed".formatted(this.name));
		}
		List<BroadcastChannel> receivers = new ArrayList<>(OPEN.getOrDefault(this.name, Set.of()));
		receivers.remove(this);
		List<PostedMessage> clones = new ArrayList<>();
		receivers.forEach((receiver) -> clones.add(messageTo(receiver, message)));
		if (receivers.isEmpty()) {
			messageTo(this, message);
		}
		for (int i = 0; i < receivers.size(); i++) {
			receivers.get(i).queue.addDroppingOldest(clones.get(i));
		}
	}

	private PostedMessage messageTo(BroadcastChannel receiver, @Nullable Object message) {
		return PostedMessage.send(this.queue.realm(), receiver.queue.realm(), "message", message,
				TransferList.nothing());
	}

	/**
	 * Say what to do with messages that cannot be rebuilt here, since their sender has
	 * classes that this end does not have: Node's {@code messageerror}. Such a message is
	 * gone; the default is to log a warning.
	 * @param listener gets the reason, where messages are delivered; replaces an earlier
	 * one
	 * @return this end
	 */
	public BroadcastChannel onMessageError(Consumer<DataCloneException> listener) {
		this.onMessageError = listener;
		return this;
	}

	private void failed(DataCloneException ex) {
		this.onMessageError.accept(ex);
	}

	/**
	 * Deliver messages from now on, first those that wait. Called inside of a long-lived
	 * worker, the listener runs on the worker's thread and keeps the worker alive;
	 * elsewhere it runs on one of a few threads that the library keeps for that.
	 * @param listener gets each message; replaces an earlier one
	 * @return this end
	 */
	public BroadcastChannel onMessage(Consumer<@Nullable Object> listener) {
		EventLoop loop = EventLoop.current();
		Executor executor = (loop != null) ? loop : EventThreads.executor();
		this.reference.start(loop);
		this.queue.attach(new PortQueue.Receiver(executor, listener, this::failed, this.reference::stop));
		return this;
	}

	/**
	 * Take the next message instead of having it delivered.
	 * @return the message, or {@code null} if none waits
	 */
	public @Nullable ReceivedMessage receiveMessage() {
		return this.queue.poll();
	}

	/**
	 * Return how many messages this end lost because it did not keep up.
	 * @return the number so far
	 */
	public long droppedMessages() {
		return this.queue.dropped();
	}

	/**
	 * Let this end keep its worker alive while it has a listener, which is the default.
	 */
	public void ref() {
		this.reference.setKeepsAlive(true);
	}

	/**
	 * Let the worker end although this end has a listener.
	 */
	public void unref() {
		this.reference.setKeepsAlive(false);
	}

	/**
	 * Leave the channel. Messages that wait here are still delivered. Closing again does
	 * nothing.
	 */
	@Override
	public void close() {
		OPEN.computeIfPresent(this.name, (key, channels) -> {
			channels.remove(this);
			return (!channels.isEmpty()) ? channels : null;
		});
		this.queue.close();
		if (this.owner != null) {
			this.owner.remove(this);
		}
	}

	@Override
	public String toString() {
		return "BroadcastChannel[%s]".formatted(this.name);
	}

}
