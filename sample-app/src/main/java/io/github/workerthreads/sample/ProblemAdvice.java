package io.github.workerthreads.sample;

import java.time.Duration;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerTerminatedException;

/**
 * Answers for calls that have no result because of their pool, as RFC 9457 problem
 * details. Work that never started may be tried again (503 with Retry-After); work that
 * ran out of time is not worth another try (504).
 */
@RestControllerAdvice
class ProblemAdvice {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(PoolSaturatedException ex) {
		return tryAgain("All workers are busy and the queue is full. " + ex.getMessage(),
				(ex.getRetryAfter() != null) ? ex.getRetryAfter() : RETRY_AFTER);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(PoolClosedException ex) {
		return tryAgain("The application is shutting down. " + ex.getMessage());
	}

	@ExceptionHandler({ TaskCancelledException.class, WorkerTerminatedException.class })
	ResponseEntity<ProblemDetail> handleLostWork(RuntimeException ex) {
		return tryAgain("The work was stopped before it had a result. " + ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(TaskTimeoutException ex) {
		if (ex.getOutcome() == StopOutcome.DEQUEUED) {
			return tryAgain("No worker was free in time. " + ex.getMessage());
		}
		return ResponseEntity.of(problem(HttpStatus.GATEWAY_TIMEOUT, "The work took too long. " + ex.getMessage()))
			.build();
	}

	private static ResponseEntity<ProblemDetail> tryAgain(String detail) {
		return tryAgain(detail, RETRY_AFTER);
	}

	private static ResponseEntity<ProblemDetail> tryAgain(String detail, Duration after) {
		// The header has whole seconds: not before the time that was estimated
		long seconds = Math.max(1, after.plusNanos(999_999_999).toSeconds());
		return ResponseEntity.of(problem(HttpStatus.SERVICE_UNAVAILABLE, detail))
			.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds))
			.build();
	}

	private static ProblemDetail problem(HttpStatus status, String detail) {
		return ProblemDetail.forStatusAndDetail(status, detail);
	}

}
