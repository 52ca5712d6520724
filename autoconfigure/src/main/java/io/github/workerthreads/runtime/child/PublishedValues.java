package io.github.workerthreads.runtime.child;

import org.reactivestreams.FlowAdapters;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * {@link ReturnedValues} of reactive types, which only beans have, and so only workers
 * with Spring.
 */
final class PublishedValues {

	private PublishedValues() {
	}

	/**
	 * Find the way for a type.
	 * @param type the type that a method returns
	 * @return the way, which is that of a plain value if the type is not reactive
	 */
	static ReturnedValues of(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter == null) {
			return (returned, stream) -> returned;
		}
		return (returned, stream) -> {
			if (returned != null) {
				stream.drain(FlowAdapters.toFlowPublisher(adapter.toPublisher(returned)));
			}
			return null;
		};
	}

}
