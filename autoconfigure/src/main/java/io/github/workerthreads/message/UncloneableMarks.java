package io.github.workerthreads.message;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The objects that were marked as uncloneable, by identity and as long as they live.
 * Thread-safe.
 */
final class UncloneableMarks {

	private final Set<Mark> marks = ConcurrentHashMap.newKeySet();

	private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

	// Nearly always false, which keeps the copier from looking
	private volatile boolean any;

	void add(Object object) {
		Reference<?> gone = this.collected.poll();
		while (gone != null) {
			this.marks.remove(gone);
			gone = this.collected.poll();
		}
		this.marks.add(new Mark(object, this.collected));
		this.any = true;
	}

	/**
	 * Check that an object may be cloned.
	 * @param object the object
	 * @throws UncloneableException if it is marked
	 */
	void check(Object object) {
		if (this.any && this.marks.contains(new Mark(object, null))) {
			throw new UncloneableException(
					"this %s is marked as uncloneable".formatted(object.getClass().getTypeName()));
		}
	}

	private static final class Mark extends WeakReference<Object> {

		private final int hash;

		Mark(Object object, @Nullable ReferenceQueue<Object> queue) {
			super(object, queue);
			this.hash = System.identityHashCode(object);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other || (other instanceof Mark mark && get() != null && mark.get() == get());
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
