package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable maps of the JDK. Keys and values alternate in the parts.
 */
class MapPlan extends ContainerPlan {

	/**
	 * Whether shells are made by {@code clone()}, which alone keeps the order of access,
	 * and so have the original's content.
	 */
	private final boolean clones;

	private final KeyCollisions collisions;

	private final boolean isHashMap;

	MapPlan(Class<?> type, Blueprint blueprint, boolean clones, BackEnd backEnd) {
		super(type, blueprint, true, backEnd);
		this.clones = clones;
		this.isHashMap = type == HashMap.class;
		this.collisions = (JdkTypes.jdkSuperclass(type) == IdentityHashMap.class) ? KeyCollisions.NONE
				: collisions(type);
	}

	@Override
	final boolean hasPartsInShell() {
		return this.clones;
	}

	@Override
	Object copy(Object original, DirectCopier copier) {
		return (this.isHashMap) ? copier.copyMap((Map<?, ?>) original) : super.copy(original, copier);
	}

	@SuppressWarnings("unchecked")
	Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries(Object map) {
		return ((Map<@Nullable Object, @Nullable Object>) map).entrySet().iterator();
	}

	/**
	 * Return what shows the keys, values and entries of a map.
	 * @param map the map
	 * @return its three views
	 */
	Object[] views(Object map) {
		Map<?, ?> viewed = (Map<?, ?>) map;
		return new Object[] { viewed.keySet(), viewed.values(), viewed.entrySet() };
	}

	@SuppressWarnings("unchecked")
	void put(Object map, @Nullable Object key, @Nullable Object value) {
		((Map<@Nullable Object, @Nullable Object>) map).put(key, value);
	}

	void clear(Object map) {
		((Map<?, ?>) map).clear();
	}

	@SuppressWarnings("unchecked")
	void forEach(Object map, BiConsumer<@Nullable Object, @Nullable Object> action) {
		((Map<@Nullable Object, @Nullable Object>) map).forEach(action);
	}

	@Override
	void checkKeys(@Nullable Object[] parts) {
		this.collisions.check(parts, parts.length - contentIndex(parts.length), 2);
	}

	@Override
	boolean isKey(int index) {
		int number = contentIndex(index);
		return number >= 0 && number % 2 == 0;
	}

	@Override
	boolean takes(int parts) {
		return super.takes(parts) && contentIndex(parts) % 2 == 0;
	}

	@Override
	int size(int parts) {
		return parts / 2;
	}

	@Override
	@Nullable Object[] content(Object original, int offset) {
		Content content = new Content(((Map<?, ?>) original).size(), offset);
		forEach(original, content);
		return content.toParts();
	}

	@Override
	void addContent(Object copy, @Nullable Object[] parts, int offset) {
		if (this.clones) {
			if (replaceValues(copy, parts, offset)) {
				return;
			}
			clear(copy);
		}
		for (int i = offset; i < parts.length; i += 2) {
			put(copy, parts[i], parts[i + 1]);
		}
	}

	/**
	 * Replace the values of a clone if it has the right keys.
	 * @param copy the clone
	 * @param parts an array with the content
	 * @param offset where the content starts in the array
	 * @return whether it has the right keys and all values
	 */
	private boolean replaceValues(Object copy, @Nullable Object[] parts, int offset) {
		Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries = entries(copy);
		int i = offset;
		while (entries.hasNext()) {
			Map.Entry<@Nullable Object, @Nullable Object> entry = entries.next();
			if (i == parts.length || entry.getKey() != parts[i]) {
				return false;
			}
			if (entry.getValue() != parts[i + 1]) {
				entry.setValue(parts[i + 1]);
			}
			i += 2;
		}
		return i == parts.length;
	}

	@Override
	String describeContent(@Nullable Object[] parts, int index, int offset) {
		return PathSteps.entry(parts, index, offset);
	}

	/**
	 * The keys and values of a map. Its size is a guess only, as other threads may change
	 * a concurrent map.
	 */
	private static final class Content implements BiConsumer<@Nullable Object, @Nullable Object> {

		private @Nullable Object[] parts;

		private int length;

		Content(int size, int offset) {
			this.parts = new @Nullable Object[offset + size * 2];
			this.length = offset;
		}

		@Override
		public void accept(@Nullable Object key, @Nullable Object value) {
			if (this.length == this.parts.length) {
				this.parts = Arrays.copyOf(this.parts, this.length * 2 + 2);
			}
			this.parts[this.length++] = key;
			this.parts[this.length++] = value;
		}

		@Nullable Object[] toParts() {
			return (this.length < this.parts.length) ? Arrays.copyOf(this.parts, this.length) : this.parts;
		}

	}

}
