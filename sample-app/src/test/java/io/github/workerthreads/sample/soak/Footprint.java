package io.github.workerthreads.sample.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an application holds on to while it is at rest. Immutable.
 *
 * @param heap the bytes of its heap in use after a collection
 * @param metaspace the bytes that its classes use
 * @param classes its loaded classes
 * @param threads its threads by the part of their names that has no digits, but for those
 * that measure, and those of the JDK that wait for an hour or a minute for the next
 * process
 * @param descriptors its open files and sockets
 * @param children its processes
 * @param files its temporary files, but for crash reports and the cache of classes
 * @param sharedFiles its files in shared memory
 */
record Footprint(long heap, long metaspace, long classes, Map<String, Long> threads, long descriptors, long children,
		long files, long sharedFiles) {

	/**
	 * How much more than at the beginning an application may hold on to at the end of a
	 * life. What leaks with each call or each worker comes to more: there are thousands
	 * and hundreds of them.
	 */
	static final Footprint BOUND = new Footprint(24L << 20, 12L << 20, 1500, Map.of("", 8L), 40, 0, 4, 0);

	long threadCount() {
		return this.threads.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Say what is held on to beyond the bound.
	 * @param before what was held on to at the beginning
	 * @return one line for each, none if all is well
	 */
	List<String> growthSince(Footprint before) {
		List<String> lines = new ArrayList<>();
		compare("heap bytes", before.heap, this.heap, BOUND.heap, lines);
		compare("metaspace bytes", before.metaspace, this.metaspace, BOUND.metaspace, lines);
		compare("classes", before.classes, this.classes, BOUND.classes, lines);
		compare("threads " + before.threads + " -> " + this.threads + ":", before.threadCount(), threadCount(),
				BOUND.threadCount(), lines);
		compare("file descriptors", before.descriptors, this.descriptors, BOUND.descriptors, lines);
		compare("child processes", before.children, this.children, BOUND.children, lines);
		compare("temporary files", before.files, this.files, BOUND.files, lines);
		compare("files in shared memory", before.sharedFiles, this.sharedFiles, BOUND.sharedFiles, lines);
		return lines;
	}

	private static void compare(String what, long before, long after, long bound, List<String> lines) {
		if (after - before > bound) {
			lines.add("%s grew from %,d to %,d, by more than %,d".formatted(what, before, after, bound));
		}
	}

}
