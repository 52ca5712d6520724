package io.github.workerthreads.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.UnixOperatingSystemMXBean;
import org.springframework.core.env.StandardEnvironment;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.child.LeanContexts;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * What workers with classes of their own cost and leave behind: rounds in which a worker
 * is started and terminated in an endless loop. Prints tables.
 */
public final class IsolatedWorkers {

	private static final int WARM_UP = 30;

	private static final int IDLE_WORKERS = 200;

	private static final double MEGABYTE = 1 << 20;

	private final WorkerRuntime runtime = new ClassLoaderWorkerRuntime(ClassLoader.getSystemClassLoader(),
			List.of(IsolatedWorkers.class.getName()), List.of(), (settings, classLoader, beans) -> {
				throw new IllegalStateException("No beans are named");
			});

	private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

	private IsolatedWorkers() {
	}

	/**
	 * Run 1000 rounds, or 100 with {@code --quick}.
	 * @param args {@code --quick} or nothing
	 * @throws Exception if a round fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (Arrays.asList(args).contains("--quick")) ? 100 : 1000;
		IsolatedWorkers workers = new IsolatedWorkers();
		workers.rounds(WARM_UP);
		workers.leanContexts(WARM_UP);
		System.out.println("| what | median | p99 | most |");
		System.out.println("|---|---:|---:|---:|");
		Resources before = workers.resources();
		workers.rounds(rounds).print();
		Figures.print("a pool is built, until its worker has a bean in a lean context, and closed",
				workers.leanContexts(rounds / 10));
		Resources after = workers.resources();
		System.out.printf("%nLeft by %d workers that were started and terminated: %s%n", rounds, after.minus(before));
		workers.idle();
	}

	private Figures rounds(int rounds) throws Exception {
		Figures figures = new Figures(rounds);
		for (int i = 0; i < rounds; i++) {
			long created = System.nanoTime();
			try (WorkerPool pool = builder().warmSpares(1).build("rounds", this.runtime)) {
				pool.run(Echo.class, "hello").get();
				figures.start[i] = System.nanoTime() - created;
				awaitSpare(pool);
				terminateLoop(pool, figures, i);
			}
		}
		return figures;
	}

	private long[] leanContexts(int rounds) throws Exception {
		WorkerRuntime lean = new ClassLoaderWorkerRuntime(ClassLoader.getSystemClassLoader(),
				List.of(IsolatedWorkers.class.getName()), List.of(), new LeanContexts(new StandardEnvironment()));
		BeanCall beans = new BeanCall(List
			.of(MethodSignature.of("bean", Bean.class, Bean.class.getDeclaredMethod("work"), new boolean[0], true)));
		long[] nanos = new long[rounds];
		for (int i = 0; i < rounds; i++) {
			long created = System.nanoTime();
			try (WorkerPool pool = builder().build("lean", lean)) {
				pool.call(beans, TaskOptions.defaults());
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
			nanos[i] = System.nanoTime() - created;
		}
		return nanos;
	}

	private void terminateLoop(WorkerPool pool, Figures figures, int round) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		WorkerFuture<String> loop = pool.run(Loop.class, "forever").onProgress((item) -> begun.countDown());
		begun.await();
		// Long enough to be compiled
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		WorkerSnapshot worker = pool.snapshot()
			.workers()
			.stream()
			.filter((each) -> each.task() != null)
			.findFirst()
			.orElseThrow();
		rememberLoader(worker.name());
		long start = System.nanoTime();
		pool.terminate(worker.id()).get();
		figures.end[round] = System.nanoTime() - start;
		pool.run(Echo.class, "next").get();
		figures.next[round] = System.nanoTime() - start;
		// The worker has ended, its call is about to
		if (!loop.handle((result, failure) -> failure != null).toCompletableFuture().get(10, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Round %d: the loop went on".formatted(round));
		}
	}

	private static WorkerPoolBuilder builder() {
		return new WorkerPoolBuilder().size(1)
			.isolation(Isolation.CLASS_LOADER)
			.timeout(Duration.ZERO)
			.drainPeriod(Duration.ZERO);
	}

	private static void awaitSpare(WorkerPool pool) {
		while (pool.snapshot().spares().stream().noneMatch((spare) -> spare.state().name().equals("IDLE"))) {
			LockSupport.parkNanos(100_000);
		}
	}

	private void rememberLoader(String worker) {
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(worker))
			.forEach((thread) -> this.loaders.add(new WeakReference<>(thread.getContextClassLoader())));
	}

	// After garbage collections, the first of which find what later ones free
	private Resources resources() {
		for (int i = 0; i < 5; i++) {
			System.gc();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
		}
		long files = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
		long alive = this.loaders.stream().filter((loader) -> !loader.refersTo(null)).count();
		return new Resources(alive, ManagementFactory.getThreadMXBean().getThreadCount(), files, metaspace(),
				ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
	}

	private static long metaspace() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getName().equals("Metaspace"))
			.map(MemoryPoolMXBean::getUsage)
			.mapToLong((usage) -> usage.getUsed())
			.sum();
	}

	private void idle() throws Exception {
		Resources before = resources();
		try (WorkerPool pool = builder().size(IDLE_WORKERS).build("idle", this.runtime)) {
			for (WorkerFuture<String> each : pool.runOnAll(Echo.class, "hello", TaskOptions.defaults())) {
				each.get();
			}
			Resources more = resources().minus(before);
			System.out.printf("%n| memory of an idle worker that has run a function | MB |%n|---|---:|%n");
			System.out.printf("| heap | %.3f |%n", more.heap() / MEGABYTE / IDLE_WORKERS);
			System.out.printf("| metaspace | %.3f |%n", more.metaspace() / MEGABYTE / IDLE_WORKERS);
			System.out.printf("| both | %.3f |%n", (more.heap() + more.metaspace()) / MEGABYTE / IDLE_WORKERS);
		}
	}

	/**
	 * Function that gives back what it gets.
	 */
	static final class Echo implements WorkerFunction<String, String> {

