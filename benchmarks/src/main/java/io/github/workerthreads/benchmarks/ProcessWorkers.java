package io.github.workerthreads.benchmarks;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.ProcessTransport;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.runtime.protocol.BeanEnvironment;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerState;

/**
 * What workers in processes of their own cost: their start, their calls by each transport
 * beside those of a thread, their replacement and their memory. Prints tables.
 */
@SuppressWarnings("FutureReturnValueIgnored") // loops never end, and calls that fail show
												// in the count
public final class ProcessWorkers {

	private static final List<String> SMALL_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	/**
	 * The least that any start of a process can take.
	 */
	static final String FLOOR = "start of a JVM that says its version, until it has ended";

	/**
	 * The least memory that a process can have.
	 */
	static final String ALONE = "a JVM that does nothing but wait";

	private static final int SMALL_HEAP = 128 << 20;

	private static final String SMALL = "%d MB of heap, %s".formatted(SMALL_HEAP >> 20,
			String.join(" ", SMALL_OPTIONS));

	private static final int WARM_UP = 20_000;

	private static final int IN_FLIGHT = 64;

	private static final int LARGE = 10 << 20;

	private static final int IDLE_WORKERS = 4;

	private static final Duration ARCHIVE_PATIENCE = Duration.ofMinutes(2);

	private final int rounds;

	private ProcessWorkers(int rounds) {
		this.rounds = rounds;
	}

