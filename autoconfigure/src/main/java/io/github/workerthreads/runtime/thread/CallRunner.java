package io.github.workerthreads.runtime.thread;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerScope;

/**
 * Runs calls on one worker and sends back copies of what they return or throw. Used by
 * that worker's thread only.
 */
final class CallRunner {

	private final StructuredClone structuredClone;

	private final Map<Class<?>, WorkerFunction<?, ?>> functions = new HashMap<>();

	private @Nullable WorkerScope scope;

	CallRunner(StructuredClone structuredClone) {
		this.structuredClone = structuredClone;
	}

	void run(Assignment assignment) {
		Object result;
		assignment.enter();
		try {
			result = result(assignment.call());
			assignment.leave(null);
		}
		catch (Throwable ex) {
			assignment.leave(ex);
			assignment.fail(this.structuredClone.cloneThrowable(ex));
			return;
		}
		assignment.succeed(result);
	}

	/**
	 * Return the scope of the script that runs now.
	 * @return the scope, or {@code null}
	 */
	@Nullable WorkerScope scope() {
		return this.scope;
	}

	private @Nullable Object result(Call call) throws Throwable {
		if (call instanceof MethodCall methodCall) {
			Object result = methodCall.invoker().invoke(methodCall.arguments());
			return (methodCall.signature().clonesResult()) ? cloneResult(result) : result;
		}
		if (call instanceof FunctionCall functionCall) {
			return cloneResult(apply(function(functionCall.function()), functionCall.input()));
		}
		if (call instanceof ScriptCall scriptCall) {
			return exitCode(scriptCall);
		}
		if (call instanceof InitializerCall initializerCall) {
			instantiate(initializerCall.initializer(), "Initializer")
				.initialize(Objects.requireNonNull(WorkerContext.current()));
			return null;
		}
		return cloneResult(((LambdaCall) call).body().call());
	}

	private int exitCode(ScriptCall call) throws Throwable {
		this.scope = call.scope();
		try {
			return call.scope().run(instantiate(call.script(), "Script"));
		}
		finally {
			this.scope = null;
		}
	}

	@SuppressWarnings("NullAway") // whether the input may be null is up to the function's
									// type argument
	private static @Nullable Object apply(WorkerFunction<@Nullable Object, @Nullable Object> function,
			@Nullable Object input) throws Exception {
		return function.apply(input);
	}

	@SuppressWarnings("NullAway") // null is cloned to null
	private @Nullable Object cloneResult(@Nullable Object result) {
		return this.structuredClone.clone("result", result);
	}

	@SuppressWarnings("unchecked") // the pool's API pairs function and input
	private WorkerFunction<@Nullable Object, @Nullable Object> function(Class<? extends WorkerFunction<?, ?>> type)
			throws Throwable {
		WorkerFunction<?, ?> function = this.functions.get(type);
		if (function == null) {
			function = instantiate(type, "Function");
			this.functions.put(type, function);
		}
		return (WorkerFunction<@Nullable Object, @Nullable Object>) function;
	}

	private static <T> T instantiate(Class<T> type, String kind) throws Throwable {
		Constructor<T> constructor;
		try {
			constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalArgumentException(
					"%s %s has no constructor without arguments; a worker needs one to make its own instance"
						.formatted(kind, type.getName()),
					ex);
		}
		try {
			return constructor.newInstance();
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
