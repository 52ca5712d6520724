package io.github.workerthreads.runtime.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.MessageRoute;
import io.github.workerthreads.worker.PortRelay;

/**
 * The ports of one connection between a worker's process and its parent's, each with a
 * number of its own: that of the parent port is 0, others that the parent sends have even
 * ones, those of the child odd ones, and none is used twice. What the other side says is
 * checked. One thread, which nobody interrupts, writes; who reads frames hands them to
 * {@link #take}, which never waits. Thread-safe.
 */
public final class PortConnection implements AutoCloseable {

	/**
	 * The number of the port between a worker and its parent.
	 */
	public static final long PARENT_PORT = 0;

	/**
	 * How many ports may be open at the same time.
	 */
	static final int MOST_PORTS = 4096;

	/**
	 * How many messages may wait for a port that is transferred, at most.
	 */
	static final int LARGEST_CAPACITY = 1 << 16;

	private static final long IDLE_SECONDS = 2;

	private final FrameChannel data;

	private final RemoteRealm realm;

	private final ThreadPoolExecutor writer;

	private final Map<Long, PortLine> lines = new ConcurrentHashMap<>();

	private final PostOffice posts;

	// Whether this side has said its last, so that nobody here wants anything
	private volatile boolean finished;

	private final long mostWaiting;

	// Bytes of messages from the other process that were not taken here
	private final AtomicLong waiting = new AtomicLong();

	// Written by who sends ports, one at a time
	private long lastSent;

	// For who reads frames only
	private long lastReceived;

	/**
	 * Create the ports of a connection.
	 * @param data the connection
	 * @param rules the rules of messages
	 * @param parent whether this is the parent's side
	 * @param workerId the number of the worker
	 * @param name the name of the thread that writes
	 */
	public PortConnection(FrameChannel data, ProcessRules rules, boolean parent, long workerId, String name) {
		this(data, rules, parent, workerId, name, (parent) ? Runtime.getRuntime().maxMemory() / 2 : Long.MAX_VALUE);
	}

