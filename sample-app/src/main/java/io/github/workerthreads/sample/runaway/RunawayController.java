package io.github.workerthreads.sample.runaway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.sample.Parameters;
import io.github.workerthreads.sample.runaway.Runaway.Kind;
import io.github.workerthreads.sample.runaway.Runaway.Order;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * Starts runaways and answers at once, with the number of the task. What becomes of it is
 * seen at {@code /actuator/workers} and in the log.
 */
@RestController
class RunawayController {

	private static final int MAX_SECONDS = 600;

	private static final Log logger = LogFactory.getLog(RunawayController.class);

	private final WorkerPools pools;

	RunawayController(WorkerPools pools) {
		this.pools = pools;
	}

	@PostMapping("/runaway")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Started start(@RequestParam String kind, @RequestParam(defaultValue = "images") String pool,
			@RequestParam(defaultValue = "" + MAX_SECONDS) int seconds) {
		Parameters.requireRange("seconds", seconds, 1, MAX_SECONDS);
		Order order = new Order(Parameters.requireConstant("kind", kind, Kind.class), Duration.ofSeconds(seconds));
		WorkerPool target = requirePool(pool);
		requireIsolation(order.kind(), target);
		WorkerFuture<String> runaway = start(order, target);
		return new Started(runaway.taskId(), pool, kind, seconds, "/actuator/workers/" + pool);
	}

	private static WorkerFuture<String> start(Order order, WorkerPool pool) {
		TaskOptions options = TaskOptions.defaults()
			.withName("runaway-" + Parameters.lowerCase(order.kind()))
			.withTimeout(Duration.ZERO); // no deadline: a person is to terminate it
		WorkerFuture<String> runaway = pool.run(Runaway.class, order, options);
		throwIfRejected(runaway.toCompletableFuture());
		runaway.whenComplete((result, failure) -> logEnd(pool, runaway, result, failure));
		return runaway;
	}

	private static void throwIfRejected(CompletableFuture<String> runaway) {
		if (!runaway.isCompletedExceptionally()) {
			return;
		}
		try {
			runaway.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RejectedExecutionException rejection) {
				throw rejection;
			}
			// it was accepted and has failed already, of which the log tells
		}
	}

	private static void logEnd(WorkerPool pool, WorkerFuture<String> runaway, @Nullable String result,
			@Nullable Throwable failure) {
		String task = "Runaway task %d in pool '%s' ".formatted(runaway.taskId(), pool.name());
		if (failure == null) {
			logger.info(task + result);
		}
		else {
			logger.warn(task + "failed", failure);
		}
	}

	private WorkerPool requirePool(String name) {
		WorkerPool pool = this.pools.find(name);
		if (pool == null) {
			throw Parameters.badRequest("'pool' must be one of %s but was '%s'"
				.formatted(String.join(", ", this.pools.all().stream().map(WorkerPool::name).toList()), name));
		}
		return pool;
	}

	private static void requireIsolation(Kind kind, WorkerPool pool) {
		Isolation isolation = pool.options().isolation();
		if (kind.takesDownItsProcess() && isolation != Isolation.PROCESS) {
			throw Parameters.badRequest(
					"'%s' would take down this application in pool '%s', which has isolation '%s'. Choose a pool with isolation '%s'"
						.formatted(Parameters.lowerCase(kind), pool.name(), isolation, Isolation.PROCESS));
		}
	}

	/**
	 * A runaway that was accepted.
	 *
	 * @param task the number of its task
	 * @param pool the pool that runs it
	 * @param kind how it misbehaves
	 * @param seconds after how long it ends by itself
	 * @param watch where to see what becomes of it
	 */
	record Started(long task, String pool, String kind, int seconds, String watch) {

	}

}