	/**
	 * Run 20 rounds, or 7 with {@code --quick}.
	 * @param args {@code --quick} or nothing
	 * @throws Exception if a round fails
	 */
	public static void main(String[] args) throws Exception {
		ProcessWorkers workers = new ProcessWorkers((Arrays.asList(args).contains("--quick")) ? 7 : 20);
		System.out.printf("Java %s, %d processors%n%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
		workers.starts();
		workers.calls();
		workers.memory();
	}

	private void starts() throws Exception {
		System.out.println("| what | median | least | most |");
		System.out.println("|---|---:|---:|---:|");
		print(FLOOR, emptyStarts());
		ProcessOptions without = ProcessOptions.DEFAULTS.withClassArchive(false);
		print("start of a bare worker, until its first result", bareStarts(builder(1), runtime(without, false)));
		print("the same with " + SMALL, bareStarts(small(1), runtime(without, false)));
		print("start of a worker with a bean in a lean context", leanStarts(runtime(without, true)));
		WorkerRuntime archived = runtime(ProcessOptions.DEFAULTS, true);
		awaitArchive(archived);
		print("start of a bare worker with an archive of classes", bareStarts(builder(1), archived));
		print("start of a worker with a bean in a lean context, with an archive", leanStarts(archived));
		kills(archived);
		System.out.println();
	}

	private long[] emptyStarts() throws Exception {
		long[] nanos = new long[this.rounds];
		Program version = new Program("A JVM", List.of(Program.java(), "--version"), Duration.ofMinutes(1));
		for (int i = 0; i < nanos.length; i++) {
			long start = System.nanoTime();
			version.run();
			nanos[i] = System.nanoTime() - start;
		}
		return nanos;
	}

	private long[] bareStarts(WorkerPoolBuilder builder, WorkerRuntime runtime) throws Exception {
		long[] nanos = new long[this.rounds];
		for (int i = 0; i < nanos.length; i++) {
			long start = System.nanoTime();
			try (WorkerPool pool = builder.build("bare", runtime)) {
				pool.run(Echo.class, new byte[0]).get();
				nanos[i] = System.nanoTime() - start;
			}
		}
		return nanos;
	}

	private long[] leanStarts(WorkerRuntime runtime) throws Exception {
		long[] nanos = new long[this.rounds];
		for (int i = 0; i < nanos.length; i++) {
			long start = System.nanoTime();
			try (WorkerPool pool = builder(1).build("lean", runtime)) {
				callBean(pool);
				nanos[i] = System.nanoTime() - start;
			}
		}
		return nanos;
	}

	private static void callBean(WorkerPool pool) throws Exception {
		Method method = Bean.class.getDeclaredMethod("work");
		BeanCall beans = new BeanCall(List.of(MethodSignature.of("bean", Bean.class, method, new boolean[0], true)));
		try {
			pool.call(beans, TaskOptions.defaults());
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	// The first start has it made, and each later one looks whether it is there
	private static void awaitArchive(WorkerRuntime runtime) throws Exception {
		long deadline = System.nanoTime() + ARCHIVE_PATIENCE.toNanos();
		while (System.nanoTime() < deadline) {
			try (WorkerPool pool = builder(1).build("archive", runtime)) {
				callBean(pool);
				if (Files.readString(Path.of("/proc", String.valueOf(pid(pool)), "maps")).contains("/archive-")) {
					return;
				}
			}
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
		}
		throw new IllegalStateException("No archive of classes was made");
	}

	private void kills(WorkerRuntime runtime) throws Exception {
		long[] end = new long[this.rounds];
		long[] next = new long[this.rounds];
		for (int i = 0; i < this.rounds; i++) {
			try (WorkerPool pool = builder(1).warmSpares(1).build("kills", runtime)) {
				callBean(pool);
				while (pool.snapshot().spares().stream().noneMatch((spare) -> spare.state().name().equals("IDLE"))) {
					LockSupport.parkNanos(100_000);
				}
				long worker = pool.snapshot().workers().get(0).id();
				pool.run(Loop.class, "forever");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
				long start = System.nanoTime();
				int round = i;
				CompletableFuture<?> ended = pool.terminate(worker)
					.thenRun(() -> end[round] = System.nanoTime() - start);
				pool.run(Echo.class, new byte[0]).get();
				next[i] = System.nanoTime() - start;
				ended.get();
			}
		}
		print("terminate() of for(;;){}, until the process has ended", end);
		print("the same, until the spare has given the next result", next);
	}

	private void calls() throws Exception {
		System.out.printf(
				"%n| calls of | 0 B, one in flight: mean | 0 B: median | 0 B: p99 | 64 KiB: median | 10 MiB: median | "
						+ "transferred | shared | 0 B, %d in flight, 2 workers |%n",
				IN_FLIGHT);
		System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
		ThreadWorkerRuntime threads = new ThreadWorkerRuntime(ClassLoader.getSystemClassLoader(),
				new StructuredClone(List.of()));
		calls("a thread", threads, Isolation.THREAD);
		calls("a thread with classes of its own", Rung.CLASS_LOADER.runtime(), Isolation.CLASS_LOADER);
		calls("a process, as by default here", Rung.PROCESS.runtime(), Isolation.PROCESS);
		calls("a process, shared memory, spinning where it pays", ProcessTransport.SHARED_MEMORY, true);
		calls("a process, shared memory, never spinning", ProcessTransport.SHARED_MEMORY, false);
		calls("a process, Unix domain socket", ProcessTransport.UNIX, false);
		calls("a process, TCP", ProcessTransport.TCP, false);
		System.out.println();
	}

	private void calls(String what, ProcessTransport transport, boolean spins) throws Exception {
		calls(what, runtime(ProcessOptions.DEFAULTS.withTransport(transport, spins), true), Isolation.PROCESS);
	}

	private void calls(String what, WorkerRuntime runtime, Isolation isolation) throws Exception {
		try (WorkerPool one = builder(1).isolation(isolation).build("one", runtime);
				WorkerPool two = builder(2).isolation(isolation).queueCapacity(IN_FLIGHT).build("two", runtime)) {
			one(one, 0, WARM_UP);
			long[] small = one(one, 0, this.rounds * 2000);
			one(one, 64 << 10, 2000);
			long[] middle = one(one, 64 << 10, this.rounds * 200);
			one(one, LARGE, 20);
			long[] large = one(one, LARGE, this.rounds * 5);
			long[] transferred = transferred(one, this.rounds * 50);
			long[] shared = shared(one, this.rounds * 50);
			many(two, 50_000);
			double perSecond = many(two, this.rounds * 20_000);
			System.out.printf("| %s | %.2f us | %.2f | %.2f | %.1f us | %.2f ms | %.1f us | %.1f us | %,.0f /s |%n",
					what, Arrays.stream(small).average().orElseThrow() / 1e3, quantile(small, 0.5) / 1e3,
					quantile(small, 0.99) / 1e3, quantile(middle, 0.5) / 1e3, quantile(large, 0.5) / 1e6,
					quantile(transferred, 0.5) / 1e3, quantile(shared, 0.5) / 1e3, perSecond);
		}
	}

	private static long[] one(WorkerPool pool, int length, int calls) throws Exception {
		byte[] input = new byte[length];
		long[] nanos = new long[calls];
		for (int i = 0; i < calls; i++) {
			long start = System.nanoTime();
			pool.run(Echo.class, input).get();
			nanos[i] = System.nanoTime() - start;
		}
		return nanos;
	}

	private static long[] transferred(WorkerPool pool, int calls) throws Exception {
		Method method = Buffers.class.getDeclaredMethod("pass", TransferableBuffer.class);
		MethodSignature signature = MethodSignature.of("buffers", Buffers.class, method, new boolean[] { true }, false);
		Buffers own = new Buffers();
		TransferableBuffer buffer = TransferableBuffer.allocateShared(LARGE);
		long[] nanos = new long[calls];
		try {
			for (int i = -WARM_UP; i < calls; i++) {
				long start = System.nanoTime();
				TransferableBuffer back = (TransferableBuffer) Objects.requireNonNull(pool.call(
						new MethodCall(signature, new Object[] { buffer },
								(arguments) -> own.pass((TransferableBuffer) arguments[0]), MethodCall.Handling.VALUE),
						TaskOptions.defaults()));
				if (back != buffer) {
					buffer.close();
					buffer = back;
				}
				nanos[Math.max(i, 0)] = System.nanoTime() - start;
			}
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
		buffer.close();
		return nanos;
	}

	private static long[] shared(WorkerPool pool, int calls) throws Exception {
		long[] nanos = new long[calls];
		try (SharedMemory memory = SharedMemory.allocate(LARGE)) {
			for (int i = -WARM_UP; i < calls; i++) {
				long start = System.nanoTime();
				pool.run(Touch.class, memory).get();
				nanos[Math.max(i, 0)] = System.nanoTime() - start;
			}
		}
		return nanos;
	}

	private static double many(WorkerPool pool, int calls) throws Exception {
		byte[] input = new byte[0];
		Semaphore window = new Semaphore(IN_FLIGHT);
		LongAdder failures = new LongAdder();
		long start = System.nanoTime();
		for (int i = 0; i < calls; i++) {
			window.acquire();
			pool.run(Echo.class, input).whenComplete((result, failure) -> {
				if (failure != null) {
					failures.increment();
				}
				window.release();
			});
		}
		window.acquire(IN_FLIGHT);
		if (failures.sum() > 0) {
			throw new IllegalStateException("%d of %d calls failed".formatted(failures.sum(), calls));
		}
		return calls * 1e9 / (System.nanoTime() - start);
	}

	private void memory() throws Exception {
		System.out.printf(
				"%nThese workers have run a function and were not inspected, which takes a process about 2 MB more.%n%n"
						+ "| memory of one of %d idle bare workers | MB private | MB with its part of what is shared |%n",
				IDLE_WORKERS);
		System.out.println("|---|---:|---:|");
		memory("with the defaults", builder(IDLE_WORKERS));
		memory("with " + SMALL, small(IDLE_WORKERS));
		memoryAlone();
	}

	private void memoryAlone() throws Exception {
		Process process = new ProcessBuilder(Program.java(), "-cp", Program.classPath(), Waiting.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			if (process.getInputStream().read() < 0) {
				throw new IllegalStateException("The JVM has ended");
			}
			printMemory(ALONE, process.pid());
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private void memory(String what, WorkerPoolBuilder builder) throws Exception {
		try (WorkerPool bare = builder.build("bare", runtime(ProcessOptions.DEFAULTS, false))) {
			while (bare.snapshot()
				.workers()
				.stream()
				.filter((worker) -> worker.state() == WorkerState.IDLE)
				.count() < IDLE_WORKERS) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
			bare.runOnAll(Echo.class, new byte[0], TaskOptions.defaults())
				.forEach((each) -> each.toCompletableFuture().join());
			printMemory(what, ProcessHandle.current().children().findFirst().orElseThrow().pid());
		}
	}

	private static void printMemory(String what, long pid) throws IOException {
		System.out.printf("| %s | %.1f | %.1f |%n", what, kilobytes(pid, "Private_Clean:", "Private_Dirty:") / 1024,
				kilobytes(pid, "Pss:") / 1024);
	}

	private static double kilobytes(long pid, String... names) throws IOException {
		List<String> wanted = List.of(names);
		return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "smaps_rollup"))
			.stream()
			.map((line) -> line.split("\\s+"))
			.filter((words) -> wanted.contains(words[0]))
			.mapToDouble((words) -> Double.parseDouble(words[1]))
			.sum();
	}

	private static long pid(WorkerPool pool) {
		return pool.inspect(pool.snapshot().workers().get(0).id()).inspection().pid();
	}

	private static WorkerPoolBuilder builder(int size) {
		return new WorkerPoolBuilder().size(size)
			.isolation(Isolation.PROCESS)
			.timeout(Duration.ZERO)
			.drainPeriod(Duration.ZERO);
	}

	private static WorkerPoolBuilder small(int size) {
		return builder(size).maxHeap(SMALL_HEAP).jvmOptions(SMALL_OPTIONS);
	}

	private static WorkerRuntime runtime(ProcessOptions options, boolean beans) {
		return new ProcessWorkerRuntime(ClassLoader.getSystemClassLoader(), List.of(), List.of(), List.of(),
				(beans) ? ProcessWorkers::environment : null, Map::of, options);
	}

	private static BeanEnvironment environment() {
		return new BeanEnvironment(List.of(), List.of("default"), List.of());
	}

	private static void print(String what, long[] nanos) {
		System.out.printf("| %s | %.1f ms | %.1f | %.1f |%n", what, quantile(nanos, 0.5) / 1e6,
				quantile(nanos, 0) / 1e6, quantile(nanos, 1) / 1e6);
	}

	private static double quantile(long[] nanos, double part) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))];
	}

