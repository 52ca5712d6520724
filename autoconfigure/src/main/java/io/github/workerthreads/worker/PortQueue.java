package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One direction between two ports: the messages that wait for the receiving port, and who
 * receives them. It stays the same when that port is transferred. Thread-safe.
 */
final class PortQueue {

	// How many messages one turn of a receiver delivers, so that it can't starve others
	private static final int MESSAGES_PER_TURN = 64;

	private static final Object NULL = new Object();

	private final int capacity;

	private final Duration maxWait;

	// Guards all that follows. Neither executors nor listeners are called under it
	private final Lock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final Condition arrival = this.lock.newCondition();

	// Those of the receiver's realm that take nothing along as they are
	private final Queue<Object> messages = new ArrayDeque<>(4);

	// Where the receiver lives; written under the lock
	private volatile MessageRealm realm;

	// Room that senders have but not filled
	private int reserved;

	// Whether the receiver passes messages on to another process
	private boolean relayed;

	// What was passed on and not taken there, which keeps its room
	private int onTheWay;

	private boolean closed;

	private long dropped;

	private @Nullable Receiver receiver;

	// Whether a turn of the receiver is under way or was handed to its executor
	private boolean delivering;

	private @Nullable Thread deliverer;

	private final AdaptiveSpin spin = new AdaptiveSpin();

	// Whether something arrived since a receiver found nothing; read without the lock by
	// one that spins
	private volatile boolean news;

	PortQueue(int capacity, Duration maxWait, MessageRealm realm) {
		this.capacity = capacity;
		this.maxWait = maxWait;
		this.realm = realm;
	}

	int capacity() {
		return this.capacity;
	}

	Duration maxWait() {
		return this.maxWait;
	}

	/**
	 * Return where the receiver lives.
	 * @return the realm, which changes when the port is transferred
	 */
	MessageRealm realm() {
		return this.realm;
	}

