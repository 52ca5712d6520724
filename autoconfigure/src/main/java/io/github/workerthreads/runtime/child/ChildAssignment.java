package io.github.workerthreads.runtime.child;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.StopSignal;

/**
 * Task of the parent's that this worker runs.
 */
final class ChildAssignment implements Assignment {

	private static final byte[] NOTHING = new byte[0];

	private final ChildWorker worker;

	private final long taskId;

	private final Map<String, String> context;

	private final Supplier<Call> call;

	private volatile boolean refusing;

	private final StopSignal signal = new StopSignal(ChildAssignment::runElsewhere);

	ChildAssignment(ChildWorker worker, long taskId, Map<String, String> context, Supplier<Call> call) {
		this.worker = worker;
		this.taskId = taskId;
		this.context = context;
		this.call = call;
	}

	private static boolean runElsewhere(Runnable callbacks) {
		Thread thread = new Thread(null, callbacks, "cancellation-callbacks", 0, false);
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	@Override
	public long taskId() {
		return this.taskId;
	}

	@Override
	public Call call() {
		return this.call.get();
	}

	/**
	 * Note that the body starts now. The interrupt of one that was told to stop before is
	 * still to come.
	 */
	@Override
	public boolean begin() {
		if (this.signal.isCancelled()) {
			Thread.currentThread().interrupt();
		}
		return true;
	}

	@Override
	public void enter() {
		if (this.taskId == Protocol.TRAINING) {
			ChildMdc.prepare();
		}
		else {
			ChildMdc.put(this.context);
		}
	}

	@Override
	public void leave(@Nullable Throwable failure) {
		// What it has put into the MDC goes before the next call
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return this.signal;
	}

	void stop(String reason) {
		if (!this.signal.isCancelled()) {
			this.signal.set(() -> reason);
		}
	}

	void runCallbacks() {
		this.signal.runCallbacks();
	}

	/**
	 * Refuse what the body emits from now on.
	 */
	void refuseProgress() {
		this.refusing = true;
	}

	@Override
	public void progress(Object item) {
		if (this.refusing) {
			throw new CancellationException(
					Objects.requireNonNullElse(this.signal.reason(), "Nobody takes what this task emits any more"));
		}
		this.worker.send(FrameType.PROGRESS, this.taskId, (ProcessMessage) item);
	}

	@Override
	public void succeed(@Nullable Object result) {
		if (result != null) {
			this.worker.end(this.taskId, (ProcessMessage) result);
		}
		else {
			this.worker.end(FrameType.RESULT, this.taskId, NOTHING);
		}
	}

	@Override
	public void fail(Throwable failure) {
		this.worker.end(FrameType.FAILURE, this.taskId, this.worker.types().codec().encodeFailure(failure));
	}

}