	/**
	 * JVM that waits until its parent has ended, or has it ended.
	 */
	public static final class Waiting {

		private Waiting() {
		}

		/**
		 * Say that it is up, and wait.
		 * @param args none
		 * @throws IOException if standard input cannot be read
		 */
		public static void main(String[] args) throws IOException {
			System.out.println("up");
			System.in.read();
		}

	}

	/**
	 * Function that gives back what it gets.
	 */
	public static final class Echo implements WorkerFunction<byte[], byte[]> {

		@Override
		public byte[] apply(byte[] input) {
			return input;
		}

	}

	/**
	 * Function that never ends.
	 */
	public static final class Loop implements WorkerFunction<String, String> {

		@Override
		public String apply(String input) {
			for (;;) {
				// Nothing at all
			}
		}

	}

	/**
	 * Bean with a method that is offloaded.
	 */
	public static final class Bean {

		/**
		 * Work.
		 * @return that it is done
		 */
		public String work() {
			return "done";
		}

	}

	/**
	 * Bean that passes buffers on.
	 */
	public static final class Buffers {

		/**
		 * Pass a buffer on.
		 * @param buffer the buffer
		 * @return the buffer
		 */
		public TransferableBuffer pass(TransferableBuffer buffer) {
			return buffer;
		}

	}

	/**
	 * Function that writes into shared memory.
	 */
	public static final class Touch implements WorkerFunction<SharedMemory, Integer> {

		@Override
		public Integer apply(SharedMemory memory) {
			try (memory) {
				memory.putInt(0, 1);
				return 1;
			}
		}

	}

}
