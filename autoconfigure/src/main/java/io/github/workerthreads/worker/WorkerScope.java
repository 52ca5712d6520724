package io.github.workerthreads.worker;

import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What belongs to one long-lived worker, on its own side: what it knows of itself, its
 * event loop, and what ends together with it. Made for rungs: a rung creates the script
 * and calls {@link #run(WorkerScript)} on the worker's thread. Thread-safe.
 */
public final class WorkerScope implements WorkerContext, AutoCloseable {

	private final long id;

	private final String name;

	private final MessagePort parentPort;

	// Until it is known where the worker lives, as a message to it
	private final PostedMessage sentData;

	private final @Nullable MessageRules rules;

	private volatile @Nullable Object workerData;

	private volatile MessageRealm realm = MessageRealms.UNKNOWN;

	private final EnvironmentData environmentData;

	private final PrintStream stdout;

	private final PrintStream stderr;

	private final EventLoop eventLoop = new EventLoop();

	private final StopSignal stopSignal = new StopSignal(this::runElsewhere);

	// What is closed when the worker ends: its own workers and channels
	private final Set<AutoCloseable> resources = ConcurrentHashMap.newKeySet();

	private final WorkerMailbox mailbox = new WorkerMailbox(this.eventLoop, MessageRealms.UNKNOWN);

	private volatile UnaryOperator<Runnable> callbacks = UnaryOperator.identity();

	private volatile int exitCode;

	private volatile boolean ended;

	WorkerScope(long id, String name, MessagePort parentPort, PostedMessage workerData, EnvironmentData environmentData,
			@Nullable MessageRules rules, PrintStream stdout, PrintStream stderr) {
		this.id = id;
		this.name = name;
		this.parentPort = parentPort;
		this.sentData = workerData;
		this.environmentData = environmentData;
		this.rules = rules;
		this.stdout = stdout;
		this.stderr = stderr;
	}

	/**
	 * Return the scope of a worker whose parent is in another process.
	 * @param id the number of the worker
	 * @param name the name of the worker
	 * @param parentPort the port to the parent
	 * @param workerData what the parent gave to it
	 * @param environmentData what it inherits, by key
	 * @param stdout where its output goes
	 * @param stderr where its output of errors goes
	 * @return the scope
	 */
	public static WorkerScope ofParentElsewhere(long id, String name, MessagePort parentPort, EncodedMessage workerData,
			Map<String, EncodedMessage> environmentData, PrintStream stdout, PrintStream stderr) {
		WorkerScope scope = new WorkerScope(id, name, parentPort, PostedMessage.of(workerData),
				EnvironmentData.received(environmentData), workerData.rules(), stdout, stderr);
		LiveWorkers.add(scope);
		return scope;
	}

	/**
	 * Return the scope of the worker that the current thread belongs to.
	 * @return the scope, or {@code null} on a thread of no long-lived worker
	 */
	static @Nullable WorkerScope current() {
		return (WorkerContext.current() instanceof WorkerScope scope) ? scope : null;
	}

	@Override
	public long workerId() {
		return this.id;
	}

	@Override
	public String workerName() {
		return this.name;
	}

	@Override
	public @Nullable String poolName() {
		return null;
	}

	@Override
	public long taskId() {
		return 0;
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return this.stopSignal;
	}

	@Override
	public void emit(Object progress) {
		throw new UnsupportedOperationException(
				"Worker '%s' is long-lived and has no task that could emit. Post to its parentPort() instead"
					.formatted(this.name));
	}

	@Override
	public MessagePort parentPort() {
		return this.parentPort;
	}

	@Override
	public @Nullable Object workerData() {
		return this.workerData;
	}

	@Override
	public PrintStream stdout() {
		return this.stdout;
	}

	@Override
	public PrintStream stderr() {
		return this.stderr;
	}

	@Override
	public void exit(int exitCode) {
		this.exitCode = exitCode;
		this.eventLoop.stop();
		throw new WorkerExitSignal(exitCode);
	}

	/**
	 * Return the rules of messages between the worker and its parent.
	 * @return the rules, or {@code null} if they are in one process
	 */
	public @Nullable MessageRules rules() {
		return this.rules;
	}

	/**
	 * Have messages that are sent to the worker by its number go to its process.
	 * @param route the way
	 */
	public void route(MessageRoute route) {
		this.mailbox.route(this.id, route);
	}

	/**
	 * Return what the worker inherits, in the form of the realm that was entered.
	 * @return the values by key
	 * @see EnvironmentData
	 */
	public Map<String, Object> inherited() {
		return this.environmentData.values();
	}

	/**
	 * Return the loop that delivers messages on the worker's thread.
	 * @return the loop
	 */
	public EventLoop eventLoop() {
		return this.eventLoop;
	}

	/**
	 * Return the end by which the signal of this worker is set.
	 * @return the signal
	 */
	public StopSignal stopSignal() {
		return this.stopSignal;
	}

	/**
	 * Note where the worker lives, before its script is created, and read there what it
	 * was given to begin with.
	 * @param realm the realm of the worker
	 * @throws DataCloneException if that cannot be rebuilt there
	 */
	public void enter(MessageRealm realm) {
		this.realm = realm;
		this.parentPort.enter(realm);
		this.mailbox.enter(realm);
		this.environmentData.enter(realm);
		this.workerData = this.sentData.receive(realm, "workerData");
	}

	/**
	 * Say how callbacks of the worker's signal are run, on a thread that is not its own.
	 * @param callbacks makes them what is run there
	 */
	public void wrapCallbacks(UnaryOperator<Runnable> callbacks) {
		this.callbacks = callbacks;
	}

	MessageRealm realm() {
		return this.realm;
	}

	EnvironmentData environmentData() {
		return this.environmentData;
	}

	WorkerMailbox mailbox() {
		return this.mailbox;
	}

	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * Close something when the worker ends, unless it is closed before.
	 * @param resource what to close
	 */
	void add(AutoCloseable resource) {
		this.resources.add(resource);
	}

	void remove(AutoCloseable resource) {
		this.resources.remove(resource);
	}

	/**
	 * Run a script and its messages to their end, on the worker's thread.
	 * @param script the script
	 * @return the exit code
	 * @throws Throwable what the script or a listener threw
	 */
	public int run(WorkerScript script) throws Throwable {
		try {
			script.run(this);
			this.eventLoop.run();
		}
		catch (WorkerExitSignal ex) {
			// The code is kept
		}
		finally {
			close();
		}
		return this.exitCode;
	}

	/**
	 * End what belongs to the worker: its own workers, channels and ports. Called when
	 * its thread ends, whether the script has run or not.
	 */
	@Override
	public void close() {
		this.ended = true;
		LiveWorkers.remove(this.id);
		this.eventLoop.stop();
		this.mailbox.close();
		this.eventLoop.closeListeners();
		for (AutoCloseable resource : this.resources) {
			close(resource);
		}
		this.parentPort.closeForEver();
		this.stdout.flush();
		this.stderr.flush();
	}

	private boolean runElsewhere(Runnable code) {
		Thread thread = new Thread(null, this.callbacks.apply(code), this.name + "-cancel", 0, false);
		thread.setDaemon(true);
		try {
			thread.start();
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	private void close(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			this.stderr.println("'%s' could not be closed: %s".formatted(resource, ex));
		}
	}

}
