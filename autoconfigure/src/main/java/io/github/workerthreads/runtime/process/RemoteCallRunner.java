package io.github.workerthreads.runtime.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.RemoteContext;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.CallRunner;
import io.github.workerthreads.runtime.local.WorkerLostException;
import io.github.workerthreads.runtime.protocol.CallContext;
import io.github.workerthreads.runtime.protocol.CallTarget;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.MessageTypes;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

/**
 * Has calls run by the process of one worker, and waits for their ends. The thread of the
 * worker in this process does nothing else.
 */
final class RemoteCallRunner extends CallRunner {

	private static final String[] RESULT = { "result" };

	private static final String[] ITEM = { "item" };

	private final WorkerSettings settings;

	private final ChildLauncher launcher;

	private final MessageTypes types;

	private final RemoteContext context;

	private final ChildCommands commands;

	private Runnable whenLost = () -> {
	};

	private final InterruptGate gate = new InterruptGate();

	private final Map<Object, Integer> targets = new HashMap<>();

	private volatile @Nullable ChildProcess process;

	private volatile @Nullable ChildConnection connection;

	private volatile boolean terminated;

	// That what runs now has returned; for the worker's thread only
	private @Nullable RemotePublisher publisher;

	// Whether what runs now was told that nobody takes what it emits; for the worker's
	// thread only
	private boolean refusing;

	// What the worker says that it failed with; for the worker's thread only
	private @Nullable Throwable told;

	// What runs now
	private volatile @Nullable Assignment assignment;

	RemoteCallRunner(WorkerSettings settings, ChildLauncher launcher, MessageTypes types, RemoteContext context,
			ChildCommands commands) {
		this.settings = settings;
		this.launcher = launcher;
		this.types = types;
		this.context = context;
		this.commands = commands;
	}

	/**
	 * Set what is done when the process has ended. Before the worker is started.
	 * @param action what to do, without waiting
	 */
	void whenLost(Runnable action) {
		this.whenLost = action;
	}

	@Nullable ChildConnection connection() {
		return this.connection;
	}

	@Override
	protected void open() throws IOException {
		ChildConnection opened = this.launcher.launch(this.settings, this.gate, this::started);
		this.connection = opened;
		this.commands.watch(opened, this.settings.name());
		opened.process().onExit(this.whenLost);
	}

	private void started(ChildProcess process) {
		this.process = process;
		if (this.terminated) {
			process.kill(Reason.TERMINATED);
		}
	}

	@Override
	protected @Nullable Object call(Assignment assignment) throws Throwable {
		this.assignment = assignment;
		this.refusing = false;
		try {
			if (this.terminated) {
				// Who terminated it may have seen no call yet, and killed nothing
				process().kill(Reason.TERMINATED);
				throw new WorkerLostException(process().explainEnd(null));
			}
			Call call = assignment.call();
			if (call instanceof MethodCall methodCall) {
				return call(methodCall, assignment);
			}
			if (call instanceof ScriptCall scriptCall) {
				return call(scriptCall, assignment);
			}
			send(call, assignment.taskId());
			return await(assignment);
		}
		catch (InternalError ex) {
			if (ex == this.told) {
				throw ex;
			}
			// The JVM may tell only now that a page which was read is not there any more
			throw broken(new ProtocolException("The other side has cut the shared memory short", ex));
		}
		finally {
			this.told = null;
			this.assignment = null;
			this.gate.clear();
			CallMessages.release(assignment.call());
		}
	}

	private int call(ScriptCall call, Assignment assignment) throws Throwable {
		RemoteScript.End end;
		try (RemoteScript script = new RemoteScript(call, opened().data(), this.settings.name())) {
			end = script.run(assignment.taskId());
		}
		catch (ProtocolException ex) {
			throw broken(ex);
		}
		catch (IOException ex) {
			throw lost((ex instanceof EOFException) ? null : ex);
		}
		if (end.failure() != null) {
			this.told = end.failure();
			throw end.failure();
		}
		return end.exitCode();
	}

	private @Nullable Object call(MethodCall call, Assignment assignment) throws Throwable {
		this.publisher = null;
		try {
			return call.handling()
				.handle((arguments) -> invoke(call, assignment), call.arguments(), UnaryOperator.identity());
		}
		finally {
			if (this.publisher != null) {
				this.publisher.cancel();
			}
		}
	}

