package io.github.workerthreads.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskContextCarrier;
import io.github.workerthreads.pool.TaskInfo;

/**
 * Carries all that Micrometer's context propagation knows of to the body, such as the
 * security context and the current observation. Costs a look at each value where there is
 * none. An accessor that fails is logged, and costs its own value only. Thread-safe.
 *
 * @see ContextRegistry
 */
public final class ThreadLocalContextCarrier implements TaskContextCarrier {

	private static final Log logger = LogFactory.getLog(ThreadLocalContextCarrier.class);

	private final ContextRegistry registry;

	/**
	 * Create a carrier.
	 * @param registry knows the values of threads
	 */
	public ThreadLocalContextCarrier(ContextRegistry registry) {
		this.registry = registry;
	}

	@Override
	public @Nullable Object capture(TaskInfo task) {
		List<Value<?>> values = null;
		List<ThreadLocalAccessor<?>> accessors = this.registry.getThreadLocalAccessors();
		for (int i = 0; i < accessors.size(); i++) {
			Value<?> value = read(accessors.get(i));
			if (value != null) {
				values = (values != null) ? values : new ArrayList<>(accessors.size());
				values.add(value);
			}
		}
		return values;
	}

	@Override
	@SuppressWarnings("unchecked") // captured above
	public Scope open(TaskInfo task, Object captured) {
		List<Value<?>> values = (List<Value<?>>) captured;
		values.forEach(ThreadLocalContextCarrier::set);
		return (outcome, failure) -> {
			for (int i = values.size() - 1; i >= 0; i--) {
				takeAway(values.get(i).accessor());
			}
			clear();
		};
	}

	@Override
	public void clear() {
		List<ThreadLocalAccessor<?>> accessors = this.registry.getThreadLocalAccessors();
		for (int i = accessors.size() - 1; i >= 0; i--) {
			takeAway(accessors.get(i));
		}
	}

	private static @Nullable Value<?> read(ThreadLocalAccessor<?> accessor) {
		try {
			return Value.of(accessor);
		}
		catch (RuntimeException | LinkageError ex) {
			warn("read", accessor, ex);
			return null;
		}
	}

	private static void set(Value<?> value) {
		try {
			value.set();
		}
		catch (RuntimeException | LinkageError ex) {
			warn("set", value.accessor(), ex);
		}
	}

	private static void takeAway(ThreadLocalAccessor<?> accessor) {
		try {
			if (accessor.getValue() != null) {
				accessor.restore();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			warn("taken away", accessor, ex);
		}
	}

	private static void warn(String step, ThreadLocalAccessor<?> accessor, Throwable failure) {
		logger.warn("'%s' of the context of a task could not be %s by %s".formatted(accessor.key(), step, accessor),
				failure);
	}

	/**
	 * Value of a thread.
	 *
	 * @param <V> the type of the value
	 * @param accessor gives it to a thread
	 * @param value the value
	 */
	private record Value<V>(ThreadLocalAccessor<V> accessor, V value) {

		static <V> @Nullable Value<V> of(ThreadLocalAccessor<V> accessor) {
			V value = accessor.getValue();
			return (value != null) ? new Value<>(accessor, value) : null;
		}

		void set() {
			this.accessor.setValue(this.value);
		}

	}

}
