package io.github.workerthreads.worker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Builds long-lived workers. Not thread-safe.
 *
 * @see <a href=
 * "https://nodejs.org/api/worker_threads.html#new-workerfilename-options">new
 * Worker(filename, options)</a>
 */
public final class WorkerBuilder {

	private final Class<? extends WorkerScript> script;

	private String isolation = "thread";

	private List<String> isolate = List.of();

	private @Nullable String threadName;

	private @Nullable Object workerData;

	private TransferList transfer = TransferList.nothing();

	private ResourceLimits resourceLimits = ResourceLimits.NONE;

	private List<String> allowedTypes = List.of();

	private List<String> jvmOptions = List.of();

	private Duration terminateGrace = Duration.ofSeconds(1);

	private int capacity = MessageChannel.DEFAULT_CAPACITY;

	private Duration maxWait = MessageChannel.DEFAULT_MAX_WAIT;

	private Consumer<Worker> listeners = (worker) -> {
	};

	private OutputStream stdout = System.out;

	private OutputStream stderr = System.err;

	WorkerBuilder(Class<? extends WorkerScript> script) {
		this.script = Objects.requireNonNull(script, "'script' must not be null");
	}

	/**
	 * Set how far apart the worker lives.
	 * @param isolation the name of the rung, {@code thread} by default
	 * @return this builder
	 */
	public WorkerBuilder isolation(String isolation) {
		this.isolation = Objects.requireNonNull(isolation, "'isolation' must not be null");
		return this;
	}

	/**
	 * Add classes that the worker has of its own, with their statics, if its isolation is
	 * {@code class-loader}. It always has those of the script's package and of the
	 * packages below that, and what the worker has that starts it; all others are shared.
	 * @param names names of packages, whose subpackages belong to them, and of classes,
	 * whose nested classes belong to them
	 * @return this builder
	 */
	public WorkerBuilder isolate(String... names) {
		List<String> all = new ArrayList<>(this.isolate);
		all.addAll(List.of(names));
		this.isolate = List.copyOf(all);
		return this;
	}

	/**
	 * Set the name of the worker, which its thread has too.
	 * @param threadName the name, {@code worker-<number>} by default
	 * @return this builder
	 */
	public WorkerBuilder threadName(String threadName) {
		this.threadName = threadName;
		return this;
	}

	/**
	 * Set what the worker gets to begin with.
	 * @param workerData the data, cloned when the worker is started
	 * @return this builder
	 */
	public WorkerBuilder workerData(@Nullable Object workerData) {
		return workerData(workerData, TransferList.nothing());
	}

	/**
	 * Set what the worker gets to begin with, and what of it moves.
	 * @param workerData the data, cloned when the worker is started
	 * @param transfer what moves to the worker
	 * @return this builder
	 */
	public WorkerBuilder workerData(@Nullable Object workerData, TransferList transfer) {
		this.workerData = workerData;
		this.transfer = Objects.requireNonNull(transfer, "'transfer' must not be null");
		return this;
	}

	/**
	 * Set the limits of the worker.
	 * @param resourceLimits the limits, none by default
	 * @return this builder
	 */
	public WorkerBuilder resourceLimits(ResourceLimits resourceLimits) {
		this.resourceLimits = Objects.requireNonNull(resourceLimits, "'resourceLimits' must not be null");
		return this;
	}

	/**
	 * Set of which types messages between the worker and its parent may hold instances,
	 * beside values of the JDK and types of the script's package and those below it.
	 * Isolation {@code process} needs to know; on others all types that can be cloned may
	 * be sent.
	 * @param allowedTypes names of classes, and of packages followed by {@code .*}
	 * @return this builder
	 */
	public WorkerBuilder allowedTypes(String... allowedTypes) {
		this.allowedTypes = List.of(allowedTypes);
		return this;
	}

	/**
	 * Set options of the worker's JVM.
	 * @param jvmOptions the options, none by default. Only isolation {@code process} has
	 * a JVM per worker, others refuse them
	 * @return this builder
	 */
	public WorkerBuilder jvmOptions(String... jvmOptions) {
		this.jvmOptions = List.of(jvmOptions);
		return this;
	}

	/**
	 * Set how long the worker may take to end when it is terminated.
	 * @param terminateGrace the time until it is abandoned, 1 second by default
	 * @return this builder
	 */
	public WorkerBuilder terminateGrace(Duration terminateGrace) {
		if (terminateGrace.isNegative()) {
			throw new IllegalArgumentException("'terminateGrace' must not be negative but was " + terminateGrace);
		}
		this.terminateGrace = terminateGrace;
		return this;
	}

	/**
	 * Set how many messages may wait for the worker, and for its parent.
	 * @param capacity the number of messages, {@value MessageChannel#DEFAULT_CAPACITY} by
	 * default
	 * @param maxWait how long a sender waits for room, 10 seconds by default
	 * @return this builder
	 */
	public WorkerBuilder mailbox(int capacity, Duration maxWait) {
		this.capacity = capacity;
		this.maxWait = Objects.requireNonNull(maxWait, "'maxWait' must not be null");
		return this;
	}

