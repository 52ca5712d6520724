package io.github.workerthreads.runtime.thread;

import java.util.Objects;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.LocalWorkerLink;
import io.github.workerthreads.termination.boot.ThreadPoints;

/**
 * The thread rung: each worker is a dedicated platform thread of this JVM. It shares heap
 * and statics with its callers; what crosses between them is cloned all the same.
 * Terminating interrupts: code that ignores interrupts goes on, unless the agent has
 * woven termination points into it. Thread-safe.
 */
public final class ThreadWorkerRuntime implements WorkerRuntime {

	private final StructuredClone structuredClone;

	private final ClassLoader classLoader;

	/**
	 * Create a runtime whose workers get the context class loader of who creates it.
	 */
	public ThreadWorkerRuntime() {
		this(Objects.requireNonNullElseGet(Thread.currentThread().getContextClassLoader(),
				ClassLoader::getSystemClassLoader));
	}

	/**
	 * Create a runtime.
	 * @param classLoader the context class loader of its workers
	 */
	public ThreadWorkerRuntime(ClassLoader classLoader) {
		this(classLoader, new StructuredClone());
	}

	/**
	 * Create a runtime.
	 * @param classLoader the context class loader of its workers
	 * @param structuredClone copies what crosses over
	 */
	public ThreadWorkerRuntime(ClassLoader classLoader, StructuredClone structuredClone) {
		this.classLoader = classLoader;
		this.structuredClone = structuredClone;
	}

	@Override
	public Isolation isolation() {
		return Isolation.THREAD;
	}

	@Override
	public RuntimeCapabilities capabilities() {
		return new RuntimeCapabilities(true, ThreadPoints.isInstalled());
	}

	@Override
	public Call prepare(Call call) {
		if (call instanceof MethodCall methodCall) {
			MethodSignature signature = methodCall.signature();
			this.structuredClone.replaceArguments(signature.argumentNames(), signature.transferred(),
					methodCall.arguments());
			return call;
		}
		if (call instanceof FunctionCall functionCall) {
			return functionCall.sent(functionCall.transfer().send(this.structuredClone, "input", functionCall.input()));
		}
		return call;
	}

	@Override
	public void discard(Call prepared) {
		if (prepared instanceof MethodCall methodCall) {
			this.structuredClone.discardArguments(methodCall.signature().transferred(), methodCall.arguments());
		}
		else if (prepared instanceof FunctionCall functionCall) {
			this.structuredClone.discard(functionCall.input());
			functionCall.release();
		}
	}

	@Override
	public void runHere(Assignment assignment) {
		if (assignment.begin()) {
			new SharedHeapCallRunner(this.structuredClone).run(assignment);
		}
	}

	@Override
	public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
		if (settings.limits().maxHeapBytes() > 0) {
			throw new IllegalArgumentException(
					"Worker '%s' cannot have a heap limit of %d bytes: isolation 'thread' shares the heap of its process"
						.formatted(settings.name(), settings.limits().maxHeapBytes()));
		}
		SharedHeapCallRunner runner = new SharedHeapCallRunner(this.structuredClone);
		return (ThreadPoints.isInstalled()) ? new AgentWorkerLink(settings, this.classLoader, runner, listener)
				: new LocalWorkerLink(null, settings, this.classLoader, runner, listener);
	}

}
