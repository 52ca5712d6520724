package io.github.workerthreads.runtime.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.PortRelay;

/**
 * One port of a connection: how what is posted to it here gets to the other side, and the
 * other way round. Nothing with its number is written after it was said to be closed.
 * Thread-safe.
 */
final class PortLine implements PortRelay.Wire {

	private static final byte[] NOTHING = new byte[0];

	private static final int LONGEST_REASON = 10_000;

	private final PortConnection connection;

	private final long number;

	private final PortRelay relay;

	private final AtomicBoolean started = new AtomicBoolean();

	// Messages that were taken here, of which the other side has not heard
	private final AtomicInteger owed = new AtomicInteger();

	// Guards what follows
	private final Object lock = new Object();

	private long sent;

	private long arrived;

	// What shared memory is on its way, which has to stay open until it has arrived
	private final Deque<Held> held = new ArrayDeque<>(0);

	// Bytes of messages that were not taken here
	private long waiting;

	private boolean closedHere;

	private boolean closedElsewhere;

	PortLine(PortConnection connection, long number, Function<PortRelay.Wire, PortRelay> relay) {
		this.connection = connection;
		this.number = number;
		this.relay = relay.apply(this);
	}

	PortRelay relay() {
		return this.relay;
	}

	void start() {
		if (this.started.compareAndSet(false, true)) {
			this.relay.start(this.connection.realm(), this.connection::execute);
		}
	}

	@Override
	public void send(EncodedMessage message) {
		if (!onItsWay(message)) {
			PortMessage.discard(message);
			return;
		}
		try {
			this.connection.write(FrameType.PORT_MESSAGE, this.number, NOTHING, message);
		}
		catch (DataCloneException ex) {
			writeLoss(ex);
		}
		catch (IOException ex) {
			// The other side has ended, of which reading tells
		}
	}

	private boolean onItsWay(EncodedMessage message) {
		synchronized (this.lock) {
			if (this.closedElsewhere) {
				return false;
			}
			this.sent++;
			if (!message.carried().isEmpty()) {
				this.held.add(new Held(this.sent, message));
			}
			return true;
		}
	}

	@Override
	public void lose(DataCloneException reason) {
		synchronized (this.lock) {
			if (this.closedElsewhere) {
				return;
			}
			this.sent++;
		}
		writeLoss(reason);
	}

	private void writeLoss(DataCloneException reason) {
		String text = String.valueOf(reason.getMessage());
		byte[] body = text.substring(0, Math.min(text.length(), LONGEST_REASON)).getBytes(StandardCharsets.UTF_8);
		write(new Frame(FrameType.PORT_MESSAGE, this.number, PortMessage.LOST, body));
	}

	private void write(Frame frame) {
		try {
			this.connection.write(frame);
		}
		catch (IOException ex) {
			// The other side has ended, of which reading tells
		}
	}

	@Override
	public void waits(long bytes) {
		synchronized (this.lock) {
			if (this.closedHere && this.closedElsewhere) {
				return;
			}
			this.waiting += bytes;
		}
		this.connection.waits(bytes);
	}

	@Override
	public void taken() {
		if (this.owed.getAndIncrement() == 0) {
			this.connection.execute(this::giveCredit);
		}
	}

	private void giveCredit() {
		int count = this.owed.getAndSet(0);
		synchronized (this.lock) {
			if (this.closedHere) {
				return;
			}
		}
		write(new Frame(FrameType.PORT_CREDIT, this.number, count));
	}

	@Override
	public void ended() {
		synchronized (this.lock) {
			if (this.closedHere) {
				return;
			}
			this.closedHere = true;
		}
		write(new Frame(FrameType.PORT_CLOSE, this.number, 0));
		removeIfOver();
	}

	/**
	 * Return whether somebody wants messages here.
	 * @return whether the other side was not told that the port is closed
	 */
	boolean isOpenHere() {
		synchronized (this.lock) {
			return !this.closedHere;
		}
	}

	/**
	 * Take a message.
	 * @param message the message
	 * @throws ProtocolException if there is no room for it
	 */
	void receive(EncodedMessage message) throws ProtocolException {
		checkRoom(this.relay.receive(message));
	}

	/**
	 * Take notice of a message that could not be sent.
	 * @param reason why not, as text
	 * @throws ProtocolException if there is no room for it
	 */
	void receiveLoss(byte[] reason) throws ProtocolException {
		checkRoom(this.relay.receiveLoss(new String(reason, StandardCharsets.UTF_8)));
	}

	private void checkRoom(boolean received) throws ProtocolException {
		if (!received) {
			throw new ProtocolException("Port %d was sent more than the %d messages for which it has room"
				.formatted(this.number, this.relay.capacity()));
		}
		this.connection.checkWaiting();
	}

	/**
	 * Take notice that messages were taken on the other side.
	 * @param count how many
	 * @throws ProtocolException if not so many were sent
	 */
	void arrived(int count) throws ProtocolException {
		synchronized (this.lock) {
			this.arrived += count;
			while (!this.held.isEmpty() && this.held.element().position() <= this.arrived) {
				PortMessage.release(this.held.remove().message());
			}
		}
		if (!this.relay.arrived(count)) {
			throw new ProtocolException("Port %d says that it took %d messages, which are more than it was sent"
				.formatted(this.number, count));
		}
	}

	/**
	 * Take notice that the other side has closed the port.
	 * @throws ProtocolException if it had done so before
	 */
	void closedElsewhere() throws ProtocolException {
		synchronized (this.lock) {
			if (this.closedElsewhere) {
				throw new ProtocolException("Port %d was closed twice".formatted(this.number));
			}
			this.closedElsewhere = true;
		}
		this.relay.closeFromElsewhere();
		removeIfOver();
	}

	private void removeIfOver() {
		boolean over;
		synchronized (this.lock) {
			over = this.closedHere && this.closedElsewhere;
			if (over) {
				releaseHeld();
				this.connection.waits(-this.waiting);
				this.waiting = 0;
			}
		}
		if (over) {
			this.connection.remove(this.number);
		}
	}

	private void releaseHeld() {
		this.held.forEach((message) -> PortMessage.release(message.message()));
		this.held.clear();
	}

	/**
	 * Close the port, since nothing can be said to the other side any more.
	 */
	void abandon() {
		synchronized (this.lock) {
			this.closedHere = true;
			this.closedElsewhere = true;
			releaseHeld();
		}
		this.relay.abandon();
	}

	/**
	 * Message that takes shared memory along.
	 *
	 * @param position how many messages were sent by then
	 * @param message the message
	 */
	private record Held(long position, EncodedMessage message) {

	}

}