	// What the method returns elsewhere, as if it had returned that here
	private @Nullable Object invoke(MethodCall call, Assignment assignment) throws Throwable {
		send(call, assignment.taskId());
		Object result = await(assignment);
		Class<?> type = call.signature().method().getReturnType();
		boolean future = Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type);
		return (future) ? CompletableFuture.completedFuture(result) : result;
	}

	private void send(Call call, long taskId) {
		try {
			Map<String, String> context = this.context.capture();
			if (!context.isEmpty()) {
				write(new Frame(FrameType.CONTEXT, taskId, 0, new CallContext(context).toBytes()));
			}
			write(Frame.of(FrameType.CALL, taskId, number(call), CallMessages.of(call)));
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	private int number(Call call) throws IOException {
		Object key = CallTargets.keyOf(call);
		Integer known = this.targets.get(key);
		if (known != null) {
			return known;
		}
		int number = this.targets.size() + Rehearsal.TARGET + 1;
		CallTarget target = CallTargets.of(call);
		write(new Frame(FrameType.DEFINE, 0, number, target.toBytes()));
		this.targets.put(key, number);
		return number;
	}

	void write(Frame frame) throws IOException {
		opened().data().write(frame);
	}

	/**
	 * Wait for what a call comes to.
	 * @param assignment the task
	 * @return the result, or a publisher whose items come when they are asked for
	 * @throws Throwable what the call failed with
	 */
	private @Nullable Object await(Assignment assignment) throws Throwable {
		while (true) {
			Frame frame = receive(assignment);
			switch (frame.type()) {
				case PROGRESS -> progress(assignment, frame);
				case RESULT -> {
					return (frame.body().length > 0) ? decode(RESULT, frame) : null;
				}
				case FAILURE -> throw failure(frame);
				case STREAM -> {
					RemotePublisher returned = new RemotePublisher(this, assignment);
					this.publisher = returned;
					return returned;
				}
				default -> throw broken(new ProtocolException("A frame %s is no end".formatted(frame.type())));
			}
		}
	}

	/**
	 * Read what the worker says next of a task.
	 * @param assignment the task
	 * @return a frame
	 */
	Frame receive(Assignment assignment) {
		try {
			Frame frame = opened().data().read();
			if (frame == null) {
				throw lost(null);
			}
			if (frame.id() != assignment.taskId()) {
				throw broken(new ProtocolException("A frame %s is of task %d, not of %d".formatted(frame.type(),
						frame.id(), assignment.taskId())));
			}
			return frame;
		}
		catch (ProtocolException ex) {
			throw broken(ex);
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	void progress(Assignment assignment, Frame frame) {
		Object item = decode(ITEM, frame);
		if (item == null) {
			throw broken(new ProtocolException("An item is null"));
		}
		try {
			assignment.progress(item);
		}
		catch (IllegalStateException ex) {
			// The task was stopped. Its worker may have much more to say
			if (!this.refusing) {
				this.refusing = true;
				this.commands.send(opened(), new Frame(FrameType.REFUSE, assignment.taskId(), 0));
			}
		}
	}

	@Nullable Object decodeItem(Frame frame) {
		return decode(ITEM, frame);
	}

	private @Nullable Object decode(String[] names, Frame frame) {
		try {
			return frame.message(this.types.codec(), names)[0];
		}
		catch (DataCloneException ex) {
			throw broken(ex);
		}
	}

	Throwable failure(Frame frame) {
		try {
			Throwable failure = this.types.codec().decodeFailure(frame.body());
			this.told = failure;
			return failure;
		}
		catch (DataCloneException ex) {
			return broken(ex);
		}
	}

	/**
	 * Return what came from the worker's process, which is a copy already.
	 */
	@Override
	protected Throwable copyFailure(Throwable failure) {
		return failure;
	}

	/**
	 * Nothing is emitted in this process.
	 */
	@Override
	protected Object copyProgress(Object item) {
		return item;
	}

	// A worker that does not keep to the protocol may do anything next
	private WorkerLostException broken(Exception cause) {
		process().kill(Reason.PROTOCOL);
		return new WorkerLostException(process().explainEnd(cause));
	}

	private WorkerLostException lost(@Nullable IOException cause) {
		return new WorkerLostException(process().explainEnd(cause));
	}

	private ChildConnection opened() {
		return Objects.requireNonNull(this.connection);
	}

	private ChildProcess process() {
		return Objects.requireNonNull(this.process);
	}

	/**
	 * Interrupt what the worker runs. Does not wait.
	 * @param thread the thread of the worker in this process
	 */
	void interrupt(Thread thread) {
		Assignment current = this.assignment;
		ChildConnection opened = this.connection;
		// A script ends by the end of its process
		if (current != null && opened != null && !(current.call() instanceof ScriptCall)) {
			String reason = String.valueOf(current.cancellationSignal().reason());
			this.commands.send(opened,
					new Frame(FrameType.INTERRUPT, current.taskId(), 0, reason.getBytes(StandardCharsets.UTF_8)));
			this.gate.interrupt(thread);
		}
	}

	/**
	 * Cancel the publisher of what the worker runs. Does not wait.
	 * @param taskId the number of the task
	 */
	void cancelStream(long taskId) {
		this.commands.send(opened(), new Frame(FrameType.CANCEL, taskId, 0));
	}

	/**
	 * End the process at once if it runs something, or is about to start.
	 */
	void terminate() {
		this.terminated = true;
		ChildProcess current = this.process;
		if (current != null && (this.assignment != null || this.connection == null)) {
			current.kill(Reason.TERMINATED);
		}
	}

	/**
	 * End the process at once.
	 * @return whether there was one, whose end is on its way
	 */
	boolean kill() {
		this.terminated = true;
		ChildProcess current = this.process;
		if (current != null) {
			current.kill(Reason.TERMINATED);
		}
		return current != null;
	}

	/**
	 * End the process, which may close what it has first.
	 */
	@Override
	protected void close() {
		ChildProcess current = this.process;
		if (current == null) {
			return;
		}
		ChildConnection opened = this.connection;
		boolean asked = current.isAlive();
		if (opened != null && asked) {
			this.commands.send(opened, new Frame(FrameType.SHUTDOWN, 0, 0));
			current.awaitEnd(this.settings.process().shutdownGrace().toNanos());
		}
		else {
			current.awaitEnd(0);
		}
		WorkerProcessException end = (asked) ? null : current.explainEnd(null);
		if (opened != null) {
			this.commands.forget(opened);
			opened.close();
		}
		SharedMemory.tidyUp();
		if (end != null) {
			throw end;
		}
	}

}
