package io.github.workerthreads.actuate;

import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeTypeUtils;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link WorkersEndpoint}:
 * what does not exist is answered with 404, what cannot be done with 400, each with the
 * reason. Thread-safe.
 */
@EndpointWebExtension(endpoint = WorkersEndpoint.class)
@RegisterReflectionForBinding(ProblemDescriptor.class)
public class WorkersEndpointWebExtension {

	private final WorkersEndpoint endpoint;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint to extend
	 */
	public WorkersEndpointWebExtension(WorkersEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Show one pool.
	 * @param pool the name of the pool
	 * @return the pool or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> pool(@Selector String pool) {
		return respond(() -> this.endpoint.pool(pool));
	}

	/**
	 * Show one worker.
	 * @param pool the name of the pool
	 * @param worker the id of the worker
	 * @return the worker or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> worker(@Selector String pool, @Selector String worker) {
		return respond(() -> this.endpoint.worker(pool, worker));
	}

	/**
	 * Pause, resume, drain, recycle or resize a pool, or cancel what waits.
	 * @param pool the name of the pool
	 * @param action what to do, or {@code null} to resize only
	 * @param size the most workers from now on, or {@code null}
	 * @param minSize the workers that stay when there is nothing to do, or {@code null}
	 * @return the pool or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String pool, @Nullable String action, @Nullable Integer size,
			@Nullable Integer minSize) {
		return respond(() -> this.endpoint.change(pool, action, size, minSize));
	}

	/**
	 * Have the JVM of one worker tell what it does.
	 * @param pool the name of the pool
	 * @param worker the id of the worker
	 * @param action {@code thread-dump}, {@code heap-dump} or {@code recording}
	 * @param seconds how long to record, or {@code null} for 10
	 * @return a file or a problem
	 */
	@WriteOperation(producesFrom = DiagnosisMediaType.class)
	public WebEndpointResponse<Object> diagnose(@Selector String pool, @Selector String worker, String action,
			@Nullable Integer seconds) {
		WebEndpointResponse<Object> response = respond(() -> this.endpoint.diagnose(pool, worker, action, seconds));
		return (response.getBody() instanceof Resource)
				? new WebEndpointResponse<>(response.getBody(), response.getStatus(), DiagnosisMediaType.of(action))
				: response;
	}

	/**
	 * Terminate one worker.
	 * @param pool the name of the pool
	 * @param worker the id of the worker
	 * @return what happened or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> terminate(@Selector String pool, @Selector String worker) {
		return respond(() -> this.endpoint.terminate(pool, worker));
	}

	/**
	 * Cancel one call.
	 * @param pool the name of the pool
	 * @param kind what to cancel, which is "tasks"
	 * @param task the number of the task
	 * @return what happened or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> cancel(@Selector String pool, @Selector String kind, @Selector String task) {
		return respond(() -> this.endpoint.cancel(pool, kind, task));
	}

	private WebEndpointResponse<Object> respond(Supplier<Object> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (NoSuchElementException ex) {
			return problem(WebEndpointResponse.STATUS_NOT_FOUND, ex);
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, ex);
		}
		catch (UncheckedIOException ex) {
			return problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, ex);
		}
	}

	private WebEndpointResponse<Object> problem(int status, RuntimeException ex) {
		// Whatever the client accepts: it might accept only what a success would be
		return new WebEndpointResponse<>(new ProblemDescriptor(String.valueOf(ex.getMessage())), status,
				MimeTypeUtils.APPLICATION_JSON);
	}

}
