package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * SpEL expression over the arguments of a call, which are variables by name, as
 * {@code #a0} and as {@code #p0}; {@code @name} is a bean. Thread-safe.
 */
final class CallExpression {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final String attribute;

	private final SpelExpression expression;

	private final Method method;

	private final BeanFactoryResolver beans;

	private CallExpression(String attribute, SpelExpression expression, Method method, BeanFactory beanFactory) {
		this.attribute = attribute;
		this.expression = expression;
		this.method = method;
		this.beans = new BeanFactoryResolver(beanFactory);
	}

	/**
	 * Parse an expression.
	 * @param attribute the attribute of the annotation that has it
	 * @param text the expression
	 * @param method the method whose arguments it looks at
	 * @param beanFactory finds beans
	 * @return the expression
	 * @throws IllegalArgumentException if it is malformed or looks at what does not
	 * exist, with a message that goes on after "which"
	 */
	static CallExpression parse(String attribute, String text, Method method, BeanFactory beanFactory) {
		SpelExpression expression;
		try {
			expression = PARSER.parseRaw(text);
		}
		catch (ParseException | IllegalStateException ex) {
			throw new IllegalArgumentException("is not an expression: " + ex.getMessage(), ex);
		}
		List<String> unknown = new ArrayList<>();
		Set<String> known = variables(method);
		collectUnknown(expression.getAST(), known, unknown);
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("looks at %s, but there is only %s".formatted(unknown, known));
		}
		return new CallExpression(attribute, expression, method, beanFactory);
	}

	private static Set<String> variables(Method method) {
		Set<String> names = new TreeSet<>();
		@Nullable String @Nullable [] discovered = NAMES.getParameterNames(method);
		IntStream.range(0, method.getParameterCount()).forEach((i) -> {
			names.add("#a" + i);
			names.add("#p" + i);
			if (discovered != null && discovered[i] != null) {
				names.add("#" + discovered[i]);
			}
		});
		return names;
	}

	private static void collectUnknown(SpelNode node, Set<String> known, List<String> unknown) {
		String name = (node instanceof VariableReference) ? node.toStringAST() : null;
		if (name != null && !known.contains(name) && !name.equals("#this") && !name.equals("#root")) {
			unknown.add(name);
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			collectUnknown(node.getChild(i), known, unknown);
		}
	}

	/**
	 * Evaluate the expression.
	 * @param arguments the arguments of a call
	 * @return the value
	 * @throws IllegalStateException if the expression fails
	 */
	@Nullable Object evaluate(@Nullable Object[] arguments) {
		try {
			MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(this.method, this.method, arguments,
					NAMES);
			context.setBeanResolver(this.beans);
			return this.expression.getValue(context);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The %s of %s cannot be told: '%s' failed: %s".formatted(this.attribute,
					MethodNames.describe(this.method.getDeclaringClass(), this.method),
					this.expression.getExpressionString(), ex.getMessage()), ex);
		}
	}

}
