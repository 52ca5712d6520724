package io.github.workerthreads.worker;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The parent's hold on a long-lived worker, which runs a {@link WorkerScript} and talks
 * with its parent by messages. Its events come one at a time and in this order: online,
 * all messages, the error if it failed, the exit. They are called on the thread of the
 * worker that started it if that is a long-lived one itself, else on one of a few threads
 * that the library keeps for that. Listeners that are set on the builder miss nothing;
 * one that comes later hears what has happened already late, messages after the exit
 * perhaps.
 * <p>
 * A worker that was started by a worker ends with it.
 * <p>
 * A worker of isolation {@code process} is a JVM of its own. If its process ends without
 * the end of its script, {@link #onError} gets a {@link WorkerProcessException}. Messages
 * to and from it hold types that are {@linkplain WorkerBuilder#allowedTypes allowed}, and
 * have at most 64 MiB; its ports are closed when it ends, also one that came back from
 * it. Locks, {@link BroadcastChannel}s, {@link #all()} and numbers of threads that it
 * starts are its own. Thread-safe.
 *
 * @see <a href="https://nodejs.org/api/worker_threads.html#class-worker">Class:
 * Worker</a>
 */
public interface Worker extends AutoCloseable {

	/**
	 * Return a builder of workers.
	 * @param script the class of what the worker runs, which has a constructor without
	 * arguments
	 * @return the builder
	 */
	static WorkerBuilder builder(Class<? extends WorkerScript> script) {
		return new WorkerBuilder(script);
	}

	/**
	 * List the workers of this process that were started and have not ended.
	 * @return the workers, by their number
	 */
	static Collection<Worker> all() {
		return List.copyOf(LiveWorkers.all());
	}

	/**
	 * Return the number of the worker.
	 * @return a number that is unique in this process, or -1 after the worker has ended
	 */
	long threadId();

	/**
	 * Return the name of the worker.
	 * @return its name, or {@code null} after it has ended
	 */
	@Nullable String threadName();

	/**
	 * Return what the worker runs.
	 * @return the class of its script
	 */
	Class<? extends WorkerScript> script();

	/**
	 * Return how far apart the worker lives.
	 * @return the name of its rung, such as {@code thread}
	 */
	String isolation();

	/**
	 * Return when the worker was started.
	 * @return the time on this side's clock
	 */
	Instant startedAt();

	/**
	 * Return what the worker does.
	 * @return its state
	 */
	WorkerState state();

	/**
	 * Send a message to the worker's {@linkplain WorkerContext#parentPort() parent port}.
	 * It is forgotten if the worker has ended.
	 * @param message the message
	 * @throws DataCloneException if a value in it cannot be cloned
	 * @throws PortSaturatedException if too many messages wait for the worker
	 */
	void postMessage(@Nullable Object message);

	/**
	 * Send a message and move what is listed.
	 * @param message the message
	 * @param transfer what moves
	 * @throws DataCloneException if a value in it cannot be cloned or moved: nothing has
	 * moved then
	 * @throws PortSaturatedException if too many messages wait for the worker
	 */
	void postMessage(@Nullable Object message, TransferList transfer);

	/**
	 * Say what to do when the worker is up. Runs once, at once if it is.
	 * @param listener what to do
	 * @return this worker
	 */
	Worker onOnline(Runnable listener);

	/**
	 * Say what to do with messages of the worker. They wait until there is a listener.
	 * @param listener gets each message; replaces an earlier one
	 * @return this worker
	 */
	Worker onMessage(Consumer<@Nullable Object> listener);

	/**
	 * Say what to do with messages of the worker that cannot be rebuilt here, since they
	 * have classes that this side does not have or allow. Such a message is gone; the
	 * default is to log a warning.
	 * @param listener gets the reason; replaces an earlier one
	 * @return this worker
	 * @see MessagePort#onMessageError(Consumer)
	 */
	Worker onMessageError(Consumer<DataCloneException> listener);

	/**
	 * Say what to do when the worker fails. A failure that nobody listens to at the time
	 * is logged; who listens later hears of it too.
	 * @param listener gets a copy of what the script or a listener on the worker threw
	 * @return this worker
	 */
	Worker onError(Consumer<Throwable> listener);

	/**
	 * Say what to do when the worker has ended. Runs once, at once if it has.
	 * @param listener gets the exit, after which nothing of the worker runs any more
	 * @return this worker
	 */
	Worker onExit(Consumer<WorkerExit> listener);

	/**
	 * Return the exit of the worker, which comes after all its other events.
	 * @return completes once the worker has ended
	 */
	CompletableFuture<WorkerExit> exit();

	/**
	 * Ask the worker to end, whatever it runs, by the means of its rung: it takes no more
	 * messages, and its thread is interrupted, or its process is killed.
	 * @return what became of it: completes when the worker has ended, or after the time
	 * that its builder grants with state {@link WorkerState#ABANDONED} if it has not and
	 * may still run
	 */
	CompletableFuture<WorkerExit> terminate();

	/**
	 * Return the limits of the worker.
	 * @return the limits, {@link ResourceLimits#NONE} after it has ended
	 */
	ResourceLimits resourceLimits();

	/**
	 * Return the CPU time of the worker; answered even if it is stuck. Of a process that
	 * does not answer within a second the user time is that of its last answer.
	 * @return the time so far
	 * @throws IllegalStateException if the worker does not run
	 * @throws UnsupportedOperationException if the JVM does not measure it
	 */
	CpuUsage cpuUsage();

	/**
	 * Return the memory of the worker; answered even if it is stuck.
	 * @return the memory now
	 * @throws IllegalStateException if the worker does not run
	 */
	HeapStatistics heapStatistics();

	/**
	 * Return the number of the process that the worker lives in; answered even if it is
	 * stuck.
	 * @return that of this process, but on isolation {@code process}
	 * @throws IllegalStateException if the worker does not run
	 */
	long pid();

	/**
	 * Return how busy the worker has been; answered even if it is stuck. A process that
	 * does not answer within a second has been busy since its last answer.
	 * @return the time so far, {@link Utilization#NONE} before it is online and after it
	 * has ended
	 */
	Utilization utilization();

	/**
	 * Return the stack of the worker's thread; answered even if it is stuck.
	 * @return the stack, innermost frame first, empty if the worker does not run
	 */
	List<StackTraceElement> stackTrace();

	/**
	 * Terminate the worker and wait for what becomes of it.
	 */
	@Override
	void close();

}
