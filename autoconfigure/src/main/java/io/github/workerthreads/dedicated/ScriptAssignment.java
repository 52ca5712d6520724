package io.github.workerthreads.dedicated;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.worker.CancellationSignal;

/**
 * The one thing that a long-lived worker does. Its outcome is known to who reads it after
 * the worker has exited.
 */
final class ScriptAssignment implements Assignment {

	private final ScriptCall call;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private volatile int exitCode = DedicatedWorker.FAILURE;

	private volatile @Nullable Throwable failure;

	ScriptAssignment(ScriptCall call) {
		this.call = call;
	}

	/**
	 * Keep the script from starting if it has not.
	 */
	void stop() {
		this.stopped.set(true);
	}

	@Override
	public long taskId() {
		return 1;
	}

	@Override
	public Call call() {
		return this.call;
	}

	@Override
	public boolean begin() {
		return !this.stopped.get();
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return this.call.scope().cancellationSignal();
	}

	@Override
	public void progress(Object item) {
		this.call.scope().emit(item);
	}

	@Override
	public void succeed(@Nullable Object result) {
		this.exitCode = (result instanceof Integer code) ? code : 0;
	}

	@Override
	public void fail(Throwable failure) {
		this.failure = failure;
	}

	int exitCode() {
		return this.exitCode;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

}
