package io.github.workerthreads.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One end of a {@link MessageChannel}. What is posted is cloned on the sender's thread
 * and waits for the other port, in order, up to the channel's capacity; a sender that is
 * faster waits, and gets a {@link PortSaturatedException} if that takes too long. A port
 * is transferred by a {@link TransferList} list, with the messages that wait for it.
 * <p>
 * Thread-safe. One message at a time is delivered.
 *
 * @see <a href="https://nodejs.org/api/worker_threads.html#class-messageport">Class:
 * MessagePort</a>
 */
public final class MessagePort extends Transferable implements AutoCloseable {

	private static final Logger logger = System.getLogger(MessagePort.class.getName());

	private static final VarHandle ENDS;

	static {
		try {
			ENDS = MethodHandles.lookup().findVarHandle(MessagePort.class, "ends", PortEnds.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	// null while detached
	private volatile @Nullable PortEnds ends;

	private volatile Runnable onClose = () -> {
	};

	private volatile Consumer<DataCloneException> onMessageError = MessagePort::log;

	private final LoopReference reference = new LoopReference(this::close);

	MessagePort(@Nullable PortEnds ends) {
		this.ends = ends;
	}

	/**
	 * Send a message. It is forgotten if either port is closed.
	 * @param message the message
	 * @throws DataCloneException if a value in it cannot be cloned
	 * @throws PortSaturatedException if too many messages wait for the other port
	 * @throws IllegalStateException if this port was transferred
	 */
	public void postMessage(@Nullable Object message) {
		postMessage(message, TransferList.nothing());
	}

	/**
	 * Send a message and move what is listed, closed ports or not. If this method throws,
	 * nothing has moved. What moves with a message that is forgotten is closed.
	 * @param message the message
	 * @param transfer what moves. If it has the other port, that can receive no more:
	 * both ports are closed, and the message is lost
	 * @throws DataCloneException if a value in it cannot be cloned, or an object in the
	 * list not be moved, as this port itself
	 * @throws PortSaturatedException if too many messages wait for the other port
	 * @throws IllegalStateException if this port was transferred
	 */
	public void postMessage(@Nullable Object message, TransferList transfer) {
		PortEnds current = ends();
		if (transfer.contains(this)) {
			throw new DataCloneException("transfer", "a port cannot be sent through itself", null);
		}
		boolean toItself = transfer.anyMatch((object) -> object instanceof MessagePort port && port.isPeerOf(current));
		if (!current.outgoing().reserve()) {
			current.send(message, transfer).discard();
			return;
		}
		PostedMessage posted;
		try {
			posted = current.send(message, transfer);
		}
		catch (Throwable ex) {
			current.outgoing().release();
			throw ex;
		}
		if (toItself) {
			logger.log(Level.WARNING, "A port was sent to itself through its own channel, which is lost by that");
			// With the port, and the channel by that
			posted.discard();
			return;
		}
		current.outgoing().add(posted);
	}

	private boolean isPeerOf(PortEnds other) {
		PortEnds own = this.ends;
		return own != null && own.isPeerOf(other);
	}

	/**
	 * Deliver messages from now on, first those that wait. Called inside of a long-lived
	 * worker, the listener runs on the worker's thread and the port keeps the worker
	 * alive; elsewhere it runs on one of a few threads that the library keeps for that.
	 * @param listener gets each message; replaces an earlier one. What it throws inside
	 * of a worker ends that worker, elsewhere it is logged
	 * @return this port
	 * @throws IllegalStateException if this port was transferred
	 */
	public MessagePort onMessage(Consumer<@Nullable Object> listener) {
		EventLoop loop = EventLoop.current();
		return onMessage(listener, (loop != null) ? loop : EventThreads.executor());
	}

	/**
	 * Deliver messages from now on, first those that wait.
	 * @param listener gets each message; replaces an earlier one
	 * @param executor where the listener runs, one message at a time
	 * @return this port
	 * @throws IllegalStateException if this port was transferred
	 */
	public MessagePort onMessage(Consumer<@Nullable Object> listener, Executor executor) {
		PortEnds current = ends();
		this.reference.start((executor instanceof EventLoop loop) ? loop : null);
		current.incoming().attach(new PortQueue.Receiver(executor, listener, this::failed, this::ended));
		return this;
	}

	/**
	 * Say what to do with messages that cannot be rebuilt here, since the sender has
	 * classes that the receiver does not have or allow: Node's {@code messageerror}. Such
	 * a message is gone; the default is to log a warning.
	 * @param listener gets the reason, where messages are delivered; replaces an earlier
	 * one
	 * @return this port
	 */
	public MessagePort onMessageError(Consumer<DataCloneException> listener) {
		this.onMessageError = listener;
		return this;
	}

	static void log(DataCloneException ex) {
		logger.log(Level.WARNING, "A message is lost, for the receiver cannot read it", ex);
	}

	private void failed(DataCloneException ex) {
		this.onMessageError.accept(ex);
	}

	/**
	 * Say what to do when the channel is closed, by either side, and the last message has
	 * been delivered. Needs a listener of messages, or {@link #start()}.
	 * @param listener runs once; replaces an earlier one
	 * @return this port
	 */
	public MessagePort onClose(Runnable listener) {
		this.onClose = listener;
		return this;
	}

	/**
	 * Deliver messages although nobody listens, so that they are gone. A listener starts
	 * a port by itself.
	 * @throws IllegalStateException if this port was transferred
	 */
	public void start() {
		if (!this.reference.isStarted()) {
			onMessage((message) -> {
			});
		}
	}

	/**
	 * Take the next message instead of having it delivered. Counterpart of Node's
	 * {@code receiveMessageOnPort}.
	 * @return the message, or {@code null} if none waits
	 * @throws DataCloneException if it cannot be rebuilt here: it is gone
	 * @throws IllegalStateException if this port was transferred
	 */
	public @Nullable ReceivedMessage receiveMessage() {
		return ends().incoming().poll();
	}

	/**
	 * Wait for the next message.
	 * @param timeout how long to wait
	 * @return the message, or {@code null} if none came or the channel is closed
	 * @throws InterruptedException if the thread is interrupted
	 * @throws DataCloneException if it cannot be rebuilt here: it is gone
	 * @throws IllegalStateException if this port was transferred
	 */
	public @Nullable ReceivedMessage receiveMessage(Duration timeout) throws InterruptedException {
		return ends().incoming().poll(timeout);
	}

	/**
	 * Close both ports. Messages that wait are still delivered, then both hear of the
	 * end. A port that was transferred or closed before is left alone.
	 */
	@Override
	public void close() {
		PortEnds current = this.ends;
		if (current != null) {
			close(current);
		}
	}

	private void close(PortEnds current) {
		current.outgoing().close();
		current.incoming().close();
	}

	/**
	 * Close both ports, and forget what waits for this one.
	 */
	void closeForEver() {
		PortEnds current = this.ends;
		if (current != null) {
			close(current);
			current.incoming().discard();
		}
	}

	private void ended() {
		this.reference.stop();
		this.onClose.run();
	}

	/**
	 * Return whether the channel is closed, by either side.
	 * @return whether messages are forgotten
	 */
	public boolean isClosed() {
		PortEnds current = this.ends;
		return current == null || current.incoming().isClosed();
	}

	/**
	 * Let this port keep its worker alive while it has a listener, which is the default.
	 */
	public void ref() {
		this.reference.setKeepsAlive(true);
	}

	/**
	 * Let the worker end although this port has a listener.
	 */
	public void unref() {
		this.reference.setKeepsAlive(false);
	}

	/**
	 * Return whether this port keeps its worker alive now.
	 * @return whether it has a listener on a worker and is not unreferenced
	 */
	public boolean hasRef() {
		return this.reference.keepsAlive();
	}

	PortEnds ends() {
		PortEnds current = this.ends;
		if (current == null) {
			throw new IllegalStateException(
					"The port was transferred and belongs to the receiver. Use the port that it got");
		}
		return current;
	}

	@Override
	public boolean isDetached() {
		return this.ends == null;
	}

	@Override
	MessagePort createCounterpart() {
		return new MessagePort(null);
	}

	@Override
	boolean moveTo(Transferable target) {
		PortEnds current = this.ends;
		if (current == null || !ENDS.compareAndSet(this, current, null)) {
			return false;
		}
		current.incoming().attach(null);
		this.reference.stop();
		((MessagePort) target).ends = current;
		return true;
	}

	@Override
	void enter(MessageRealm realm) {
		PortEnds current = this.ends;
		if (current != null) {
			current.incoming().enter(realm);
		}
	}

	@Override
	void release() {
		close();
	}

	@Override
	String kind() {
		return "port";
	}

	@Override
	public String toString() {
		return "MessagePort[%s]".formatted((isDetached()) ? "transferred" : (isClosed()) ? "closed" : "open");
	}

}
