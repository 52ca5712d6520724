package io.github.workerthreads.message;

import java.lang.reflect.Array;

import org.jspecify.annotations.Nullable;

/**
 * Plan of arrays whose elements may have to be copied. Arrays of primitive or immutable
 * elements are copied in one step.
 */
final class ArrayPlan extends NodePlan {

	private final Class<?> element;

	private ArrayPlan(Class<?> element) {
		this.element = element;
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (!type.isArray()) {
			return null;
		}
		Class<?> element = type.getComponentType();
		if (element.isPrimitive()) {
			return primitive(element);
		}
		boolean shared = backEnd == BackEnd.COPY && ImmutableTypes.contains(element);
		return shared ? ValuePlan.of(Object[]::clone) : new ArrayPlan(element);
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
	Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		return Array.newInstance(this.element, parts.length);
	}

	@Override
	Object shell(Object original) {
		return ((Object[]) original).clone();
	}

	/**
	 * The shell, if there is one, is itself the array of parts, so it is complete when
	 * they are.
	 */
	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		return (shell != null) ? (@Nullable Object[]) shell : ((@Nullable Object[]) original).clone();
	}

	@Override
	boolean hasPartsInShell() {
		return true;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		if (shell != parts) {
			System.arraycopy(parts, 0, shell, 0, parts.length);
		}
	}

	@Override
	boolean comparesParts() {
		return false;
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return PathSteps.element(index);
	}

}
