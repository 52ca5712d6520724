package io.github.workerthreads.sample.mandelbrot;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;

import io.github.workerthreads.sample.mandelbrot.StripPainter.Strip;

/**
 * Writes the strips of one drawing to a client that reads lines of JSON. A failure is
 * answered as any other as long as nothing was written, and is the last line otherwise.
 * Thread-safe: several tiles come at the same time.
 */
final class StripWriter {

	private final ResponseBodyEmitter response;

	// Nothing is written after the end
	private final Lock lock = new ReentrantLock();

	// Guarded by the lock
	private boolean written;

	// Complete when nothing can or will be written any more
	private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();

	StripWriter(ResponseBodyEmitter response) {
		this.response = response;
	}

	/**
	 * Do something when the client is gone or has got the end.
	 * @param action what to do
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the action tells of its own failures
	void whenGone(Runnable action) {
		this.gone.thenRun(action);
	}

	/**
	 * Write a strip. Takes as long as the client does, which slows the painting down
	 * rather than filling the memory.
	 * @param strip the strip
	 */
	void strip(Strip strip) {
		this.lock.lock();
		try {
			if (!this.gone.isDone()) {
				this.written = true;
				write(strip);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Write no more: the client is gone.
	 */
	void stop() {
		this.gone.complete(null);
	}

	/**
	 * Write the end.
	 * @param failure why there is no picture, or {@code null}
	 */
	void end(@Nullable Throwable failure) {
		this.lock.lock();
		try {
			if (!this.gone.isDone()) {
				writeEnd(failure);
				this.gone.complete(null);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void writeEnd(@Nullable Throwable failure) {
		Throwable reason = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (reason != null && !this.written) {
			this.response.completeWithError(reason);
			return;
		}
		write((reason != null) ? Map.of("error", String.valueOf(reason.getMessage())) : Map.of("done", true));
		this.response.complete();
	}

	private void write(Object line) {
		try {
			this.response.send(new LinkedHashSet<>(List.of(new DataWithMediaType(line, MediaType.APPLICATION_JSON),
					new DataWithMediaType("\n", MediaType.TEXT_PLAIN))));
		}
		catch (IOException | IllegalStateException ex) {
			// The client has gone or the response has timed out. Servers tell of that by
			// onCompletion too, but not always, nor soon
			this.gone.complete(null);
		}
	}

}