		@Override
		public String apply(String input) {
			return input;
		}

	}

	/**
	 * Function that never ends.
	 */
	static final class Loop implements WorkerFunction<String, String> {

		@Override
		@SuppressWarnings("InfiniteRecursion")
		public String apply(String input) {
			WorkerContext context = WorkerContext.current();
			if (context != null) {
				context.emit("begun");
			}
			for (;;) {
				// Nothing at all
			}
		}

	}

	/**
	 * Bean with a method that is offloaded.
	 */
	static final class Bean {

		// an application
		String work() {
			return "done";
		}

	}

	/**
	 * What there is.
	 *
	 * @param loaders class loaders of workers that were terminated
	 * @param threads threads
	 * @param files open file descriptors
	 * @param metaspace bytes of metaspace
	 * @param heap bytes of heap
	 */
	private record Resources(long loaders, long threads, long files, long metaspace, long heap) {

		Resources minus(Resources other) {
			return new Resources(this.loaders, this.threads - other.threads, this.files - other.files,
					this.metaspace - other.metaspace, this.heap - other.heap);
		}

		@Override
		public String toString() {
			return "%d class loaders, %d threads, %d open files, %.2f MB of metaspace, %.2f MB of heap"
				.formatted(this.loaders, this.threads, this.files, this.metaspace / MEGABYTE, this.heap / MEGABYTE);
		}

	}

	/**
	 * Times of rounds, in nanoseconds.
	 */
	private static final class Figures {

		private final long[] start;

		private final long[] end;

		private final long[] next;

		Figures(int rounds) {
			this.start = new long[rounds];
			this.end = new long[rounds];
			this.next = new long[rounds];
		}

		void print() {
			print("a pool is built, until its first result", this.start);
			print("terminate() of for(;;){}, until the worker has ended", this.end);
			print("the same, until the spare has given the next result", this.next);
		}

		private static void print(String what, long[] nanos) {
			long[] sorted = nanos.clone();
			Arrays.sort(sorted);
			System.out.printf("| %s | %.2f ms | %.2f | %.2f |%n", what, sorted[sorted.length / 2] / 1e6,
					sorted[sorted.length * 99 / 100] / 1e6, sorted[sorted.length - 1] / 1e6);
		}

	}

}
