package io.github.workerthreads.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskContextCarrier;
import io.github.workerthreads.pool.TaskInfo;

/**
 * Carries all that Micrometer's context propagation knows of to the body, such as the
 * security context and the current observation. Costs a look at each value where there is
 * none. Thread-safe.
 *
 * @see ContextRegistry
 */
public final class ThreadLocalContextCarrier implements TaskContextCarrier {

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
			Value<?> value = Value.of(accessors.get(i));
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
		values.forEach(Value::set);
		return (outcome, failure) -> {
			for (int i = values.size() - 1; i >= 0; i--) {
				values.get(i).accessor().restore();
			}
			clear();
		};
	}

	@Override
	public void clear() {
		List<ThreadLocalAccessor<?>> accessors = this.registry.getThreadLocalAccessors();
		for (int i = accessors.size() - 1; i >= 0; i--) {
			ThreadLocalAccessor<?> accessor = accessors.get(i);
			if (accessor.getValue() != null) {
				accessor.restore();
			}
		}
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
