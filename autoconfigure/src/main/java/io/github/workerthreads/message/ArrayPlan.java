package io.github.workerthreads.message;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Plan of arrays whose elements may have to be copied. Arrays of primitive or immutable
 * elements are copied in one step.
 */
final class ArrayPlan extends NodePlan {

	static @Nullable TypePlan planFor(Class<?> type) {
		if (!type.isArray()) {
			return null;
		}
		Class<?> element = type.getComponentType();
		if (element.isPrimitive()) {
			return primitive(element);
		}
		return ImmutableTypes.contains(element) ? ValuePlan.of(Object[]::clone) : new ArrayPlan();
	}

	private static TypePlan primitive(Class<?> element) {
		return switch (element.getName()) {
			case "boolean" -> ValuePlan.of(boolean[]::clone);
			case "byte" -> ValuePlan.of(byte[]::clone);
			case "char" -> ValuePlan.of(char[]::clone);
			case "short" -> ValuePlan.of(short[]::clone);
			case "int" -> ValuePlan.of(int[]::clone);
			case "long" -> ValuePlan.of(long[]::clone);
			case "float" -> ValuePlan.of(float[]::clone);
			default -> ValuePlan.of(double[]::clone);
		};
	}

	@Override
	Object shell(Object original) {
		return ((Object[]) original).clone();
	}

	/**
	 * The shell itself is the array of parts, so it is complete when they are.
	 */
	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		return (@Nullable Object[]) Objects.requireNonNull(shell);
	}

	@Override
	boolean hasPartsInShell() {
		return true;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		// the parts are in place
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return PathSteps.element(index);
	}

}
