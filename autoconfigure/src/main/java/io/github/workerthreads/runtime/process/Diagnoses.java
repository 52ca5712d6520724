package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.runtime.protocol.DiagnosisRequest;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.ProtocolException;

/**
 * Diagnoses of one child that are under way. Thread-safe.
 */
final class Diagnoses {

	private static final Duration LONGEST_WRITING = Duration.ofMinutes(5);

	private final AtomicLong lastId = new AtomicLong();

	private final Map<Long, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();

	private volatile boolean ended;

	/**
	 * Have a diagnosis written, and wait until it is.
	 * @param diagnosis what to write
	 * @param connection the connections to the child
	 * @param commands say so
	 * @throws IOException if the child could not write it
	 */
	void request(Diagnosis diagnosis, ChildConnection connection, ChildCommands commands) throws IOException {
		long id = this.lastId.incrementAndGet();
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.underWay.put(id, answer);
		try {
			if (this.ended) {
				throw new IOException("The worker's process has ended");
			}
			commands.send(connection, new Frame(FrameType.DIAGNOSE, id, 0, new DiagnosisRequest(diagnosis).toBytes()));
			String failure = answer.get(diagnosis.duration().plus(LONGEST_WRITING).toMillis(), TimeUnit.MILLISECONDS);
			if (!failure.isEmpty()) {
				throw new IOException(
						"The worker's process could not write a %s: %s".formatted(diagnosis.kind(), failure));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The wait for a %s was interrupted".formatted(diagnosis.kind()), ex);
		}
		catch (ExecutionException ex) {
			throw new IOException("The worker's process ended before it had written a %s".formatted(diagnosis.kind()),
					ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IOException("The worker's process did not write a %s in %s".formatted(diagnosis.kind(),
					diagnosis.duration().plus(LONGEST_WRITING)), ex);
		}
		finally {
			this.underWay.remove(id);
		}
	}

	/**
	 * Return whether the child may stand still because of what it was asked for.
	 * @return whether it may
	 */
	boolean areUnderWay() {
		return !this.underWay.isEmpty();
	}

	/**
	 * Take the answer of the child.
	 * @param frame the frame
	 * @throws ProtocolException if it was not asked for that
	 */
	void take(Frame frame) throws ProtocolException {
		if (frame.id() < 1 || frame.id() > this.lastId.get()) {
			throw new ProtocolException("Nobody has asked for diagnosis %d".formatted(frame.id()));
		}
		CompletableFuture<String> answer = this.underWay.get(frame.id());
		if (answer != null) {
			answer.complete(new String(frame.body(), StandardCharsets.UTF_8));
		}
	}

	/**
	 * Note that the child has ended.
	 */
	void end() {
		this.ended = true;
		IOException failure = new IOException("The worker's process has ended");
		this.underWay.values().forEach((answer) -> answer.completeExceptionally(failure));
	}

}
