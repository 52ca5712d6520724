package io.github.workerthreads.runtime.protocol;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.ProcessMessageCodec;
import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.worker.TypeCloner;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * The codec of one pool's messages. What they may hold grows with the methods and
 * functions that calls name: their types, and what can be reached from these. Both sides
 * have one. Thread-safe.
 */
public final class MessageTypes {

	private final Set<Object> known = ConcurrentHashMap.newKeySet();

	private final MessageLimits limits;

	private final AllowedTypes basic;

	private final Object lock = new Object();

	// Guarded by the lock
	private AllowedTypes allowed;

	// Guarded by the lock
	private BinaryMessageCodec binary;

	private volatile ProcessMessageCodec codec;

	/**
	 * Create a codec that knows no methods yet.
	 * @param classLoader finds the classes that messages name
	 * @param patterns names of classes, and of packages followed by {@code .*}, that are
	 * allowed from the beginning
	 * @param packages names of the application's packages, whose exceptions are allowed
	 * @param limits the limits of each message
	 * @param cloners clone values of their types, before any rule
	 */
	public MessageTypes(ClassLoader classLoader, Collection<String> patterns, Collection<String> packages,
			MessageLimits limits, Collection<? extends TypeCloner<?>> cloners) {
		this.basic = AllowedTypes.ofJdk().withPatterns(patterns).withThrowablesOf(packages);
		this.limits = limits;
		this.allowed = this.basic;
		this.binary = new BinaryMessageCodec(classLoader, this.allowed, limits, cloners);
		this.codec = new ProcessMessageCodec(this.binary);
	}

	/**
	 * Return the rules of ports, whose messages may hold what is allowed from the
	 * beginning and more.
	 * @param patterns names of classes, and of packages followed by {@code .*}
	 * @return the rules
	 * @throws IllegalArgumentException if a pattern is neither
	 */
	public ProcessRules rules(Collection<String> patterns) {
		return new ProcessRules(this.basic, patterns, this.limits);
	}

	/**
	 * Return the codec for what is known so far.
	 * @return the codec
	 */
	public ProcessMessageCodec codec() {
		return this.codec;
	}

	/**
	 * Return the codec for calls of a method.
	 * @param method the method
	 * @return the codec
	 */
	public ProcessMessageCodec codecFor(Method method) {
		return (this.known.contains(method)) ? this.codec : allow(method, List.of(method));
	}

	/**
	 * Return the codec for calls of a function.
	 * @param function the class of the function
	 * @return the codec
	 */
	public ProcessMessageCodec codecFor(Class<? extends WorkerFunction<?, ?>> function) {
		return (this.known.contains(function)) ? this.codec : allow(function, bodies(function));
	}

	private static List<Method> bodies(Class<?> function) {
		List<Method> bodies = new ArrayList<>();
		for (Method method : function.getMethods()) {
			if (isBody(method)) {
				bodies.add(method);
			}
		}
		return bodies;
	}

	private static boolean isBody(Method method) {
		return method.getName().equals("apply") && method.getParameterCount() == 1 && !method.isBridge();
	}

	private ProcessMessageCodec allow(Object key, Collection<Method> methods) {
		synchronized (this.lock) {
			this.allowed = this.allowed.withMethods(methods);
			this.binary = this.binary.with(this.allowed);
			this.codec = new ProcessMessageCodec(this.binary);
			this.known.add(key);
			return this.codec;
		}
	}

}
