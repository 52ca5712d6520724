package io.github.workerthreads.runtime.classloader;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.local.CallRunner;
import io.github.workerthreads.runtime.local.Instances;
import io.github.workerthreads.runtime.local.OwnBeans;
import io.github.workerthreads.runtime.local.StoppableWorkerLink;
import io.github.workerthreads.termination.WorkerTerminatedError;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.SentMessage;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerInitializer;
import io.github.workerthreads.worker.WorkerScope;
import io.github.workerthreads.worker.WorkerScript;

/**
 * Runs calls with the classes of one worker. What crosses over is cloned from one side's
 * classes to the other's.
 */
final class IsolatedCallRunner extends CallRunner {

	private final WorkerClassLoader classLoader;

	private final WorkerThreads threads;

	private final OwnBeans beans;

	private final CallSide callers;

	private final CallSide own;

	private final Map<String, WorkerFunction<?, ?>> functions = new HashMap<>();

	/**
	 * Create a runner.
	 * @param classLoader has the classes of the worker
	 * @param threads the threads of the worker
	 * @param beans the beans of the worker
	 * @param callers the callers' side
	 * @param own the worker's side
	 */
	IsolatedCallRunner(WorkerClassLoader classLoader, WorkerThreads threads, OwnBeans beans, CallSide callers,
			CallSide own) {
		this.classLoader = classLoader;
		this.threads = threads;
		this.beans = beans;
		this.callers = callers;
		this.own = own;
	}

	@Override
	protected void open() {
		this.beans.open();
	}

	@Override
	protected @Nullable Object call(Assignment assignment) throws Throwable {
		Call call = assignment.call();
		if (call instanceof MethodCall methodCall) {
			return call(methodCall);
		}
		if (call instanceof FunctionCall functionCall) {
			return forCaller("result", apply(function(functionCall.function().getName()), input(functionCall)), false);
		}
		if (call instanceof ScriptCall scriptCall) {
			return exitCode(scriptCall);
		}
		if (call instanceof InitializerCall initializerCall) {
			ownInstance(initializerCall.initializer().getName(), WorkerInitializer.class, "Initializer")
				.initialize(Objects.requireNonNull(WorkerContext.current()));
			return null;
		}
		if (call instanceof BeanCall beanCall) {
			this.beans.make(beanCall.beans());
			return null;
		}
		throw new IllegalStateException("Not prepared: " + call);
	}

	private @Nullable Object input(FunctionCall call) {
		SentMessage sent = Objects.requireNonNull(call.sent());
		sent.enter(this.own.realm());
		return this.own.codec().decode("input", (EncodedMessage) Objects.requireNonNull(sent.message()));
	}

	private int exitCode(ScriptCall call) throws Throwable {
		WorkerScope scope = call.scope();
		enterScript(scope);
		scope.wrapCallbacks(this::cleaningUp);
		try {
			scope.enter(this.own.realm());
			return scope.run(ownInstance(call.script().getName(), WorkerScript.class, "Script"));
		}
		finally {
			enterScript(null);
		}
	}

	// They are run when the worker's code is stopped, and are code of the worker
	private Runnable cleaningUp(Runnable callbacks) {
		return () -> {
			Thread.currentThread().setContextClassLoader(this.classLoader);
			this.classLoader.terminationSwitch().excuseCurrentThread();
			callbacks.run();
		};
	}

	private @Nullable Object call(MethodCall call) throws Throwable {
		MethodSignature signature = call.signature();
		EncodedMessage message = (EncodedMessage) Objects.requireNonNull(call.arguments()[0]);
		boolean transferred = !signature.clonesResult();
		Object result = call.handling()
			.handle(this.beans.method(signature), this.own.receive(signature.argumentNames(), message),
					(item) -> Objects.requireNonNull(forCaller("item", item, transferred)));
		return forCaller("result", result, transferred);
	}

	private @Nullable Object forCaller(String name, @Nullable Object value, boolean transferred) {
		String[] names = { name };
		EncodedMessage message = this.own.codec()
			.encodeArguments(names, new boolean[] { transferred }, new @Nullable Object[] { value });
		return this.callers.receive(names, message)[0];
	}

	@SuppressWarnings("unchecked") // the pool's API pairs function and input
	private WorkerFunction<@Nullable Object, @Nullable Object> function(String name) throws Throwable {
		WorkerFunction<?, ?> function = this.functions.get(name);
		if (function == null) {
			function = ownInstance(name, WorkerFunction.class, "Function");
			this.functions.put(name, function);
		}
		return (WorkerFunction<@Nullable Object, @Nullable Object>) function;
	}

	private <T> T ownInstance(String name, Class<T> type, String kind) throws Throwable {
		return Instances.create(Class.forName(name, true, this.classLoader).asSubclass(type), kind);
	}

	@SuppressWarnings("NullAway") // whether the input may be null is up to the function's
									// type argument
	private static @Nullable Object apply(WorkerFunction<@Nullable Object, @Nullable Object> function,
			@Nullable Object input) throws Exception {
		return function.apply(input);
	}

	/**
	 * Copy a failure to the callers' classes. That of code which was stopped is not
	 * looked at by that code, which would be stopped again.
	 */
	@Override
	protected Throwable copyFailure(Throwable failure) {
		if (failure instanceof WorkerTerminatedError) {
			return failure;
		}
		try {
			return this.callers.codec().decodeFailure(this.own.codec().encodeFailure(failure));
		}
		catch (Throwable ex) {
			// Of classes that the caller does not have
			IllegalStateException unknown = new IllegalStateException(
					"%s, which could not be copied".formatted(failure.getClass().getName()));
			unknown.setStackTrace(failure.getStackTrace());
			return unknown;
		}
	}

	@Override
	protected Object copyProgress(Object item) {
		return Objects.requireNonNull(forCaller("progress", item, false));
	}

	/**
	 * Destroy the beans, which have the grace left if the worker is terminated, and end
	 * the threads that the worker's code has started.
	 */
	@Override
	protected void close() {
		this.functions.clear();
		this.classLoader.terminationSwitch().excuseCurrentThread();
		// An interrupt only means that the worker is to end, which it does
		Thread.interrupted();
		try {
			this.beans.close();
		}
		finally {
			endThreads();
			ResourceBundle.clearCache(this.classLoader);
		}
	}

	private void endThreads() {
		this.classLoader.terminationSwitch().turnOn(StoppableWorkerLink.GRACE);
		this.threads.awaitOthers();
	}

}
