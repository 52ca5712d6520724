package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

/**
 * Plan of values that consist of a state of their own and of <em>parts</em>: references
 * to values that have plans themselves. A value is rebuilt in three steps. Its
 * <em>shell</em> has the state and no parts yet, so that parts can refer back to it; its
 * parts are rebuilt; it is completed with them. Values that can only be constructed from
 * their parts have no shell. Bytes carry the <em>head</em> of a value instead of its
 * state: the parts are all its fields then, and the head is what is left to know.
 */
abstract non-sealed class NodePlan extends TypePlan {

	static final @Nullable Object[] NO_PARTS = {};

	private final MessageHistory history = new MessageHistory();

	/**
	 * Return what is known of earlier messages that were such a value.
	 * @return the history
	 */
	final MessageHistory history() {
		return this.history;
	}

	/**
	 * Return whether the value cannot change, so that it may be shared if all its parts
	 * may.
	 * @return whether it is shared with its parts
	 */
	boolean isSharedWithParts() {
		return false;
	}

	/**
	 * Return whether all parts of a value are of classes whose values are shared.
	 * @param value the value
	 * @param plans tells which they are
	 * @return whether that is so
	 */
	boolean hasSharedParts(Object value, TypePlans plans) {
		for (Object part : takeApart(value, null)) {
			if (!plans.sharesPart(part)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether a shell is complete already if no part changed.
	 * @return whether shells hold the parts of the original
	 */
	boolean hasPartsInShell() {
		return false;
	}

	/**
	 * Return whether completing looks into the parts, as a hash table and a constructor
	 * do, so that the parts should be complete before.
	 * @return whether the parts are looked into
	 */
	boolean readsParts() {
		return false;
	}

	/**
	 * Create the counterpart of a value without its parts.
	 * @param original the value
	 * @return the shell, or {@code null} if the value is constructed from its parts
	 */
	abstract @Nullable Object shell(Object original);

	/**
	 * Take a value apart.
	 * @param original the value
	 * @param shell its shell, which may serve as a snapshot of the value
	 * @return the parts in an array that the caller may change
	 */
	abstract @Nullable Object[] takeApart(Object original, @Nullable Object shell);

	/**
	 * Complete or construct the counterpart of a value.
	 * @param original the value
	 * @param shell its shell, if it has one
	 * @param parts the rebuilt parts
	 * @param changed whether any of them differs from the value's own
	 * @param settled whether all that the parts refer to is complete
	 * @return the counterpart
	 */
	final Object rebuild(Object original, @Nullable Object shell, @Nullable Object[] parts, boolean changed,
			boolean settled) {
		if (!changed && isSharedWithParts()) {
			return original;
		}
		if (shell == null) {
			return build(original, parts, settled);
		}
		if (changed || !hasPartsInShell()) {
			fill(shell, parts);
		}
		return shell;
	}

	/**
	 * Copy a value whose parts are complete before it is.
	 * @param original the value
	 * @param copier copies the parts
	 * @return the copy
	 */
	Object copy(Object original, DirectCopier copier) {
		Object shell = shell(original);
		@Nullable Object[] parts = takeApart(original, shell);
		boolean changed = copier.copyParts(parts);
		Object copy = rebuild(original, shell, parts, changed, true);
		if (isDoubtful()) {
			String flaw = flaw(copy, parts);
			if (flaw != null) {
				throw new UncloneableException(flaw);
			}
		}
		return copy;
	}

	/**
	 * Complete a value that has a shell.
	 * @param shell the shell
	 * @param parts the rebuilt parts
	 */
	void fill(Object shell, @Nullable Object[] parts) {
		throw new IllegalStateException("No shell to fill");
	}

	/**
	 * Return what it takes beside the parts to make a counterpart where the value itself
	 * is not at hand.
	 * @param original the value
	 * @return values without parts, for which {@link ValueForms} has a form
	 */
	@Nullable Object[] head(Object original) {
		return NO_PARTS;
	}

	/**
	 * Return what tells versions of the class apart that have other fields.
	 * @return a hash of the names and types of the fields; 0 if the value is not made of
	 * fields
	 */
	long shape() {
		return 0;
	}

	/**
	 * Return whether to hash or compare a value may take looking into its parts.
	 * @return whether its parts count when it is a key
	 */
	boolean comparesParts() {
		return true;
	}

	/**
	 * Return whether completing a value hashes or compares a part.
	 * @param index the index of the part
	 * @return whether the part serves as a key
	 */
	boolean isKey(int index) {
		return false;
	}

	/**
	 * Return whether completing a value compares each key with all others.
	 * @return whether the work grows with the square of the number of keys
	 */
	boolean comparesAll() {
		return false;
	}

	/**
	 * Check that the hash codes of the keys among the parts are not chosen to do harm.
	 * @param parts the rebuilt parts
	 * @throws UncloneableException if they may be
	 */
	void checkKeys(@Nullable Object[] parts) {
		// most values have no keys
	}

	/**
	 * Return whether values may have a number of parts.
	 * @param parts the number of parts
	 * @return whether they may
	 */
	boolean takes(int parts) {
		return true;
	}

	/**
	 * Return how many places a value reserves whatever parts it has.
	 * @param head the head of the value
	 * @return the number of places
	 */
	int places(@Nullable Object[] head) {
		return 0;
	}

	/**
	 * Return the class that bytes name for a value.
	 * @param type the class of the value
	 * @return the class by which the receiver finds this plan
	 */
	Class<?> sentType(Class<?> type) {
		return type;
	}

	/**
	 * Return how many of the first parts have to be there before a shell is made of a
	 * head.
	 * @return the number of parts
	 */
	int shellParts() {
		return 0;
	}

	/**
	 * Create the counterpart of a value of which the head is known, without its parts.
	 * @param head the head
	 * @param parts an array for the parts, with the first ones that the shell takes
	 * @return the shell, or {@code null} if the value is constructed from its parts
	 */
	@Nullable Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		return null;
	}

	/**
	 * Construct a value of which the head is known and that has no shell.
	 * @param head the head
	 * @param parts the rebuilt parts
	 * @param settled whether all that the parts refer to is complete
	 * @return the counterpart of the value
	 */
	Object buildFrom(@Nullable Object[] head, @Nullable Object[] parts, boolean settled) {
		throw new IllegalStateException("Nothing to build");
	}

	/**
	 * Complete or construct the counterpart of a value of which the head is known.
	 * @param head the head
	 * @param shell its shell, if it has one
	 * @param parts the rebuilt parts
	 * @param settled whether all that the parts refer to is complete
	 * @return the counterpart
	 */
	final Object revive(@Nullable Object[] head, @Nullable Object shell, @Nullable Object[] parts, boolean settled) {
		checkKeys(parts);
		if (shell == null) {
			return buildFrom(head, parts, settled);
		}
		fill(shell, parts);
		return shell;
	}

	/**
	 * Construct a value that has no shell.
	 * @param original the value to rebuild
	 * @param parts the rebuilt parts
	 * @param settled whether all that the parts refer to is complete, which it is not
	 * inside a cycle
	 * @return the counterpart of the value
	 */
	Object build(Object original, @Nullable Object[] parts, boolean settled) {
		return buildFrom(head(original), parts, settled);
	}

	/**
	 * Return whether a counterpart has to be {@linkplain #flaw looked at} even if its
	 * parts were complete before.
	 * @return whether it may have a flaw
	 */
	boolean isDoubtful() {
		return false;
	}

	/**
	 * Look for a flaw in a counterpart, now that all that it refers to is complete.
	 * @param copy the counterpart
	 * @param parts the rebuilt parts
	 * @return why the value cannot cross over, or {@code null} if the counterpart is
	 * right
	 */
	@Nullable String flaw(Object copy, @Nullable Object[] parts) {
		return null;
	}

	/**
	 * Describe where a part is, as a step of a path.
	 * @param parts the parts, those up to the index perhaps rebuilt
	 * @param index the index of the part
	 * @return the step, such as {@code .lines} or {@code [3]}
	 */
	abstract String describe(@Nullable Object[] parts, int index);

}
