package io.github.workerthreads.runtime.thread;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.local.CallRunner;
import io.github.workerthreads.runtime.local.Instances;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Runs the application's own code and sends back copies of what that returns or throws.
 */
final class SharedHeapCallRunner extends CallRunner {

	private final StructuredClone structuredClone;

	private final UnaryOperator<Object> itemCloner;

	private final Map<Class<?>, WorkerFunction<?, ?>> functions = new HashMap<>();

	SharedHeapCallRunner(StructuredClone structuredClone) {
		this.structuredClone = structuredClone;
		this.itemCloner = (item) -> structuredClone.clone("item", item);
	}

	@Override
	protected @Nullable Object call(Assignment assignment) throws Throwable {
		Call call = assignment.call();
		if (call instanceof MethodCall methodCall) {
			boolean clones = methodCall.signature().clonesResult();
			Object result = methodCall.handling()
				.handle(methodCall.invoker(), methodCall.arguments(),
						(clones) ? this.itemCloner : UnaryOperator.identity());
			return (clones) ? cloneResult(result) : result;
		}
		if (call instanceof FunctionCall functionCall) {
			return cloneResult(apply(function(functionCall.function()), functionCall.input()));
		}
		if (call instanceof ScriptCall scriptCall) {
			return exitCode(scriptCall);
		}
		if (call instanceof InitializerCall initializerCall) {
			Instances.create(initializerCall.initializer(), "Initializer")
				.initialize(Objects.requireNonNull(WorkerContext.current()));
			return null;
		}
		if (call instanceof BeanCall) {
			return null;
		}
		return cloneResult(((LambdaCall) call).body().call());
	}

	@Override
	protected Throwable copyFailure(Throwable failure) {
		return this.structuredClone.cloneThrowable(failure);
	}

	@Override
	protected Object copyProgress(Object item) {
		return this.structuredClone.clone("progress", item);
	}

	private int exitCode(ScriptCall call) throws Throwable {
		enterScript(call.scope());
		try {
			return call.scope().run(Instances.create(call.script(), "Script"));
		}
		finally {
			enterScript(null);
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
			function = Instances.create(type, "Function");
			this.functions.put(type, function);
		}
		return (WorkerFunction<@Nullable Object, @Nullable Object>) function;
	}

}
