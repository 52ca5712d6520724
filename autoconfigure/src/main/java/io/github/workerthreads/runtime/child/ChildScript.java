package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.PortConnection;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.ScriptStart;
import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.MessageRoute;
import io.github.workerthreads.worker.WorkerIds;
import io.github.workerthreads.worker.WorkerScope;
import io.github.workerthreads.worker.WorkerScript;

/**
 * Script of the parent's that this process runs, which is the last thing that it runs. A
 * thread of its own reads what the parent says meanwhile.
 */
final class ChildScript implements Assignment {

	private static final Duration FLUSH = Duration.ofSeconds(1);

	private final FrameChannel data;

	private final ClassLoader classLoader;

	private final ProcessRules rules;

	private final long taskId;

	private final String script;

	private final PortConnection ports;

	private final WorkerScope scope;

	private final Thread reader;

	private ChildScript(FrameChannel data, ClassLoader classLoader, ProcessRules rules, long taskId, ScriptStart start)
			throws ProtocolException {
		this.data = data;
		this.classLoader = classLoader;
		this.rules = rules;
		this.taskId = taskId;
		this.script = start.script();
		this.ports = start.ports(data, rules);
		MessagePort parentPort = start.parentPort(this.ports);
		this.scope = WorkerScope.ofParentElsewhere(start.workerId(), start.name(), parentPort,
				start.workerData(this.ports), start.environmentData(this.ports),
				new PrintStream(new ScriptOutput(this.ports, taskId, false), true, start.charset()),
				new PrintStream(new ScriptOutput(this.ports, taskId, true), true, start.charset()));
		this.reader = new Thread(null, this::read, start.name() + "-reader", 0, false);
		this.reader.setDaemon(true);
	}

	/**
	 * Begin a script.
	 * @param frame says which
	 * @param data the connection to the parent, which is read by the script from now on
	 * @param worker has the types of messages
	 * @param classLoader has the class of the script
	 * @return the script
	 * @throws ProtocolException if the frame is no start of a script
	 */
	static ChildScript begin(Frame frame, FrameChannel data, ChildWorker worker, ClassLoader classLoader)
			throws ProtocolException {
		ScriptStart start = ScriptStart.of(frame);
		WorkerIds.beginInside(start.workerId());
		ChildScript script = new ChildScript(data, classLoader, worker.types().rules(start.patterns()), frame.id(),
				start);
		MessageRoute.toParent(script.ports.route());
		script.reader.start();
		return script;
	}

	private void read() {
		try {
			Frame frame = this.data.read();
			while (frame != null) {
				if (!this.ports.take(frame)) {
					throw new ProtocolException("A frame %s is none for a script".formatted(frame.type()));
				}
				frame = this.data.read();
			}
		}
		catch (ProtocolException ex) {
			confused(ex);
		}
		catch (IOException ex) {
			// The parent has ended this connection, and with it this process
		}
	}

	// Standard error goes to the parent's log
	@SuppressWarnings("CatchAndPrintStackTrace")
	private static void confused(ProtocolException failure) {
		failure.printStackTrace();
		System.exit(Protocol.CONFUSED);
	}

	@Override
	public long taskId() {
		return this.taskId;
	}

	@Override
	public Call call() {
		try {
			return new ScriptCall(Class.forName(this.script, false, this.classLoader).asSubclass(WorkerScript.class),
					this.scope);
		}
		catch (ReflectiveOperationException | ClassCastException ex) {
			throw new IllegalStateException("The worker's process does not have the script: %s".formatted(ex), ex);
		}
	}

	@Override
	public boolean begin() {
		return true;
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return this.scope.cancellationSignal();
	}

	@Override
	public void progress(Object item) {
		this.scope.emit(item);
	}

	@Override
	public void succeed(@Nullable Object result) {
		end(new Frame(FrameType.RESULT, this.taskId, (result instanceof Integer code) ? code : 0));
	}

	@Override
	public void fail(Throwable failure) {
		end(new Frame(FrameType.FAILURE, this.taskId, 0, this.rules.encodeFailure(this.classLoader, failure)));
	}

	private void end(Frame frame) {
		this.scope.close();
		this.ports.finish(frame);
	}

	/**
	 * Wait until the parent has nothing more to say.
	 */
	void awaitEnd() {
		boolean interrupted = false;
		while (this.reader.isAlive()) {
			try {
				this.reader.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Send what was posted before this process exits.
	 */
	void flush() {
		this.ports.flush(FLUSH.toNanos());
	}

	/**
	 * Return how long the script has waited for messages.
	 * @return the time so far
	 */
	Duration idleTime() {
		return Duration.ofNanos(this.scope.eventLoop().idleNanos());
	}

}
