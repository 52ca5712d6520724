package io.github.workerthreads.offload;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.util.ClassUtils;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * One method of one bean, with all that its calls have in common. Thread-safe.
 */
final class OffloadedMethod {

	private final Class<?> beanClass;

	private final OffloadOperation operation;

	private final MethodSignature signature;

	private final WorkerPool pool;

	private final CallStyle style;

	private final BodyFactory bodies = new BodyFactory();

	OffloadedMethod(String beanName, Class<?> beanClass, OffloadOperation operation, WorkerPool pool, CallStyle style) {
		this.beanClass = beanClass;
		this.operation = operation;
		this.signature = MethodSignature.of(beanName, ClassUtils.getUserClass(beanClass), operation.method(),
				operation.transferred(), !operation.transfersResult());
		this.pool = pool;
		this.style = style;
	}

	Class<?> beanClass() {
		return this.beanClass;
	}

	OffloadOperation operation() {
		return this.operation;
	}

	MethodSignature signature() {
		return this.signature;
	}

	/**
	 * Call the method as its return type says.
	 * @param invocation the call, which goes on to the bean
	 * @return what the caller gets
	 * @throws Throwable what the caller gets instead
	 */
	@Nullable Object call(ProxyMethodInvocation invocation) throws Throwable {
		return this.style.call(this, invocation.getArguments(), this.bodies.create(invocation));
	}

	/**
	 * Run a body on a worker and wait for its result.
	 * @param arguments the arguments, which get cloned
	 * @param body calls the application's own bean with the clones
	 * @return the result
	 * @throws Throwable what the body threw, or why there is no result
	 */
	@Nullable Object await(@Nullable Object[] arguments, MethodCall.Invoker body) throws Throwable {
		return this.pool.call(new MethodCall(this.signature, arguments.clone(), body, MethodCall.Handling.VALUE),
				this.operation.options(arguments));
	}

	/**
	 * Run a body on a worker.
	 * @param arguments the arguments, which get cloned
	 * @param body calls the application's own bean with the clones
	 * @param handling how the worker gets from the method to its result
	 * @return the outcome
	 */
	WorkerFuture<@Nullable Object> submit(@Nullable Object[] arguments, MethodCall.Invoker body,
			MethodCall.Handling handling) {
		return execute(arguments, body, handling, null);
	}

	/**
	 * Run a body on a worker and get its progress at once.
	 * @param arguments the arguments, which get cloned
	 * @param body calls the application's own bean with the clones
	 * @param handling how the worker gets from the method to its result
	 * @param progress gets what the body emits, on the thread that it emits on
	 * @return the outcome
	 */
	WorkerFuture<@Nullable Object> submit(@Nullable Object[] arguments, MethodCall.Invoker body,
			MethodCall.Handling handling, Consumer<Object> progress) {
		return execute(arguments, body, handling, progress);
	}

	private WorkerFuture<@Nullable Object> execute(@Nullable Object[] arguments, MethodCall.Invoker body,
			MethodCall.Handling handling, @Nullable Consumer<Object> progress) {
		TaskOptions options;
		try {
			options = this.operation.options(arguments);
		}
		catch (IllegalStateException ex) {
			return WorkerFuture.failedFuture(ex);
		}
		return this.pool.execute(new MethodCall(this.signature, arguments.clone(), body, handling),
				(progress != null) ? options.withProgress(progress) : options);
	}

	@Override
	public String toString() {
		return MethodNames.describe(this.beanClass, this.operation.method());
	}

}
