package io.github.workerthreads.runtime.classloader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.LoaderMessageCodec;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.WorkerBeans;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.NamedBeans;
import io.github.workerthreads.runtime.local.OwnBeans;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TypeCloner;

/**
 * The class-loader rung: each worker is a thread of this JVM with a class loader of its
 * own, which has the application's classes, and so statics of its own. Terminating stops
 * the code of these classes wherever it enters a method or goes round a loop. Code of the
 * JDK and of shared libraries that never comes back to them, a thread that is blocked by
 * {@code synchronized}, and I/O that nobody closes can't be stopped. Thread-safe.
 */
public final class ClassLoaderWorkerRuntime implements WorkerRuntime {

	private static final RuntimeCapabilities CAPABILITIES = new RuntimeCapabilities(false, true);

	private static final WorkerBeans.Factory NO_BEANS = (settings, classLoader, beans) -> {
		throw new IllegalStateException("Worker '%s' belongs to no application and has no beans. Call a WorkerFunction"
			.formatted(settings.name()));
	};

	private final ClassLoader classLoader;

	private final List<String> isolate;

	private final Collection<? extends TypeCloner<?>> cloners;

	private final WorkerBeans.Factory beans;

	private final LoaderMessageCodec callers;

	private final MessageRealm callersRealm;

	// By what is isolated
	private final Map<List<String>, IsolatedClasses> classes = new ConcurrentHashMap<>();

	// By pool
	private final Map<String, NamedBeans> namedBeans = new ConcurrentHashMap<>();

	/**
	 * Create a runtime for workers without beans, to be called by code that has the
	 * current thread's context class loader. If that is a worker of this rung, new ones
	 * get copies of all that it has of its own, too.
	 */
	public ClassLoaderWorkerRuntime() {
		this(Objects.requireNonNullElseGet(Thread.currentThread().getContextClassLoader(),
				ClassLoader::getSystemClassLoader));
	}

	private ClassLoaderWorkerRuntime(ClassLoader callers) {
		this(shared(callers), callers, (callers instanceof WorkerClassLoader worker) ? worker.isolated() : List.of(),
				List.of(), NO_BEANS);
	}

	// What a worker's own classes are copies of
	private static ClassLoader shared(ClassLoader classLoader) {
		return (classLoader instanceof WorkerClassLoader worker) ? worker.shared() : classLoader;
	}

	/**
	 * Create a runtime.
	 * @param classLoader has the classes of the application
	 * @param isolate the names of packages, whose subpackages belong to them, and of
	 * classes, whose nested classes belong to them, that each worker has of its own
	 * @param cloners clone values of their types, which are shared, before any rule
	 * @param beans makes the beans of workers, for calls that name some
	 */
	public ClassLoaderWorkerRuntime(ClassLoader classLoader, Collection<String> isolate,
			Collection<? extends TypeCloner<?>> cloners, WorkerBeans.Factory beans) {
		this(classLoader, classLoader, isolate, cloners, beans);
	}

	private ClassLoaderWorkerRuntime(ClassLoader classLoader, ClassLoader callers, Collection<String> isolate,
			Collection<? extends TypeCloner<?>> cloners, WorkerBeans.Factory beans) {
		this.classLoader = classLoader;
		this.callersRealm = MessageRealm.of(callers);
		this.beans = beans;
		this.isolate = List.copyOf(isolate);
		this.cloners = List.copyOf(cloners);
		this.callers = new LoaderMessageCodec(callers, this.cloners);
	}

	@Override
	public Isolation isolation() {
		return Isolation.CLASS_LOADER;
	}

	@Override
	public RuntimeCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Call prepare(Call call) {
		if (call instanceof FunctionCall functionCall) {
			return functionCall.sent(functionCall.transfer().send(this.callers, "input", functionCall.input()));
		}
		if (call instanceof MethodCall methodCall) {
			MethodSignature signature = methodCall.signature();
			EncodedMessage message = this.callers.encodeArguments(signature.argumentNames(), signature.transferred(),
					methodCall.arguments());
			return (message.carried().isEmpty()) ? methodCall.prepared(message)
					: methodCall.prepared(withHandedOver(message, methodCall));
		}
		if (call instanceof InitializerCall || call instanceof BeanCall || call instanceof ScriptCall) {
			return call;
		}
		throw new UnsupportedOperationException(
				"Isolation '%s' runs no lambdas: they hold on to the classes of their caller. Write a WorkerFunction and call WorkerPool.run, or use isolation 'thread'"
					.formatted(isolation()));
	}

	// The message first, then the handles that stay the caller's if no worker gets it
	private static @Nullable Object[] withHandedOver(EncodedMessage message, MethodCall call) {
		List<Object> prepared = new ArrayList<>(List.of(message));
		boolean[] transferred = call.signature().transferred();
		for (int i = 0; i < transferred.length; i++) {
			if (transferred[i] && call.arguments()[i] instanceof SharedMemory memory) {
				prepared.add(memory);
			}
		}
		return prepared.toArray();
	}

	@Override
	public void discard(Call prepared) {
		if (prepared instanceof MethodCall methodCall) {
			List<@Nullable Object> all = Arrays.asList(methodCall.arguments());
			this.callers.discard((EncodedMessage) Objects.requireNonNull(all.get(0)), all.subList(1, all.size()));
		}
		else if (prepared instanceof FunctionCall functionCall) {
			this.callers.discard(functionCall.input());
			functionCall.release();
		}
	}

	@Override
	public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
		if (settings.limits().maxHeapBytes() > 0) {
			throw new IllegalArgumentException(
					"Worker '%s' cannot have a heap limit of %d bytes: isolation '%s' shares the heap of its process"
						.formatted(settings.name(), settings.limits().maxHeapBytes(), isolation()));
		}
		WorkerClassLoader loader = new WorkerClassLoader(settings, this.classLoader,
				this.classes.computeIfAbsent(settings.isolate(), this::isolatedClasses));
		WorkerThreads threads = new WorkerThreads(loader);
		OwnBeans beans = new OwnBeans(settings, loader, this.beans,
				this.namedBeans.computeIfAbsent(String.valueOf(settings.poolName()), (pool) -> new NamedBeans()));
		IsolatedCallRunner runner = new IsolatedCallRunner(loader, threads, beans,
				new CallSide(this.callers, this.callersRealm),
				new CallSide(new LoaderMessageCodec(loader, this.cloners), MessageRealm.of(loader)));
		return new IsolatedWorkerLink(settings, loader, threads, runner, listener);
	}

	private IsolatedClasses isolatedClasses(List<String> more) {
		Set<String> all = new LinkedHashSet<>(this.isolate);
		all.addAll(more);
		return new IsolatedClasses(this.classLoader, all);
	}

}
