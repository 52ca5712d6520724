package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

import io.github.workerthreads.offload.ReturnStyle.Kind;
import io.github.workerthreads.pool.TaskOptions;

/**
 * Makes an {@link OffloadOperation} of an annotation, or says what is wrong with it.
 * Thread-safe.
 */
final class OffloadOperationResolver {

	private static final String DEFAULT_POOL = "default";

	private final ConfigurableBeanFactory beanFactory;

	private final CloneableTypes cloneableTypes;

	OffloadOperationResolver(ConfigurableBeanFactory beanFactory, CloneableTypes cloneableTypes) {
		this.beanFactory = beanFactory;
		this.cloneableTypes = cloneableTypes;
	}

	/**
	 * Resolve an annotation.
	 * @param annotation the annotation
	 * @param method the most specific method
	 * @param beanClass the class of the bean
	 * @return the operation
	 * @throws OffloadDefinitionException with all that is wrong
	 */
	OffloadOperation resolve(OffloadToWorker annotation, Method method, Class<?> beanClass) {
		return new Attempt(annotation, method, beanClass).resolve();
	}

	/**
	 * Look for values that would be handed over as they are, but cannot go to another
	 * process.
	 * @param annotation the annotation
	 * @param method the most specific method
	 * @param beanClass the class of the bean
	 * @return what is wrong
	 */
	List<OffloadProblem> problemsOfOtherProcesses(OffloadToWorker annotation, Method method, Class<?> beanClass) {
		return new Attempt(annotation, method, beanClass).problemsOfOtherProcesses();
	}

	/**
	 * One resolution, which collects the problems on its way. Not thread-safe.
	 */
	private final class Attempt {

		private final OffloadToWorker annotation;

		private final Method method;

		private final Class<?> beanClass;

		private final List<OffloadProblem> problems = new ArrayList<>();

		Attempt(OffloadToWorker annotation, Method method, Class<?> beanClass) {
			this.annotation = annotation;
			this.method = method;
			this.beanClass = beanClass;
		}

		OffloadOperation resolve() {
			MethodParameter[] parameters = new AnnotatedMethod(this.method).getMethodParameters();
			boolean[] transferred = new boolean[parameters.length];
			for (int i = 0; i < parameters.length; i++) {
				transferred[i] = parameters[i].hasParameterAnnotation(Transfer.class);
				if (!transferred[i]) {
					checkParameter(i);
				}
			}
			boolean transfersResult = new AnnotatedMethod(this.method).hasMethodAnnotation(Transfer.class);
			ReturnStyle style = style();
			checkResult(style, transfersResult);
			OffloadOperation operation = new OffloadOperation(this.method, pool(), options(),
					expression("key", this.annotation.key()), expression("share", this.annotation.share()),
					this.annotation.await(), transferred, transfersResult, style);
			if (!this.problems.isEmpty()) {
				throw new OffloadDefinitionException(this.problems);
			}
			return operation;
		}

		List<OffloadProblem> problemsOfOtherProcesses() {
			MethodParameter[] parameters = new AnnotatedMethod(this.method).getMethodParameters();
			for (int i = 0; i < parameters.length; i++) {
				if (parameters[i].hasParameterAnnotation(Transfer.class)) {
					checkCrosses("parameter '%s'".formatted(this.method.getParameters()[i].getName()),
							ResolvableType.forMethodParameter(this.method, i, this.beanClass));
				}
			}
			if (new AnnotatedMethod(this.method).hasMethodAnnotation(Transfer.class)) {
				checkCrosses("result", style().value());
			}
			return this.problems;
		}

		private void checkCrosses(String role, ResolvableType type) {
			String reason = OffloadOperationResolver.this.cloneableTypes.whyNot(type);
			if (reason != null) {
				problem("has a %s with @Transfer that cannot go to another process: %s".formatted(role, reason),
						"Use a type that holds the data itself, such as byte[], or another isolation than 'process'");
			}
		}

		private String pool() {
			String pool = resolvePlaceholders("pool", this.annotation.pool());
			return StringUtils.hasText(pool) ? pool.trim() : DEFAULT_POOL;
		}

		private TaskOptions options() {
			return TaskOptions.defaults()
				.withName(MethodNames.task(this.beanClass, this.method))
				.withTimeout(duration("timeout", this.annotation.timeout()))
				.withQueueTimeout(duration("queueTimeout", this.annotation.queueTimeout()))
				.withPriority(priority());
		}

