package io.github.workerthreads.offload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.MethodSignature;

/**
 * Finds out whether workers that do not share the application's beans can have their own,
 * by letting one worker of each pool make them. Thread-safe.
 */
final class WorkerBeanCheck {

	private final OffloadedMethods methods;

	WorkerBeanCheck(OffloadedMethods methods) {
		this.methods = methods;
	}

	/**
	 * Let workers make their beans.
	 * @param beans the classes of beans with offloaded methods, with the names of the
	 * beans
	 * @param pools the pools
	 * @return what is wrong
	 * @throws InterruptedException if the current thread is interrupted meanwhile
	 */
	List<OffloadProblem> check(Map<Class<?>, String> beans, WorkerPools pools) throws InterruptedException {
		List<OffloadProblem> problems = new ArrayList<>();
		Map<WorkerPool, Map<String, MethodSignature>> wanted = new LinkedHashMap<>();
		beans.forEach((type, name) -> this.methods.annotations().methodsOf(type).forEach((method, annotation) -> {
			OffloadOperation operation = this.methods.resolver().resolve(annotation, method, type);
			WorkerPool pool = pools.find(operation.pool());
			if (pool != null && pool.options().isolation() != Isolation.THREAD) {
				wanted.computeIfAbsent(pool, (key) -> new LinkedHashMap<>())
					.put(name, MethodSignature.of(name, type, operation.method(), operation.transferred(),
							!operation.transfersResult()));
			}
			if (pool != null && pool.options().isolation() == Isolation.PROCESS) {
				problems.addAll(this.methods.resolver().problemsOfOtherProcesses(annotation, method, type));
			}
		}));
		for (Map.Entry<WorkerPool, Map<String, MethodSignature>> entry : wanted.entrySet()) {
			OffloadProblem problem = make(List.copyOf(entry.getValue().values()), entry.getKey());
			if (problem != null) {
				problems.add(problem);
			}
		}
		return problems;
	}

	// It waits for the pool's first worker, which the limits of the pool's calls are not
	// made for
	private static TaskOptions options(WorkerPool pool) {
		Duration limit = pool.options().startTimeout();
		return TaskOptions.defaults().withQueueTimeout(limit).withTimeout(limit);
	}

	private @Nullable OffloadProblem make(List<MethodSignature> beans, WorkerPool pool) throws InterruptedException {
		try {
			pool.execute(new BeanCall(beans), options(pool)).get();
			return null;
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			return new OffloadProblem("Pool '%s'".formatted(pool.name()),
					"cannot run the methods that are offloaded to it: %s".formatted(cause.getMessage()),
					("Add the classes or packages of what is missing to worker-threads.pools.%s.sources, or use"
							+ " isolation 'thread', whose workers share the beans of the application")
						.formatted(pool.name()));
		}
	}

}
