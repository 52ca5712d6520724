package io.github.workerthreads.pool;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.StopSignal;
import io.github.workerthreads.worker.WorkerInitializer;

/**
 * The initializer of one worker on its way. Thread-safe.
 */
final class Initialization implements Assignment {

	private enum Phase {

		NEW, HANDED, RUNNING, SUCCEEDED, FAILED, STOPPED

	}

	private final TaskHost host;

	private final InitializerCall call;

	private final StopSignal signal;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

	// Written before the phase
	private @Nullable Throwable failure;

	Initialization(Class<? extends WorkerInitializer> initializer, TaskHost host) {
		this.host = host;
		this.call = new InitializerCall(initializer);
		this.signal = new StopSignal(host::runElsewhere);
	}

	/**
	 * Take the one chance to run it.
	 * @return whether it has not been given to the worker yet
	 */
	boolean hand() {
		return this.phase.compareAndSet(Phase.NEW, Phase.HANDED);
	}

	boolean hasSucceeded() {
		return this.phase.get() == Phase.SUCCEEDED;
	}

	/**
	 * Return what the initializer threw.
	 * @return the failure, or {@code null}
	 */
	@Nullable Throwable failure() {
		return (this.phase.get() == Phase.FAILED) ? this.failure : null;
	}

	/**
	 * Ask the initializer to stop.
	 * @param reason why
	 */
	void stop(String reason) {
		Phase current = this.phase.get();
		while ((current == Phase.NEW || current == Phase.HANDED) && !this.phase.compareAndSet(current, Phase.STOPPED)) {
			current = this.phase.get();
		}
		this.signal.set(() -> reason);
	}

	void runCallbacks() {
		this.signal.runCallbacks();
	}

	@Override
	public long taskId() {
		return 0;
	}

	@Override
	public Call call() {
		return this.call;
	}

	@Override
	public boolean begin() {
		return this.phase.compareAndSet(Phase.HANDED, Phase.RUNNING);
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return this.signal;
	}

	@Override
	public void progress(Object item) {
		throw new IllegalStateException("Initializer %s can emit nothing: no caller listens. Emit from a task"
			.formatted(this.call.initializer().getName()));
	}

	@Override
	public void leave(@Nullable Throwable failure) {
		this.host.contexts().clear("an initializer of pool '%s'".formatted(this.host.name()));
	}

	@Override
	public void succeed(@Nullable Object result) {
		this.phase.set(Phase.SUCCEEDED);
	}

	@Override
	public void fail(Throwable failure) {
		this.failure = failure;
		this.phase.set(Phase.FAILED);
	}

}
