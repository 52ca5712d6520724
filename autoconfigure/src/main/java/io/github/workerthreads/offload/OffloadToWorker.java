package io.github.workerthreads.offload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AliasFor;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPoolOptions;
import io.github.workerthreads.worker.PoolSaturatedException;

/**
 * Runs a method of a bean on a worker of a pool, behind a copy of its arguments and
 * result.
 * <p>
 * <b>The method keeps its contract.</b> A method that returns a value, or {@code void},
 * returns when the work is done and throws what the body threw. A method that returns
 * {@link Future}, {@link CompletionStage}, {@code CompletableFuture}, {@code Mono},
 * {@code Flux} or any type that the {@link ReactiveAdapterRegistry} knows returns at
 * once, and every failure, rejection too, comes through what it returned. Arguments are
 * cloned when the method is called; what the body returns, or emits, is cloned on the
 * worker. A {@code Mono} or {@code Flux} is cold: each subscription is a task of its own.
 * <p>
 * <b>On a type</b> the annotation applies to the public methods which that type declares
 * or inherits, except those of {@link Object} and of the container's callback interfaces;
 * an annotation on a method wins. It is found on superclasses and interfaces, and may be
 * a meta-annotation.
 * <p>
 * <b>Order.</b> The advice has the order {@value OffloadAdvisor#ORDER}. Advice without an
 * order of its own, {@code @Transactional} and {@code @Cacheable} by default, runs inside
 * it, on the worker: the transaction opens there and ends with the body, whatever
 * transaction the caller is in, and a cached value never leaves but as a copy.
 * {@code @EnableCaching(order = 0)} puts the cache in front, so that a hit takes no
 * worker. {@code @Async} comes first: its executor's thread makes the offloaded call.
 * <p>
 * <b>Not intercepted</b> are calls of the method on {@code this}; start-up warns of those
 * that it finds. Methods that a proxy cannot intercept, such as final and private ones,
 * fail the start.
 *
 * @see Transfer
 */
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OffloadToWorker {

	/**
	 * Alias for {@link #pool()}.
	 * @return the name of the pool
	 */
	@AliasFor("pool")
	String value() default "";

	/**
	 * Name of the pool whose workers run the method, the default pool if empty. May have
	 * placeholders.
	 * @return the name of the pool
	 */
	@AliasFor("value")
	String pool() default "";

	/**
	 * Longest time that the body may run, such as {@code 5s} or {@code PT5S}: {@code 0}
	 * for no limit, empty for {@linkplain WorkerPoolOptions#timeout() the pool's}. For a
	 * stream it is the time of the whole stream. May have placeholders.
	 * @return the limit
	 */
	String timeout() default "";

	/**
	 * Longest time that a call may wait for a worker, such as {@code 500ms}: {@code 0}
	 * for no limit, empty for {@linkplain WorkerPoolOptions#queueTimeout() the pool's}.
	 * May have placeholders.
	 * @return the limit
	 */
	String queueTimeout() default "";

	/**
	 * Priority of calls among those that wait, from {@value TaskOptions#LOWEST_PRIORITY}
	 * to {@value TaskOptions#HIGHEST_PRIORITY} as in JMS: each step counts as a second
	 * earlier in the queue.
	 * @return the priority
	 */
	int priority() default TaskOptions.DEFAULT_PRIORITY;

	/**
	 * Key of a call as a SpEL expression over its arguments, such as {@code #order.id}:
	 * calls of equal keys run on the same worker, one after the other in the order in
	 * which they were accepted. Arguments are variables by name, as {@code #a0} and as
	 * {@code #p0}; {@code @name} is a bean. Evaluated on the caller's thread, for each
	 * call; {@code null} is no key, a failure is one of the call. The value has
	 * {@code equals} and {@code hashCode} and does not change. May have placeholders.
	 * @return the expression, empty for no key
	 */
	String key() default "";

	/**
	 * Share of a call as a SpEL expression, as {@link #key()} is: calls of equal shares,
	 * such as of one tenant, get the same part of the pool as those of any other share,
	 * however many they are. May have placeholders.
	 * @return the expression, empty for the share of all calls without one
	 */
	String share() default "";

	/**
	 * Whether the caller waits for the end of a {@code void} method. If not, the call
	 * returns once the pool has accepted it, {@link PoolSaturatedException} is thrown if
	 * it does not, and a later failure goes to the {@link OffloadErrorHandler} beans.
	 * @return whether to wait
	 */
	boolean await() default true;

}
