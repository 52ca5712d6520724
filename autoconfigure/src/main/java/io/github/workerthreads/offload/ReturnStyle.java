package io.github.workerthreads.offload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

import io.github.workerthreads.worker.WorkerFuture;

/**
 * How a method gives its result, by its return type. Immutable.
 *
 * @param type the return type
 * @param kind how the caller gets the result
 * @param value the type of the values that cross over
 * @param adapter what converts a publisher, {@code null} for other kinds
 */
record ReturnStyle(Class<?> type, Kind kind, ResolvableType value, @Nullable ReactiveAdapter adapter) {

	/**
	 * Return the style of a return type.
	 * @param type the return type
	 * @return the style
	 * @throws IllegalArgumentException if the type promises more than a pool can give
	 */
	static ReturnStyle of(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == WorkerFuture.class || raw == Future.class || raw == CompletionStage.class
				|| raw == CompletableFuture.class) {
			return new ReturnStyle(raw, Kind.FUTURE, type.getGeneric(), null);
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
		if (adapter != null && raw.isAssignableFrom(adapter.getReactiveType())) {
			return new ReturnStyle(raw, adapter.isMultiValue() ? Kind.STREAM : Kind.SINGLE,
					adapter.isNoValue() ? ResolvableType.NONE : type.getGeneric(), adapter);
		}
		if (adapter != null || Future.class.isAssignableFrom(raw)) {
			throw new IllegalArgumentException(raw.getName());
		}
		return new ReturnStyle(raw, (raw == void.class) ? Kind.NOTHING : Kind.VALUE, type, null);
	}

	/**
	 * How the caller gets a result.
	 */
	enum Kind {

		NOTHING, VALUE, FUTURE, SINGLE, STREAM

	}

}
