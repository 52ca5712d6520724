package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

/**
 * Knows the plans of some classes.
 */
@FunctionalInterface
interface PlanRule {

	/**
	 * Return the plan of a class.
	 * @param type the class of a value, never an interface or a primitive type
	 * @param backEnd how its values cross over
	 * @return the plan, or {@code null} if this rule does not know the class
	 */
	@Nullable TypePlan planFor(Class<?> type, BackEnd backEnd);

}