	/**
	 * Let the receiver live in another realm. Messages that wait are read there.
	 * @param realm the realm
	 */
	void enter(MessageRealm realm) {
		this.lock.lock();
		try {
			MessageRealm previous = this.realm;
			if (!previous.equals(realm)) {
				List<Object> waiting = List.copyOf(this.messages);
				this.messages.clear();
				waiting.forEach((message) -> this.messages.add(posted(message, previous)));
			}
			this.realm = realm;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static PostedMessage posted(Object message, MessageRealm realm) {
		return (message instanceof PostedMessage posted) ? posted
				: new PostedMessage((message != NULL) ? message : null, realm, List.of());
	}

	/**
	 * Reserve room for a message, and wait for it if need be.
	 * @return whether there is room; if not, the queue is closed
	 * @throws PortSaturatedException if there is no room in time
	 */
	boolean reserve() {
		this.lock.lock();
		try {
			// Who receives itself would wait for ever
			long remaining = (Thread.currentThread() != this.deliverer) ? this.maxWait.toNanos() : 0;
			while (!this.closed && isFull()) {
				if (remaining <= 0) {
					throw new PortSaturatedException(this.capacity, this.maxWait, null);
				}
				remaining = this.room.awaitNanos(remaining);
			}
			if (!this.closed) {
				this.reserved++;
			}
			return !this.closed;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PortSaturatedException(this.capacity, this.maxWait, ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isFull() {
		return this.messages.size() + this.reserved + this.onTheWay >= this.capacity;
	}

	/**
	 * Give reserved room back.
	 */
	void release() {
		this.lock.lock();
		try {
			this.reserved--;
			this.room.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add a message for which there is room. What moved with it is let go if this queue
	 * was closed meanwhile.
	 * @param message the message
	 */
	void add(PostedMessage message) {
		put(message, 1);
	}

	/**
	 * Add a message from another process, whose side keeps to the room that there is.
	 * What came with it is let go if this queue is closed.
	 * @param message the message
	 * @return whether it waits here now
	 */
	boolean addFromElsewhere(PostedMessage message) {
		return put(message, 0);
	}

	private boolean put(PostedMessage message, int room) {
		boolean added = tryChange(() -> {
			this.reserved -= room;
			if (!this.closed) {
				this.messages.add(compact(message));
				this.news = true;
				this.arrival.signal();
			}
			return !this.closed;
		});
		if (!added) {
			message.discard();
		}
		return added;
	}

	/**
	 * Let the receiver pass messages on to another process, as many at a time as may wait
	 * here.
	 */
	void relay() {
		change(() -> this.relayed = true);
	}

	/**
	 * Note that messages which were passed on were taken there.
	 * @param count how many
	 * @return whether so many were on the way
	 */
	boolean arrived(int count) {
		boolean[] believed = new boolean[1];
		change(() -> {
			believed[0] = count > 0 && count <= this.onTheWay;
			if (believed[0]) {
				this.onTheWay -= count;
				this.room.signalAll();
			}
		});
		return believed[0];
	}

	/**
	 * Pass on whatever waits, since nobody tells any more what is taken.
	 */
	void relayAll() {
		change(() -> {
			this.relayed = false;
			this.onTheWay = 0;
		});
	}

	/**
	 * Forget the messages that wait, since nobody will receive them: what they hold is
	 * let go.
	 */
	void discard() {
		List<PostedMessage> forgotten = new ArrayList<>();
		change(() -> {
			this.messages.forEach((message) -> forgotten.add(posted(message, this.realm)));
			this.messages.clear();
		});
		forgotten.forEach(PostedMessage::discard);
	}

	/**
	 * Return whether messages are being delivered or could be.
	 * @return whether the receiver is not done with what it may take now
	 */
	boolean isDelivering() {
		this.lock.lock();
		try {
			return this.delivering || isDue();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add a message and drop the oldest ones for which there is no room then.
	 * @param message the message
	 */
	void addDroppingOldest(PostedMessage message) {
		List<PostedMessage> forgotten = new ArrayList<>(1);
		change(() -> {
			if (this.closed) {
				forgotten.add(message);
				return;
			}
			this.messages.add(compact(message));
			while (this.messages.size() > this.capacity) {
				forgotten.add(posted(this.messages.remove(), this.realm));
				this.dropped++;
			}
		});
		forgotten.forEach(PostedMessage::discard);
	}

	private Object compact(PostedMessage posted) {
		if (!posted.moved().isEmpty() || !this.realm.equals(posted.realm())) {
			return posted;
		}
		return (posted.message() != null) ? posted.message() : NULL;
	}

	long dropped() {
		this.lock.lock();
		try {
			return this.dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next message.
	 * @param timeout how long to wait for one
	 * @return the message, or {@code null} if none came
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable ReceivedMessage poll(Duration timeout) throws InterruptedException {
		if (hasToWait() && !timeout.isZero()) {
			this.spin.await(() -> this.news);
		}
		this.lock.lockInterruptibly();
		try {
			long remaining = timeout.toNanos();
			while (this.messages.isEmpty() && !this.closed && remaining > 0) {
				remaining = this.arrival.awaitNanos(remaining);
			}
		}
		finally {
			this.lock.unlock();
		}
		return poll();
	}

	private boolean hasToWait() {
		this.lock.lock();
		try {
			this.news = false;
			return this.messages.isEmpty() && !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next message if there is one.
	 * @return the message, or {@code null}
	 * @throws DataCloneException if there is one that cannot be rebuilt here: it is gone
	 */
	@Nullable ReceivedMessage poll() {
		@Nullable Object[] message = new @Nullable Object[2];
		change(() -> {
			message[0] = next();
			message[1] = this.realm;
		});
		return (message[0] != null) ? received(message[0], (MessageRealm) Objects.requireNonNull(message[1])) : null;
	}

	private @Nullable Object next() {
		Object message = (mayTake()) ? this.messages.poll() : null;
		if (message != null && this.relayed) {
			this.onTheWay++;
		}
		else if (message != null) {
			this.room.signal();
		}
		return message;
	}

	private boolean mayTake() {
		return !this.relayed || this.onTheWay < this.capacity;
	}

	private static ReceivedMessage received(Object message, MessageRealm own) {
		if (message instanceof PostedMessage posted) {
			if (posted.taken() != null) {
				posted.taken().run();
			}
			return new ReceivedMessage(posted.receive(own, "message"));
		}
		return new ReceivedMessage((message != NULL) ? message : null);
	}

	/**
	 * Take no more messages. Those that wait are still delivered, then the receiver hears
	 * of the end.
	 */
	void close() {
		change(() -> {
			this.closed = true;
			this.room.signalAll();
			this.news = true;
			this.arrival.signalAll();
		});
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let a receiver have the messages from now on.
	 * @param receiver the receiver, or {@code null} to keep them
	 */
	void attach(@Nullable Receiver receiver) {
		change(() -> this.receiver = receiver);
	}

	/**
	 * Change something, and start a turn of the receiver if that is due afterwards.
	 * @param action the change, made under the lock
	 */
	private void change(Runnable action) {
		tryChange(() -> {
			action.run();
			return true;
		});
	}

	private boolean tryChange(BooleanSupplier action) {
		Receiver starting = null;
		boolean result;
		this.lock.lock();
		try {
			result = action.getAsBoolean();
			if (!this.delivering && isDue()) {
				this.delivering = true;
				starting = this.receiver;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (starting != null) {
			starting.executor().execute(this::deliver);
		}
		return result;
	}

	private boolean isDue() {
		return this.receiver != null && ((this.messages.isEmpty()) ? this.closed : mayTake());
	}

	private void deliver() {
		try {
			int delivered = 0;
			while (delivered < MESSAGES_PER_TURN && deliverNext()) {
				delivered++;
			}
		}
		finally {
			endTurn();
		}
	}

	private boolean deliverNext() {
		Receiver current;
		Object next;
		MessageRealm own;
		this.lock.lock();
		try {
			this.deliverer = Thread.currentThread();
			current = this.receiver;
			next = (current != null) ? next() : null;
			own = this.realm;
		}
		finally {
			this.lock.unlock();
		}
		if (current == null || next == null) {
			return false;
		}
		deliver(next, own, current);
		return true;
	}

	private static void deliver(Object next, MessageRealm own, Receiver receiver) {
		ReceivedMessage message;
		try {
			message = received(next, own);
		}
		catch (DataCloneException ex) {
			receiver.errors().accept(ex);
			return;
		}
		receiver.listener().accept(message.message());
	}

	private void endTurn() {
		@Nullable Receiver[] ended = new @Nullable Receiver[1];
		change(() -> {
			this.delivering = false;
			this.deliverer = null;
			if (this.closed && this.messages.isEmpty()) {
				ended[0] = this.receiver;
				this.receiver = null;
			}
		});
		Receiver last = ended[0];
		if (last != null) {
			last.end().run();
		}
	}

	/**
	 * Who gets the messages, one at a time.
	 *
	 * @param executor where they are delivered
	 * @param listener gets each message
	 * @param errors gets the reason why a message cannot be rebuilt here
	 * @param end runs after the last message of a closed queue
	 */
	record Receiver(Executor executor, Consumer<@Nullable Object> listener, Consumer<DataCloneException> errors,
			Runnable end) {

	}

}
