package io.github.workerthreads.runtime.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.ProcessMessageCodec;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.RemoteContext;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.protocol.BeanEnvironment;
import io.github.workerthreads.runtime.protocol.MessageTypes;
import io.github.workerthreads.runtime.protocol.WorkerConfiguration;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.MessageRules;
import io.github.workerthreads.worker.TypeCloner;
import io.github.workerthreads.worker.WorkerScript;

/**
 * The process rung: each worker is a JVM of its own, with a heap of its own, and can be
 * killed whatever it does. What crosses over goes as bytes, which are checked when they
 * come back. Thread-safe.
 */
public final class ProcessWorkerRuntime implements WorkerRuntime {

	private static final RuntimeCapabilities CAPABILITIES = new RuntimeCapabilities(false, true);

	private static final long LEAST_HEAP = 8 << 20;

	private final ClassLoader classLoader;

	private final MessageTypes types;

	private final ChildLauncher launcher;

	private final RemoteContext context;

	private final ChildCommands commands;

	/**
	 * Create a runtime for long-lived workers outside of applications with Spring, with
	 * the defaults. All such runtimes start their processes in the same way.
	 */
	public ProcessWorkerRuntime() {
		ProcessWorkerRuntime standard = Standard.RUNTIME;
		this.classLoader = standard.classLoader;
		this.types = standard.types;
		this.launcher = standard.launcher;
		this.context = standard.context;
		this.commands = standard.commands;
	}

	/**
	 * Create a runtime.
	 * @param classLoader has the classes of the application
	 * @param allowedTypes names of classes, and of packages followed by {@code .*}, of
	 * which messages may hold instances beside those that can be reached from the methods
	 * that are called
	 * @param packages names of the application's packages, whose exceptions are allowed
	 * @param cloners clone values of their types before any rule; their classes need a
	 * constructor without arguments
	 * @param environment the environment of workers' beans, asked when a worker starts,
	 * or {@code null} if they can have none
	 * @param context goes with calls
	 * @param options options of all workers
	 */
	public ProcessWorkerRuntime(ClassLoader classLoader, Collection<String> allowedTypes, Collection<String> packages,
			Collection<? extends TypeCloner<?>> cloners, @Nullable Supplier<BeanEnvironment> environment,
			RemoteContext context, ProcessOptions options) {
		this.classLoader = classLoader;
		MessageLimits limits = MessageLimits.defaults();
		this.types = new MessageTypes(classLoader, allowedTypes, packages, limits, cloners);
		List<String> patterns = List.copyOf(allowedTypes);
		List<String> packageNames = List.copyOf(packages);
		List<String> clonerNames = cloners.stream().map((cloner) -> cloner.getClass().getName()).toList();
		PrivateCache cache = PrivateCache.ofThisUser();
		this.launcher = new ChildLauncher(new ChildClassPath(cache),
				(settings) -> new WorkerConfiguration(settings, patterns, packageNames, clonerNames, limits.maxBytes(),
						(environment != null) ? environment.get() : null),
				limits.maxBytes(), options, (options.classArchive()) ? new ClassArchives(cache) : null);
		this.context = context;
		this.commands = new ChildCommands(options.heartbeat());
	}

	@Override
	public Isolation isolation() {
		return Isolation.PROCESS;
	}

	@Override
	public RuntimeCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Call prepare(Call call) {
		if (call instanceof FunctionCall functionCall) {
			ProcessMessageCodec codec = this.types.codecFor(functionCall.function());
			return functionCall.sent(functionCall.transfer()
				.send((name, message, replacements) -> encode(codec, name, message, replacements), "input",
						functionCall.input()));
		}
		if (call instanceof MethodCall methodCall) {
			MethodSignature signature = methodCall.signature();
			return methodCall.prepared(this.types.codecFor(signature.method())
				.encode(signature.argumentNames(), methodCall.arguments(), moved(methodCall)));
		}
		if (call instanceof InitializerCall || call instanceof BeanCall) {
			return call;
		}
		throw new UnsupportedOperationException(
				"Isolation '%s' runs no lambdas: their classes are of this process. Write a WorkerFunction and call WorkerPool.run, or use isolation 'thread'"
					.formatted(isolation()));
	}

	@Override
	public MessageRules rules(Class<? extends WorkerScript> script, List<String> allowedTypes) {
		List<String> patterns = new ArrayList<>(allowedTypes);
		String packageName = script.getPackageName();
		patterns.add((packageName.isEmpty()) ? script.getName() : packageName + ".*");
		return this.types.rules(patterns);
	}

	private static List<Object> moved(MethodCall call) {
		boolean[] transferred = call.signature().transferred();
		List<Object> moved = new ArrayList<>();
		for (int i = 0; i < transferred.length; i++) {
			Object argument = call.arguments()[i];
			if (transferred[i] && argument != null) {
				moved.add(argument);
			}
		}
		return moved;
	}

	private static Object encode(ProcessMessageCodec codec, String name, @Nullable Object message,
			Map<Object, Object> replacements) {
		if (replacements.keySet().stream().anyMatch(MessagePort.class::isInstance)) {
			throw new DataCloneException(name,
					"a port cannot go with a call to a pool's worker in another process. Start a Worker with isolation 'process', to which ports can be transferred, or send messages by the task: its input, what it emits, its result",
					null);
		}
		return codec.encode(new String[] { name }, new @Nullable Object[] { message }, replacements.keySet());
	}

	@Override
	public void discard(Call prepared) {
		CallMessages.release(prepared);
	}

	@Override
	public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
		long maxHeap = settings.limits().maxHeapBytes();
		if (maxHeap > 0 && maxHeap < LEAST_HEAP) {
			throw new IllegalArgumentException(
					"Worker '%s' cannot have a heap limit of %d bytes: a JVM needs at least %d"
						.formatted(settings.name(), maxHeap, LEAST_HEAP));
		}
		RemoteCallRunner runner = new RemoteCallRunner(settings, this.launcher, this.types, this.context,
				this.commands);
		return new ProcessWorkerLink(settings, this.classLoader, runner, this.commands, listener);
	}

	/**
	 * Made when it is needed.
	 */
	private static final class Standard {

		static final ProcessWorkerRuntime RUNTIME = new ProcessWorkerRuntime(ClassLoader.getSystemClassLoader(),
				List.of(), List.of(), List.of(), null, Map::of, ProcessOptions.DEFAULTS);

	}

}
