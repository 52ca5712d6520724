package io.github.workerthreads.actuate;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

import io.github.workerthreads.worker.HeapStatistics;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerExit;

/**
 * The long-lived workers of this process, beside those of pools. Thread-safe.
 */
final class DedicatedWorkers {

	/**
	 * What stands for the name of a pool in paths to them: no pool can be called so.
	 */
	static final String SELECTOR = "~";

	private DedicatedWorkers() {
	}

	static List<DedicatedWorkerDescriptor> all() {
		return Worker.all().stream().map(DedicatedWorkerDescriptor::of).toList();
	}

	static WorkerDetailsDescriptor inspect(String id) {
		Worker worker = find(id);
		try {
			HeapStatistics heap = worker.heapStatistics();
			return WorkerDetailsDescriptor.of(DedicatedWorkerDescriptor.of(worker), worker.pid(), worker.cpuUsage(),
					(heap.allocatedBytes() >= 0) ? heap.allocatedBytes() : null, worker.stackTrace());
		}
		catch (IllegalStateException ex) {
			throw missing(id);
		}
	}

	static TerminationDescriptor terminate(String id) {
		Worker worker = find(id);
		long threadId = worker.threadId();
		long start = System.nanoTime();
		WorkerExit exit = worker.terminate().join();
		return new TerminationDescriptor(SELECTOR, threadId, exit.state(), Duration.ofNanos(System.nanoTime() - start),
				null);
	}

	private static Worker find(String id) {
		return Worker.all()
			.stream()
			.filter((worker) -> Long.toString(worker.threadId()).equals(id))
			.findFirst()
			.orElseThrow(() -> missing(id));
	}

	private static NoSuchElementException missing(String id) {
		return new NoSuchElementException("There is no long-lived worker '%s', only %s".formatted(id,
				Worker.all().stream().map(Worker::threadId).toList()));
	}

}