	/**
	 * Set where the worker's {@link WorkerContext#stdout()} goes.
	 * @param stdout a stream, that of this JVM by default; not closed
	 * @return this builder
	 */
	public WorkerBuilder stdout(OutputStream stdout) {
		this.stdout = Objects.requireNonNull(stdout, "'stdout' must not be null");
		return this;
	}

	/**
	 * Set where the worker's {@link WorkerContext#stderr()} goes.
	 * @param stderr a stream, that of this JVM by default; not closed
	 * @return this builder
	 */
	public WorkerBuilder stderr(OutputStream stderr) {
		this.stderr = Objects.requireNonNull(stderr, "'stderr' must not be null");
		return this;
	}

	/**
	 * Say what to do when the worker is up.
	 * @param listener what to do
	 * @return this builder
	 * @see Worker#onOnline(Runnable)
	 */
	public WorkerBuilder onOnline(Runnable listener) {
		return with((worker) -> worker.onOnline(listener));
	}

	/**
	 * Say what to do with messages of the worker.
	 * @param listener gets each message
	 * @return this builder
	 * @see Worker#onMessage(Consumer)
	 */
	public WorkerBuilder onMessage(Consumer<@Nullable Object> listener) {
		return with((worker) -> worker.onMessage(listener));
	}

	/**
	 * Say what to do with messages of the worker that cannot be rebuilt here.
	 * @param listener gets the reason
	 * @return this builder
	 * @see Worker#onMessageError(Consumer)
	 */
	public WorkerBuilder onMessageError(Consumer<DataCloneException> listener) {
		return with((worker) -> worker.onMessageError(listener));
	}

	/**
	 * Say what to do when the worker fails.
	 * @param listener gets a copy of what was thrown
	 * @return this builder
	 * @see Worker#onError(Consumer)
	 */
	public WorkerBuilder onError(Consumer<Throwable> listener) {
		return with((worker) -> worker.onError(listener));
	}

	/**
	 * Say what to do when the worker has ended.
	 * @param listener gets the exit
	 * @return this builder
	 * @see Worker#onExit(Consumer)
	 */
	public WorkerBuilder onExit(Consumer<WorkerExit> listener) {
		return with((worker) -> worker.onExit(listener));
	}

	private WorkerBuilder with(Consumer<Worker> listener) {
		this.listeners = this.listeners.andThen(listener);
		return this;
	}

	/**
	 * Start a worker.
	 * @return the hold on it
	 * @throws DataCloneException if the worker data cannot be cloned or moved
	 * @throws IllegalArgumentException if no rung has the isolation, the rung cannot keep
	 * a limit, or the mailbox is impossible
	 */
	public Worker start() {
		MessageRealm own = MessageRealm.current();
		boolean sharesClasses = Starters.STANDARD.sharesClasses(this.isolation);
		MessageRules rules = Starters.STANDARD.rules(this.isolation, this.script, this.allowedTypes);
		MessageRealm realm = (sharesClasses) ? own : MessageRealms.unknown(rules);
		MessageChannel channel = MessageChannel.create(this.capacity, this.maxWait, own, realm);
		EnvironmentData environmentData = EnvironmentData.inherit(own, realm);
		PostedMessage data = PostedMessage.send(own, realm, "workerData", this.workerData, this.transfer);
		long id = WorkerIds.next();
		String name = (this.threadName != null) ? this.threadName : "worker-" + id;
		WorkerScope scope = new WorkerScope(id, name, channel.port2(), data, environmentData, rules, print(this.stdout),
				print(this.stderr));
		if (sharesClasses) {
			scope.enter(realm);
		}
		EventLoop loop = EventLoop.current();
		Executor events = new SerialExecutor((loop != null) ? loop : EventThreads.executor());
		WorkerOrder order = new WorkerOrder(this.script, scope, channel.port1(), this.isolation, this.isolate,
				this.resourceLimits, this.jvmOptions, this.terminateGrace, events, this.listeners);
		return start(order, loop);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // it never fails
	private Worker start(WorkerOrder order, @Nullable EventLoop parentLoop) {
		WorkerScope parent = WorkerScope.current();
		Worker worker = LiveWorkers.start(order.scope(), () -> Starters.STANDARD.start(order));
		if (parent != null && parentLoop != null) {
			parent.add(worker);
			parentLoop.reference(1);
			worker.exit().thenRun(() -> {
				parent.remove(worker);
				parentLoop.reference(-1);
			});
		}
		return worker;
	}

	private static PrintStream print(OutputStream stream) {
		return (stream instanceof PrintStream printStream) ? printStream : new PrintStream(stream, true);
	}

	/**
	 * Finds the starter when it is needed.
	 */
	private static final class Starters {

		static final WorkerStarter STANDARD = ServiceLoader
			.load(WorkerStarter.class, WorkerStarter.class.getClassLoader())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"No %s is registered. Keep META-INF/services of the library when you repackage it"
						.formatted(WorkerStarter.class.getName())));

	}

}
