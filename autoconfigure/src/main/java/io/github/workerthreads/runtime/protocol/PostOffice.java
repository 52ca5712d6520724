package io.github.workerthreads.runtime.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.MessageRoute;
import io.github.workerthreads.worker.WorkerIds;
import io.github.workerthreads.worker.WorkerMessagingException;
import io.github.workerthreads.worker.WorkerMessagingException.Reason;

/**
 * Messages by number between the workers of two processes. Thread-safe.
 */
final class PostOffice implements MessageRoute, AutoCloseable {

	private static final int HEAD = 2 * Long.BYTES;

	private static final int MOST_RECEIVED = 1024;

	private static final Reason[] REASONS = Reason.values();

	private final PortConnection connection;

	private final boolean parent;

	private final long workerId;

	private final AtomicLong lastId = new AtomicLong();

	// What was sent and not answered
	private final Map<Long, Sent> sent = new ConcurrentHashMap<>();

	// What has come and was not answered
	private final AtomicInteger received = new AtomicInteger();

	private volatile boolean closed;

	PostOffice(PortConnection connection, boolean parent, long workerId) {
		this.connection = connection;
		this.parent = parent;
		this.workerId = workerId;
	}

	@Override
	public MessageRealm realm() {
		return this.connection.realm();
	}

	@Override
	public CompletableFuture<@Nullable Void> post(long source, long target, EncodedMessage message) {
		Sent post = new Sent(message, new CompletableFuture<>());
		long id = this.lastId.incrementAndGet();
		this.sent.put(id, post);
		this.connection.execute(() -> send(id, source, target, post));
		if (this.closed) {
			end(id, ended());
		}
		return post.delivered();
	}

	private void send(long id, long source, long target, Sent post) {
		byte[] head = ByteBuffer.allocate(HEAD).putLong(source).putLong(target).array();
		try {
			this.connection.write(FrameType.POST, id, head, post.message());
		}
		catch (DataCloneException ex) {
			end(id, new WorkerMessagingException(Reason.FAILED, "it cannot be sent: " + ex.getMessage(), ex));
		}
		catch (IOException ex) {
			end(id, ended());
		}
	}

	private static WorkerMessagingException ended() {
		return new WorkerMessagingException(Reason.FAILED, "the receiver ended before its listener had run", null);
	}

	private void end(long id, @Nullable WorkerMessagingException failure) {
		Sent post = this.sent.remove(id);
		if (post == null) {
			return;
		}
		PortMessage.release(post.message());
		if (failure != null) {
			post.delivered().completeExceptionally(failure);
		}
		else {
			post.delivered().complete(null);
		}
	}

	/**
	 * Take the answer to a message that was sent.
	 * @param frame the answer
	 * @throws ProtocolException if it is none
	 */
	void answered(Frame frame) throws ProtocolException {
		if (!this.sent.containsKey(frame.id()) || frame.number() < 0 || frame.number() > REASONS.length) {
			throw new ProtocolException(
					"Message %d by number cannot have come to %d".formatted(frame.id(), frame.number()));
		}
		end(frame.id(), (frame.number() == 0) ? null : new WorkerMessagingException(REASONS[frame.number() - 1],
				new String(frame.body(), StandardCharsets.UTF_8), null));
	}

	/**
	 * Take a message from the other process.
	 * @param frame the message
	 * @throws ProtocolException if it is none, or its sender is not there
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // it never fails
	void receive(Frame frame) throws ProtocolException {
		if (frame.body().length < HEAD) {
			throw new ProtocolException("A message by number names no sender and receiver");
		}
		ByteBuffer head = ByteBuffer.wrap(frame.body());
		long source = head.getLong();
		long target = head.getLong();
		if (this.parent && !WorkerIds.isInside(source, this.workerId)) {
			throw new ProtocolException(
					"Worker %d sends a message in the name of worker %d".formatted(this.workerId, source));
		}
		EncodedMessage message = this.connection.unpack(frame.number(),
				Arrays.copyOfRange(frame.body(), HEAD, frame.body().length));
		if (this.received.incrementAndGet() > MOST_RECEIVED) {
			PortMessage.discard(message);
			answer(frame.id(), new WorkerMessagingException(Reason.FAILED,
					"%d messages by number wait for answers already".formatted(MOST_RECEIVED), null));
			return;
		}
		MessageRoute.deliver(source, target, message, this.parent)
			.whenComplete((nothing, failure) -> answer(frame.id(), failure));
	}

	private void answer(long id, @Nullable Throwable failure) {
		this.received.decrementAndGet();
		this.connection.execute(() -> {
			try {
				this.connection.write(new Frame(FrameType.POSTED, id, code(failure), text(failure)));
			}
			catch (IOException ex) {
				// The other side has ended, of which reading tells
			}
		});
	}

	@SuppressWarnings("EnumOrdinal") // both sides are of one version, which they check
	private static int code(@Nullable Throwable failure) {
		if (failure == null) {
			return 0;
		}
		return 1 + ((failure instanceof WorkerMessagingException known) ? known.getReason() : Reason.FAILED).ordinal();
	}

	private static byte[] text(@Nullable Throwable failure) {
		String text = (failure != null) ? String.valueOf(failure.getMessage()) : "";
		return text.replace(WorkerMessagingException.PREFIX, "").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Fail what was not answered, since the other process has ended.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.sent.keySet().forEach((id) -> end(id, ended()));
	}

	/**
	 * Message that was sent.
	 *
	 * @param message the message, whose shared memory is held until it has come to
	 * something
	 * @param delivered what it comes to
	 */
	private record Sent(EncodedMessage message, CompletableFuture<@Nullable Void> delivered) {

	}

}