		private int priority() {
			int priority = this.annotation.priority();
			if (priority < TaskOptions.LOWEST_PRIORITY || priority > TaskOptions.HIGHEST_PRIORITY) {
				problem("has a priority that is out of range: %d".formatted(priority),
						"Use a number from %d to %d, or leave it out for %d".formatted(TaskOptions.LOWEST_PRIORITY,
								TaskOptions.HIGHEST_PRIORITY, TaskOptions.DEFAULT_PRIORITY));
				return TaskOptions.DEFAULT_PRIORITY;
			}
			return priority;
		}

		private @Nullable CallExpression expression(String attribute, String text) {
			String value = resolvePlaceholders(attribute, text);
			if (!StringUtils.hasText(value)) {
				return null;
			}
			try {
				return CallExpression.parse(attribute, value.trim(), this.method,
						OffloadOperationResolver.this.beanFactory);
			}
			catch (IllegalArgumentException ex) {
				problem("has a %s '%s' which %s".formatted(attribute, value, ex.getMessage()),
						"Use a SpEL expression over the arguments, such as '#order.id' or '#a0'");
				return null;
			}
		}

		private @Nullable Duration duration(String attribute, String text) {
			String value = resolvePlaceholders(attribute, text);
			if (!StringUtils.hasText(value)) {
				return null;
			}
			try {
				Duration duration = DurationFormatterUtils.detectAndParse(value.trim());
				if (!duration.isNegative()) {
					return duration;
				}
				problem("has a negative %s: '%s'".formatted(attribute, value),
						"Use a positive duration such as '5s', '0' for no limit, or leave it out for the pool's");
			}
			catch (IllegalArgumentException ex) {
				problem("has a %s that is not a duration: '%s'".formatted(attribute, value),
						"Use a number with a unit, such as '500ms', '5s' or '2m', or ISO-8601, such as 'PT5S'");
			}
			return null;
		}

		private String resolvePlaceholders(String attribute, String text) {
			try {
				String value = OffloadOperationResolver.this.beanFactory.resolveEmbeddedValue(text);
				if (value == null || !value.contains("${")) {
					return (value != null) ? value : "";
				}
			}
			catch (IllegalArgumentException ex) {
				// Same problem as a placeholder that a lenient resolver leaves in place
			}
			problem("has a placeholder in its %s that cannot be resolved: '%s'".formatted(attribute, text),
					"Define the property, or give the placeholder a default as in '${name:5s}'");
			return "";
		}

		private ReturnStyle style() {
			try {
				ReturnStyle style = ReturnStyle.of(ResolvableType.forMethodReturnType(this.method, this.beanClass));
				if (!this.annotation.await() && style.kind() != Kind.NOTHING) {
					problem("has await = false, but returns a value that the caller would never get",
							"Make it void, or let it return a CompletableFuture and remove await = false");
				}
				return style;
			}
			catch (IllegalArgumentException ex) {
				problem("returns %s, which a pool cannot make".formatted(ex.getMessage()),
						"Declare CompletableFuture, CompletionStage, Future, Mono, Flux or Publisher instead");
				return new ReturnStyle(void.class, Kind.NOTHING, ResolvableType.NONE, null);
			}
		}

		private void checkParameter(int index) {
			Class<?> raw = this.method.getParameterTypes()[index];
			if (raw.getName().equals("kotlin.coroutines.Continuation")) {
				problem("is a suspend function, whose continuation cannot move to a worker",
						"Make it a regular function and call it from a coroutine through a CompletableFuture or Mono");
				return;
			}
			checkCloneable("parameter '%s'".formatted(this.method.getParameters()[index].getName()),
					ResolvableType.forMethodParameter(this.method, index, this.beanClass), "the parameter");
		}

		private void checkResult(ReturnStyle style, boolean transfersResult) {
			if (style.kind() != Kind.NOTHING && !transfersResult) {
				checkCloneable("result", style.value(), "the method");
			}
		}

		private void checkCloneable(String role, ResolvableType type, String annotated) {
			String reason = OffloadOperationResolver.this.cloneableTypes.whyNot(type);
			if (reason != null) {
				problem("has a %s that can never be cloned: %s".formatted(role, reason), ("Use a type that holds"
						+ " the data itself, such as byte[], String, a record or a collection of these; or annotate %s"
						+ " with @Transfer to hand it over as is")
					.formatted(annotated));
			}
		}

		private void problem(String reason, String remedy) {
			this.problems.add(new OffloadProblem(MethodNames.describe(this.beanClass, this.method), reason, remedy));
		}

	}

}
