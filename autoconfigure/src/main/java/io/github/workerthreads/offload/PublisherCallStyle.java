package io.github.workerthreads.offload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;

/**
 * {@link CallStyle} of methods that return a reactive type: each subscription is a task,
 * with the arguments as they were when the method was called. Thread-safe.
 */
final class PublisherCallStyle implements CallStyle {

	private final ReactiveAdapter adapter;

	private final StructuredClone structuredClone;

	PublisherCallStyle(ReactiveAdapter adapter, StructuredClone structuredClone) {
		this.adapter = adapter;
		this.structuredClone = structuredClone;
	}

	@Override
	public Object call(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body) {
		return this.adapter.fromPublisher(publisher(method, arguments, body));
	}

	private Publisher<Object> publisher(OffloadedMethod method, @Nullable Object[] originals, MethodCall.Invoker body) {
		MethodSignature signature = method.signature();
		@Nullable Object[] arguments;
		try {
			arguments = this.structuredClone.cloneArguments(signature.argumentNames(), signature.transferred(),
					originals);
		}
		catch (Throwable ex) {
			return (subscriber) -> new TaskSubscription(subscriber).start(() -> CompletableFuture.failedFuture(ex));
		}
		return (this.adapter.isMultiValue()) ? stream(method, arguments, body) : single(method, arguments, body);
	}

	private Publisher<Object> single(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body) {
		MethodCall.Handling first = (target, clones, items) -> {
			Object returned = target.invoke(clones);
			return (returned != null) ? FutureCallStyle.join(FirstItem.of(publisherOf(returned))) : null;
		};
		return (subscriber) -> new TaskSubscription(subscriber)
			.start(() -> method.submit(arguments, body, first).toCompletableFuture());
	}

	// Of a worker in another process comes a publisher of no further type
	@SuppressWarnings("unchecked") // a publisher gives what it gives
	private Publisher<Object> publisherOf(Object returned) {
		return (returned instanceof Flow.Publisher<?> publisher)
				? FlowAdapters.toPublisher((Flow.Publisher<Object>) publisher) : this.adapter.toPublisher(returned);
	}

	private Publisher<Object> stream(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body) {
		return (subscriber) -> {
			StreamSubscription subscription = new StreamSubscription(subscriber);
			MethodCall.Handling drained = (target, clones, items) -> {
				subscription.run(() -> {
					Object returned = target.invoke(clones);
					return (returned != null) ? publisherOf(returned) : null;
				}, items);
				return null;
			};
			subscription.start(() -> method.submit(arguments, body, drained, subscription::emit).toCompletableFuture());
		};
	}

}