	PortConnection(FrameChannel data, ProcessRules rules, boolean parent, long workerId, String name,
			long mostWaiting) {
		this.mostWaiting = mostWaiting;
		this.data = data;
		this.posts = new PostOffice(this, parent, workerId);
		this.realm = new RemoteRealm(rules);
		this.lastSent = (parent) ? 0 : -1;
		this.lastReceived = (parent) ? -1 : 0;
		this.writer = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(code) -> newThread(code, name), new ThreadPoolExecutor.DiscardPolicy());
		this.writer.allowCoreThreadTimeOut(true);
	}

	private static Thread newThread(Runnable code, String name) {
		Thread thread = new Thread(null, code, name, 0, false);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Return the way of messages by number to the other process.
	 * @return the way
	 */
	public MessageRoute route() {
		return this.posts;
	}

	/**
	 * Return where ports of the other process live.
	 * @return the realm
	 */
	MessageRealm realm() {
		return this.realm;
	}

	ProcessRules rules() {
		return this.realm.rules();
	}

	/**
	 * Stand for the parent port, which goes to the child.
	 * @param port the port
	 * @return the relay
	 */
	PortRelay sendParentPort(MessagePort port) {
		return send(PARENT_PORT, port).relay();
	}

	/**
	 * Make the parent port, which has come to the child.
	 * @param capacity how many messages may wait for it, and for the parent
	 * @param maxWait how long senders wait for room
	 * @return the port
	 */
	MessagePort receiveParentPort(int capacity, Duration maxWait) {
		return receive(PARENT_PORT, capacity, maxWait);
	}

	/**
	 * Write a message that goes in a frame of its own kind. The ports that it carries are
	 * known to the other side when that has the frame.
	 * @param message the message
	 * @return its wire form
	 */
	byte[] pack(EncodedMessage message) {
		return PortMessage.write(message, this::send);
	}

	/**
	 * Read a message that came in a frame of its own kind.
	 * @param kind what goes with it
	 * @param body its wire form
	 * @return the message
	 * @throws ProtocolException if it is none
	 */
	EncodedMessage unpack(int kind, byte[] body) throws ProtocolException {
		return PortMessage.read(kind, body, rules(), this::receiveChecked, true);
	}

	/**
	 * Pass messages on from now on, since the other side knows of the ports that were
	 * packed.
	 */
	public void startAll() {
		this.lines.values().forEach(PortLine::start);
	}

	private List<Object> send(MessagePort port) {
		if (this.lines.size() >= MOST_PORTS) {
			throw new DataCloneException("message",
					"a port cannot be sent to another process, for %d are open there. Close those that are not needed"
						.formatted(MOST_PORTS),
					null);
		}
		this.lastSent += 2;
		PortRelay relay = send(this.lastSent, port).relay();
		if (relay.capacity() > LARGEST_CAPACITY) {
			throw new DataCloneException("message",
					"a port for which %d messages may wait cannot be sent to another process, at most %d may"
						.formatted(relay.capacity(), LARGEST_CAPACITY),
					null);
		}
		return PortMessage.fields(this.lastSent, relay.capacity(), relay.maxWait());
	}

	private PortLine send(long number, MessagePort port) {
		PortLine line = new PortLine(this, number, (wire) -> PortRelay.of(port, wire));
		this.lines.put(number, line);
		return line;
	}

	private MessagePort receive(long number, int capacity, Duration maxWait) {
		PortLine line = new PortLine(this, number, (wire) -> PortRelay.create(capacity, maxWait, this.realm, wire));
		this.lines.put(number, line);
		line.start();
		return line.relay().port();
	}

	private MessagePort receiveChecked(long number, int capacity, Duration maxWait) throws ProtocolException {
		if (number <= this.lastReceived || ((number - this.lastReceived) & 1) != 0) {
			throw new ProtocolException("Port %d cannot come after port %d".formatted(number, this.lastReceived));
		}
		if (capacity < 1 || capacity > LARGEST_CAPACITY || maxWait.isNegative()) {
			throw new ProtocolException("Port %d cannot have room for %d messages, nor senders wait %s for it"
				.formatted(number, capacity, maxWait));
		}
		if (this.lines.size() >= MOST_PORTS) {
			throw new ProtocolException(
					"Port %d is one more than the %d that may be open".formatted(number, MOST_PORTS));
		}
		this.lastReceived = number;
		return receive(number, capacity, maxWait);
	}

	/**
	 * Take a frame that has come. Does not wait.
	 * @param frame the frame
	 * @return whether it is one of ports
	 * @throws ProtocolException if the other side breaks a rule
	 */
	public boolean take(Frame frame) throws ProtocolException {
		if (this.finished) {
			return true;
		}
		switch (frame.type()) {
			case PORT_MESSAGE -> take(frame, line(frame));
			case PORT_CREDIT -> line(frame).arrived(frame.number());
			case PORT_CLOSE -> line(frame).closedElsewhere();
			case POST -> this.posts.receive(frame);
			case POSTED -> this.posts.answered(frame);
			default -> {
				return false;
			}
		}
		return true;
	}

	private void take(Frame frame, PortLine line) throws ProtocolException {
		if (frame.number() == PortMessage.LOST) {
			line.receiveLoss(frame.body());
		}
		else {
			line.receive(
					PortMessage.read(frame.number(), frame.body(), rules(), this::receiveChecked, line.isOpenHere()));
		}
	}

	private PortLine line(Frame frame) throws ProtocolException {
		PortLine line = this.lines.get(frame.id());
		if (line == null) {
			throw new ProtocolException(
					"A frame %s is for port %d, which is not open".formatted(frame.type(), frame.id()));
		}
		return line;
	}

	void waits(long bytes) {
		this.waiting.addAndGet(bytes);
	}

	/**
	 * Check that what waits here leaves this process enough of its heap.
	 * @throws ProtocolException if it does not
	 */
	void checkWaiting() throws ProtocolException {
		long bytes = this.waiting.get();
		if (bytes > this.mostWaiting) {
			throw new ProtocolException(
					"%d bytes of messages wait for ports that do not take them, more than the %d that one worker may fill"
						.formatted(bytes, this.mostWaiting));
		}
	}

	void remove(long number) {
		this.lines.remove(number);
	}

	/**
	 * Write a message for a port, and pass messages of the ports on that it carries. For
	 * the thread that writes.
	 * @param type the kind of frame
	 * @param id the number of the port, or what else it is about
	 * @param head the beginning of the body
	 * @param message the message
	 * @throws IOException if the connection has ended
	 * @throws DataCloneException if the message cannot be sent
	 */
	void write(FrameType type, long id, byte[] head, EncodedMessage message) throws IOException {
		List<MessagePort> sent = new ArrayList<>();
		long before = this.lastSent;
		try {
			byte[] body = PortMessage.write(message, (port) -> {
				sent.add(port);
				return send(port);
			});
			this.data.write(new Frame(type, id, PortMessage.kind(message), joined(head, body)));
		}
		catch (DataCloneException | IllegalArgumentException ex) {
			forget(before, sent);
			throw (ex instanceof DataCloneException refused) ? refused
					: new DataCloneException("message", String.valueOf(ex.getMessage()), ex);
		}
		for (long opened = before + 2; opened <= this.lastSent; opened += 2) {
			PortLine line = this.lines.get(opened);
			if (line != null) {
				line.start();
			}
		}
	}

	private static byte[] joined(byte[] head, byte[] body) {
		if (head.length == 0) {
			return body;
		}
		byte[] joined = Arrays.copyOf(head, head.length + body.length);
		System.arraycopy(body, 0, joined, head.length, body.length);
		return joined;
	}

	private void forget(long before, List<MessagePort> sent) {
		for (long opened = before + 2; opened <= this.lastSent; opened += 2) {
			this.lines.remove(opened);
		}
		sent.forEach(MessagePort::close);
	}

	/**
	 * Write a frame of another kind. For the thread that writes.
	 * @param frame the frame
	 * @throws IOException if the connection has ended
	 */
	public void write(Frame frame) throws IOException {
		this.data.write(frame);
	}

	/**
	 * Run something on the thread that writes, unless the connection has ended.
	 * @param code what to run
	 */
	public void execute(Runnable code) {
		this.writer.execute(code);
	}

	/**
	 * Close all ports of this side, and write a frame after all that they have to say.
	 * @param last the frame
	 */
	public void finish(Frame last) {
		this.lines.values().forEach((line) -> line.relay().close());
		execute(() -> writeLast(last));
	}

	private void writeLast(Frame last) {
		if (isSending()) {
			execute(() -> writeLast(last));
			return;
		}
		this.finished = true;
		try {
			this.data.write(last);
		}
		catch (IOException ex) {
			// The other side has ended, of which reading tells
		}
	}

	private boolean isSending() {
		return this.lines.values().stream().anyMatch((line) -> line.relay().isSending());
	}

	/**
	 * Wait until all that was posted is written.
	 * @param nanos for how long at most, in nanoseconds
	 */
	public void flush(long nanos) {
		CountDownLatch written = new CountDownLatch(1);
		execute(() -> flush(written, System.nanoTime() + nanos));
		try {
			written.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void flush(CountDownLatch written, long deadline) {
		if (isSending() && System.nanoTime() - deadline < 0) {
			execute(() -> flush(written, deadline));
		}
		else {
			written.countDown();
		}
	}

	/**
	 * Close all ports, since the other process has ended or the worker in it. What has
	 * come is still delivered.
	 */
	@Override
	public void close() {
		this.lines.values().forEach(PortLine::abandon);
		this.lines.clear();
		this.posts.close();
		this.writer.shutdown();
	}

}
