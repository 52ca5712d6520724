package io.github.workerthreads.message;

import java.util.Comparator;
import java.util.Hashtable;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable collections and maps. The parts are the comparator if the kind is
 * sorted, the fields that a subclass adds, and the content.
 */
abstract class ContainerPlan extends NodePlan {

	private final Blueprint blueprint;

	private final InstanceFields fields;

	private final boolean readsParts;

	ContainerPlan(Class<?> type, Blueprint blueprint, boolean readsParts, BackEnd backEnd) {
		this.blueprint = blueprint;
		this.fields = InstanceFields.of(type, blueprint.isSorted() ? 1 : 0, backEnd);
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
		return isUnchanging(comparator) ? create(original, comparator) : null;
	}

	private static boolean isUnchanging(@Nullable Object comparator) {
		return comparator == null || ImmutableTypes.sharesInstances(comparator.getClass());
	}

	private Object create(Object original, @Nullable Comparator<Object> comparator) {
		Object shell = this.blueprint.create(original, comparator);
		this.fields.copyState(original, shell);
		return shell;
	}

	/**
	 * Return whether others can refer to the counterpart as soon as its comparator is
	 * there.
	 * @param original the collection or map
	 * @return whether it has a shell
	 */
	boolean hasEarlyShell(Object original) {
		return isUnchanging(this.blueprint.comparator(original));
	}

	@Override
	int places(@Nullable Object[] head) {
		return this.blueprint.places(head);
	}

	/**
	 * Return how keys are found.
	 * @param type the class of the collections or maps
	 * @return how those can hinder one another
	 */
	final KeyCollisions collisions(Class<?> type) {
		if (this.blueprint.isSorted() || !this.readsParts) {
			return KeyCollisions.NONE;
		}
		return (JdkTypes.jdkSuperclass(type) == Hashtable.class) ? KeyCollisions.CHAINS : KeyCollisions.TREES;
	}

	/**
	 * Return which part of the content a part is.
	 * @param index the index of the part
	 * @return the number of the part in the content, or a negative number
	 */
	final int contentIndex(int index) {
		return index - this.fields.end();
	}

	@Override
	@Nullable Object[] head(Object original) {
		return this.blueprint.head(original);
	}

	@Override
	int shellParts() {
		return this.blueprint.isSorted() ? 1 : 0;
	}

	@Override
	@Nullable Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		Object comparator = this.blueprint.isSorted() ? parts[0] : null;
		return isUnchanging(comparator) ? createFrom(head, parts, comparator) : null;
	}

	@SuppressWarnings("unchecked")
	private Object createFrom(@Nullable Object[] head, @Nullable Object[] parts, @Nullable Object comparator) {
		return this.blueprint.createFrom(head, size(parts.length - this.fields.end()), (Comparator<Object>) comparator);
	}

	@Override
	Object buildFrom(@Nullable Object[] head, @Nullable Object[] parts, boolean settled) {
		Object copy = createFrom(head, parts, parts[0]);
		fill(copy, parts);
		return copy;
	}

	/**
	 * Return how many elements or entries there are.
	 * @param parts the number of parts that are content
	 * @return the size
	 */
	int size(int parts) {
		return parts;
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
	boolean takes(int parts) {
		return parts >= this.fields.end();
	}

	@Override
	long shape() {
		return this.fields.shape();
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		if (index >= this.fields.end()) {
			return describeContent(parts, index, this.fields.end());
		}
		return (index == 0 && this.blueprint.isSorted()) ? ".comparator" : "." + this.fields.name(index);
	}

}
