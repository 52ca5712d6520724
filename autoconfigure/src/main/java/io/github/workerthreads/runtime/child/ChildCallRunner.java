package io.github.workerthreads.runtime.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.message.ProcessMessageCodec;
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
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Runs calls that came as bytes, with the classes of this process. Results are bytes too.
 */
final class ChildCallRunner extends CallRunner {

	private static final String[] RESULT = { "result" };

	private final ChildWorker worker;

	private final OwnBeans beans;

	private final Map<Class<?>, WorkerFunction<?, ?>> functions = new HashMap<>();

	ChildCallRunner(ChildWorker worker, OwnBeans beans) {
		this.worker = worker;
		this.beans = beans;
	}

	@Override
	protected void open() {
		this.beans.open();
	}

	@Override
	protected @Nullable Object call(Assignment assignment) throws Throwable {
		Call call = assignment.call();
		if (call instanceof MethodCall methodCall) {
			return call(methodCall, assignment);
		}
		if (call instanceof FunctionCall functionCall) {
			ProcessMessageCodec codec = this.worker.types().codecFor(functionCall.function());
			Object input = ((Frame) Objects.requireNonNull(functionCall.input())).message(codec, "input")[0];
			return result(codec, apply(function(functionCall.function()), input));
		}
		if (call instanceof ScriptCall scriptCall) {
			return exitCode(scriptCall);
		}
		if (call instanceof InitializerCall initializerCall) {
			Instances.create(initializerCall.initializer(), "Initializer")
				.initialize(Objects.requireNonNull(WorkerContext.current()));
			return null;
		}
		this.beans.make(((BeanCall) call).beans());
		return null;
	}

	private int exitCode(ScriptCall call) throws Throwable {
		enterScript(call.scope());
		try {
			call.scope().enter(MessageRealm.current());
			return call.scope().run(Instances.create(call.script(), "Script"));
		}
		finally {
			enterScript(null);
		}
	}

	private Object call(MethodCall call, Assignment assignment) throws Throwable {
		MethodSignature signature = call.signature();
		ProcessMessageCodec codec = this.worker.types().codecFor(signature.method());
		MethodCall.Invoker method = this.beans.method(signature);
		@Nullable Object[] arguments = ((Frame) Objects.requireNonNull(call.arguments()[0])).message(codec,
				signature.argumentNames());
		Object returned = method.invoke(arguments);
		Object result = ReturnedValues.of(signature).await(returned, new ChildStream(this.worker, assignment, codec));
		return (signature.clonesResult() || result == null) ? result(codec, result) : moved(codec, result);
	}

	// What is copied all the same is not detached: nobody here has it any more
	private static ProcessMessage moved(ProcessMessageCodec codec, Object result) {
		ProcessMessage message = codec.encode(RESULT, new Object[] { result }, List.of(result));
		if (result instanceof TransferableBuffer buffer) {
			buffer.close();
		}
		return message;
	}

	private static ProcessMessage result(ProcessMessageCodec codec, @Nullable Object result) {
		return codec.encode(RESULT, new @Nullable Object[] { result });
	}

	@SuppressWarnings("NullAway") // whether the input may be null is up to the function's
									// type argument
	private static @Nullable Object apply(WorkerFunction<@Nullable Object, @Nullable Object> function,
			@Nullable Object input) throws Exception {
		return function.apply(input);
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

	@Override
	protected Throwable copyFailure(Throwable failure) {
		return failure;
	}

	@Override
	protected Object copyProgress(Object item) {
		return this.worker.types().codec().encode("progress", item);
	}

	@Override
	protected void close() {
		this.functions.clear();
		this.beans.close();
	}

}
