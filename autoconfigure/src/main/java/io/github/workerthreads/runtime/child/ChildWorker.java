package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.protocol.CallContext;
import io.github.workerthreads.runtime.protocol.CallTarget;
import io.github.workerthreads.runtime.protocol.CallTarget.MethodName;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.MessageTypes;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerInitializer;

/**
 * The worker's end of the data connection: reads calls and says how they end. Used by the
 * worker's thread, apart from interrupts.
 */
final class ChildWorker {

	private final FrameChannel data;

	private final InterruptGate gate;

	private final MessageTypes types;

	private final ClassLoader classLoader;

	private final Map<Integer, Target> targets = new HashMap<>();

	// The last thing that this worker runs, if it is a long-lived one
	private volatile @Nullable ChildScript script;

	// Of the call that comes next
	private Map<String, String> context = Map.of();

	private final List<ProcessMessage> held = new ArrayList<>();

	// Guards what runs now, so that an interrupt finds the task that is meant
	private final Object lock = new Object();

	private @Nullable ChildAssignment current;

	private @Nullable Runnable stream;

	// An interrupt that overtook its task
	private long earlyTaskId = -1;

	private String earlyReason = "";

	private @Nullable Thread thread;

	ChildWorker(FrameChannel data, InterruptGate gate, MessageTypes types, ClassLoader classLoader) {
		this.data = data;
		this.gate = gate;
		this.types = types;
		this.classLoader = classLoader;
	}

	MessageTypes types() {
		return this.types;
	}

	/**
	 * Read the next call.
	 * @return the call, or {@code null} if there will be no more
	 * @throws IOException if the parent cannot be understood
	 */
	@Nullable Assignment next() throws IOException {
		ChildScript last = this.script;
		if (last != null) {
			last.awaitEnd();
			return null;
		}
		Frame frame = this.data.read();
		while (frame != null) {
			switch (frame.type()) {
				case SCRIPT -> {
					ChildScript begun = ChildScript.begin(frame, this.data, this, this.classLoader);
					this.script = begun;
					return begun;
				}
				case DEFINE -> define(frame);
				case CONTEXT -> this.context = CallContext.of(frame).values();
				case CALL -> {
					return begin(frame);
				}
				case REQUEST, CANCEL -> {
					// Of a publisher that has ended meanwhile
				}
				default -> throw new ProtocolException("A frame %s is no call".formatted(frame.type()));
			}
			frame = this.data.read();
		}
		return null;
	}

	/**
	 * Return the script that this worker runs.
	 * @return the script, or {@code null} if it runs calls
	 */
	@Nullable ChildScript script() {
		return this.script;
	}

	private void define(Frame frame) throws IOException {
		Target target;
		try {
			target = target(CallTarget.of(frame));
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			IllegalStateException failure = new IllegalStateException(
					"The worker's process does not have what is called: %s".formatted(ex), ex);
			target = new Target((message) -> {
				throw failure;
			});
		}
		this.targets.put(frame.number(), target);
	}

	private Target target(CallTarget target) throws ReflectiveOperationException {
		return switch (target.kind()) {
			case FUNCTION -> {
				Class<? extends WorkerFunction<?, ?>> function = functionClass(target.className());
				this.types.codecFor(function);
				yield new Target((message) -> new FunctionCall(function, message, TransferList.nothing()));
			}
			case METHOD -> {
				MethodSignature signature = signature(target.methods().get(0));
				this.types.codecFor(signature.method());
				yield new Target((message) -> new MethodCall(signature, new @Nullable Object[] { message },
						ChildWorker::unused, MethodCall.Handling.VALUE));
			}
			case INITIALIZER -> {
				Class<? extends WorkerInitializer> initializer = Class
					.forName(target.className(), true, this.classLoader)
					.asSubclass(WorkerInitializer.class);
				yield new Target((message) -> new InitializerCall(initializer));
			}
			case BEANS -> {
				MethodSignature[] beans = new MethodSignature[target.methods().size()];
				for (int i = 0; i < beans.length; i++) {
					beans[i] = signature(target.methods().get(i));
				}
				yield new Target((message) -> new BeanCall(List.of(beans)));
			}
		};
	}

	@SuppressWarnings("unchecked") // the pool's API pairs function and input
	private Class<? extends WorkerFunction<?, ?>> functionClass(String name) throws ClassNotFoundException {
		return (Class<? extends WorkerFunction<?, ?>>) Class.forName(name, true, this.classLoader)
			.asSubclass(WorkerFunction.class);
	}

	private MethodSignature signature(MethodName name) throws ReflectiveOperationException {
		Class<?>[] parameters = new Class<?>[name.parameterTypes().size()];
		for (int i = 0; i < parameters.length; i++) {
			parameters[i] = ParameterTypes.find(name.parameterTypes().get(i), this.classLoader);
		}
		Method method = Class.forName(name.declaringClass(), false, this.classLoader)
			.getDeclaredMethod(name.name(), parameters);
		return new MethodSignature(name.beanName(), Class.forName(name.beanClass(), false, this.classLoader), method,
				name.argumentNames().toArray(String[]::new), new boolean[parameters.length], !name.transfersResult());
	}

