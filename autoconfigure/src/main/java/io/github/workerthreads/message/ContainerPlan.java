package io.github.workerthreads.message;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable collections and maps. The parts are the comparator if the kind is
 * sorted, the fields that a subclass adds, and the content.
 */
abstract class ContainerPlan extends NodePlan {

	private final Blueprint blueprint;

	private final InstanceFields fields;

	private final boolean readsParts;

	ContainerPlan(Class<?> type, Blueprint blueprint, boolean readsParts) {
		this.blueprint = blueprint;
		this.fields = InstanceFields.of(type, blueprint.isSorted() ? 1 : 0);
		this.readsParts = readsParts;
	}

	/**
	 * Return the content of a collection or map.
	 * @param original the collection or map
	 * @param offset where the content starts in the array
	 * @return an array with the content
	 */
	abstract @Nullable Object[] content(Object original, int offset);

	/**
	 * Add the content to an empty collection or map.
	 * @param copy the collection or map
	 * @param parts an array with the content
	 * @param offset where the content starts in the array
	 */
	abstract void addContent(Object copy, @Nullable Object[] parts, int offset);

	abstract String describeContent(@Nullable Object[] parts, int index, int offset);

	@Override
	boolean readsParts() {
		return this.readsParts;
	}

	@Override
	@Nullable Object shell(Object original) {
		Comparator<Object> comparator = this.blueprint.comparator(original);
		if (comparator != null && !ImmutableTypes.sharesInstances(comparator.getClass())) {
			return null;
		}
		return create(original, comparator);
	}

	private Object create(Object original, @Nullable Comparator<Object> comparator) {
		Object shell = this.blueprint.create(original, comparator);
		this.fields.copyState(original, shell);
		return shell;
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		@Nullable Object[] parts = content(original, this.fields.end());
		if (this.blueprint.isSorted()) {
			parts[0] = this.blueprint.comparator(original);
		}
		this.fields.read(original, parts);
		return parts;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		this.fields.write(shell, parts);
		addContent(shell, parts, this.fields.end());
	}

	@Override
	@SuppressWarnings("unchecked")
	Object build(Object original, @Nullable Object[] parts, boolean settled) {
		Object copy = create(original, (Comparator<Object>) parts[0]);
		fill(copy, parts);
		return copy;
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		if (index >= this.fields.end()) {
			return describeContent(parts, index, this.fields.end());
		}
		return (index == 0 && this.blueprint.isSorted()) ? ".comparator" : "." + this.fields.name(index);
	}

}
