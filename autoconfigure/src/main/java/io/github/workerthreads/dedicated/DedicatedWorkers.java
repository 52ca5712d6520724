package io.github.workerthreads.dedicated;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessSettings;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.MessageRules;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerOrder;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerStarter;

/**
 * Starts long-lived workers on the rungs that are registered. Thread-safe.
 */
public final class DedicatedWorkers implements WorkerStarter {

	@Override
	public Worker start(WorkerOrder order) {
		WorkerRuntime runtime = runtime(order.isolation());
		ProcessSettings process = process(order, runtime);
		WorkerSettings settings = new WorkerSettings(order.scope().workerId(), order.scope().workerName(), null, true,
				Thread.NORM_PRIORITY, order.limits(), isolate(order), List.of(), process);
		DedicatedWorker worker = new DedicatedWorker(order, settings, runtime);
		worker.start();
		return worker;
	}

	// The packages of the application are known to pools only
	private static List<String> isolate(WorkerOrder order) {
		String packageName = order.script().getPackageName();
		List<String> names = new ArrayList<>(order.isolate());
		names.add((!packageName.isEmpty()) ? packageName : outermost(order.script()).getName());
		return names;
	}

	private static Class<?> outermost(Class<?> type) {
		Class<?> enclosing = type.getEnclosingClass();
		return (enclosing != null) ? outermost(enclosing) : type;
	}

	private static ProcessSettings process(WorkerOrder order, WorkerRuntime runtime) {
		if (!order.jvmOptions().isEmpty() && runtime.isolation() != Isolation.PROCESS) {
			throw new IllegalArgumentException(
					"Worker '%s' cannot have options of its JVM: isolation '%s' has none per worker. Use isolation 'process'"
						.formatted(order.scope().workerName(), runtime.isolation()));
		}
		ProcessSettings defaults = ProcessSettings.DEFAULTS;
		return new ProcessSettings(defaults.javaHome(), order.jvmOptions(), defaults.shutdownGrace());
	}

	@Override
	public @Nullable MessageRules rules(String isolation, Class<? extends WorkerScript> script,
			List<String> allowedTypes) {
		return runtime(isolation).rules(script, allowedTypes);
	}

	@Override
	public boolean sharesClasses(String isolation) {
		return runtime(isolation).capabilities().sharesHeap();
	}

	// A new one for each worker, since it takes the class loader of who starts that
	private static WorkerRuntime runtime(String isolation) {
		ServiceLoader<WorkerRuntime> runtimes = ServiceLoader.load(WorkerRuntime.class,
				DedicatedWorkers.class.getClassLoader());
		for (WorkerRuntime runtime : runtimes) {
			if (runtime.isolation().toString().equals(isolation)) {
				return runtime;
			}
		}
		throw new IllegalArgumentException("No isolation is called '%s', only %s".formatted(isolation,
				StreamSupport.stream(runtimes.spliterator(), false)
					.map((runtime) -> "'" + runtime.isolation() + "'")
					.collect(Collectors.joining(", "))));
	}

}