	private static Object unused(@Nullable Object[] arguments) {
		throw new IllegalStateException("The application's own bean is in another process");
	}

	private Assignment begin(Frame frame) throws ProtocolException {
		this.held.forEach(ProcessMessage::close);
		this.held.clear();
		Target target = this.targets.get(frame.numberOfMessage());
		if (target == null) {
			throw new ProtocolException("There is no target %d".formatted(frame.numberOfMessage()));
		}
		ChildAssignment assignment = new ChildAssignment(this, frame.id(), this.context, () -> target.call(frame));
		this.context = Map.of();
		synchronized (this.lock) {
			this.thread = Thread.currentThread();
			this.current = assignment;
			if (this.earlyTaskId == frame.id()) {
				assignment.stop(this.earlyReason);
			}
		}
		return assignment;
	}

	/**
	 * Interrupt a task, if it still runs.
	 * @param taskId the number of the task
	 * @param reason why, as text
	 */
	void interrupt(long taskId, byte[] reason) {
		ChildAssignment assignment;
		synchronized (this.lock) {
			assignment = this.current;
			String text = new String(reason, StandardCharsets.UTF_8);
			if (assignment == null || assignment.taskId() != taskId) {
				this.earlyTaskId = taskId;
				this.earlyReason = text;
				return;
			}
			assignment.stop(text);
			this.gate.interrupt(Objects.requireNonNull(this.thread));
		}
		assignment.runCallbacks();
	}

	/**
	 * Refuse what a task emits, if it still runs.
	 * @param taskId the number of the task
	 */
	void refuseProgress(long taskId) {
		synchronized (this.lock) {
			if (this.current != null && this.current.taskId() == taskId) {
				this.current.refuseProgress();
			}
		}
	}

	/**
	 * Note that a task has a publisher that may be cancelled.
	 * @param assignment the task
	 * @param cancellation cancels the publisher
	 */
	void streams(Assignment assignment, Runnable cancellation) {
		synchronized (this.lock) {
			this.stream = (this.current == assignment) ? cancellation : null;
		}
	}

	/**
	 * Cancel the publisher of a task, if it still runs.
	 * @param taskId the number of the task
	 */
	void cancelStream(long taskId) {
		Runnable cancellation;
		synchronized (this.lock) {
			cancellation = (this.current != null && this.current.taskId() == taskId) ? this.stream : null;
		}
		if (cancellation != null) {
			cancellation.run();
		}
	}

	/**
	 * Say how a task has ended. No interrupt hits the worker for it after that.
	 * @param type the kind of end
	 * @param taskId the number of the task
	 * @param body what there is to say
	 */
	void end(FrameType type, long taskId, byte[] body) {
		leave();
		send(new Frame(type, taskId, 0, body));
	}

	/**
	 * Say what result a task has.
	 * @param taskId the number of the task
	 * @param result the result
	 */
	void end(long taskId, ProcessMessage result) {
		leave();
		send(FrameType.RESULT, taskId, result);
	}

	private void leave() {
		synchronized (this.lock) {
			this.current = null;
			this.stream = null;
			this.gate.clear();
		}
	}

	/**
	 * Send a message on behalf of a task. The shared memory that it names is held until
	 * the parent says the next thing, by when it has opened it.
	 * @param type the kind of frame
	 * @param taskId the number of the task
	 * @param message the message
	 * @throws LostParentException if the parent has ended the connection
	 */
	void send(FrameType type, long taskId, ProcessMessage message) {
		if (message.namesMemory()) {
			this.held.add(message);
		}
		send(Frame.of(type, taskId, 0, message));
	}

	/**
	 * Send a frame on behalf of a task.
	 * @param frame the frame
	 * @throws LostParentException if the parent has ended the connection
	 */
	void send(Frame frame) {
		try {
			this.data.write(frame);
		}
		catch (IOException ex) {
			throw new LostParentException(ex);
		}
	}

	/**
	 * Read what the parent says to a running task.
	 * @return the frame
	 * @throws LostParentException if the parent has ended the connection
	 */
	Frame receive() {
		try {
			Frame frame = this.data.read();
			if (frame != null) {
				return frame;
			}
			throw new LostParentException(null);
		}
		catch (IOException ex) {
			throw new LostParentException(ex);
		}
	}

	/**
	 * What the number of a call stands for.
	 *
	 * @param maker makes a call of a message
	 */
	private record Target(Maker maker) {

		Call call(Frame message) {
			return this.maker.make(message);
		}

	}

	@FunctionalInterface
	private interface Maker {

		Call make(Frame message);

	}

}
