package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.offload.ReturnStyle.Kind;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;

/**
 * Makes {@link OffloadedMethod}s of what the annotations say. Looks other beans up on the
 * first call, so that being advised makes no bean start early. Thread-safe.
 */
final class OffloadedMethods {

	private static final OffloadErrorHandler LOGGING = new LoggingOffloadErrorHandler();

	private final ConfigurableListableBeanFactory beanFactory;

	private final Supplier<StructuredClone> structuredClone;

	private final OffloadAnnotations annotations;

	private final OffloadOperationResolver resolver;

	OffloadedMethods(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.structuredClone = SingletonSupplier
			.of(() -> beanFactory.getBeanProvider(StructuredClone.class).getIfAvailable(StructuredClone::new));
		this.annotations = new OffloadAnnotations();
		this.resolver = new OffloadOperationResolver(beanFactory, new CloneableTypes(this.structuredClone));
	}

	OffloadAnnotations annotations() {
		return this.annotations;
	}

	OffloadOperationResolver resolver() {
		return this.resolver;
	}

	/**
	 * Return the pools.
	 * @return the pools
	 */
	WorkerPools pools() {
		return this.beanFactory.getBean(WorkerPools.class);
	}

	/**
	 * Return the offloaded method behind a call.
	 * @param beanName the name of the bean
	 * @param method the method as it was called
	 * @param beanClass the class of the bean
	 * @return the method, or {@code null} if it is not offloaded
	 */
	@Nullable OffloadedMethod find(String beanName, Method method, Class<?> beanClass) {
		OffloadToWorker annotation = this.annotations.find(method, beanClass);
		if (annotation == null) {
			return null;
		}
		OffloadOperation operation = this.resolver.resolve(annotation, method, beanClass);
		WorkerPool pool = pools().get(operation.pool());
		return new OffloadedMethod(beanName, beanClass, operation, pool, style(operation));
	}

	private CallStyle style(OffloadOperation operation) {
		Kind kind = operation.style().kind();
		return switch (kind) {
			case NOTHING -> (operation.awaits()) ? new WaitingCallStyle() : new DetachedCallStyle(this::errorHandlers);
			case VALUE -> new WaitingCallStyle();
			case FUTURE -> new FutureCallStyle();
			case SINGLE, STREAM ->
				new PublisherCallStyle(Objects.requireNonNull(operation.style().adapter()), this.structuredClone.get());
		};
	}

	// A context that closes makes no beans any more, and yet no failure gets lost
	private List<OffloadErrorHandler> errorHandlers() {
		try {
			List<OffloadErrorHandler> handlers = this.beanFactory.getBeanProvider(OffloadErrorHandler.class)
				.orderedStream()
				.toList();
			return (!handlers.isEmpty()) ? handlers : List.of(LOGGING);
		}
		catch (BeansException | IllegalStateException ex) {
			return List.of(LOGGING);
		}
	}

}
