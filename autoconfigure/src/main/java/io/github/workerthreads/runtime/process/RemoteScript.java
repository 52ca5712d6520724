package io.github.workerthreads.runtime.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.PortConnection;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.ScriptStart;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.WorkerScope;

/**
 * Script that runs in the process of a worker, seen from here: its ports, and its end.
 * For the worker's thread in this process only.
 */
final class RemoteScript implements AutoCloseable {

	private final ScriptCall call;

	private final WorkerScope scope;

	private final ProcessRules rules;

	private final FrameChannel data;

	private final PortConnection ports;

	/**
	 * Create a script.
	 * @param call the call
	 * @param data the connection to the process
	 * @param name the name of the worker
	 */
	RemoteScript(ScriptCall call, FrameChannel data, String name) {
		this.call = call;
		this.scope = call.scope();
		this.rules = (ProcessRules) Objects.requireNonNull(this.scope.rules());
		this.data = data;
		this.ports = new PortConnection(data, this.rules, true, this.scope.workerId(), name + "-ports");
	}

	/**
	 * Have the script run, and pass messages until it has ended.
	 * @param taskId the number of the task
	 * @return how it has ended
	 * @throws ProtocolException if the process does not keep to the protocol
	 * @throws IOException if the process has ended
	 */
	End run(long taskId) throws IOException {
		this.data.write(ScriptStart.of(this.call.script(), this.scope, this.ports).toFrame(taskId));
		this.ports.startAll();
		this.scope.route(this.ports.route());
		while (true) {
			Frame frame = this.data.read();
			if (frame == null) {
				throw new EOFException("The process has ended");
			}
			if (this.ports.take(frame)) {
				continue;
			}
			if (frame.id() != taskId) {
				throw new ProtocolException(
						"A frame %s is of task %d, not of %d".formatted(frame.type(), frame.id(), taskId));
			}
			switch (frame.type()) {
				case OUTPUT -> print(frame);
				case RESULT -> {
					return new End(frame.number(), null);
				}
				case FAILURE -> {
					return new End(0, failure(frame));
				}
				default -> throw new ProtocolException("A frame %s is none of a script's".formatted(frame.type()));
			}
		}
	}

	private void print(Frame frame) {
		PrintStream stream = (frame.number() == 0) ? this.scope.stdout() : this.scope.stderr();
		stream.write(frame.body(), 0, frame.body().length);
		stream.flush();
	}

	private Throwable failure(Frame frame) throws ProtocolException {
		ClassLoader classLoader = Objects.requireNonNullElseGet(this.call.script().getClassLoader(),
				ClassLoader::getSystemClassLoader);
		try {
			return this.rules.decodeFailure(classLoader, frame.body());
		}
		catch (DataCloneException ex) {
			throw new ProtocolException("The failure of a script cannot be read", ex);
		}
	}

	/**
	 * Close the ports of the script, which has ended.
	 */
	@Override
	public void close() {
		this.ports.close();
	}

	/**
	 * End of a script.
	 *
	 * @param exitCode its exit code
	 * @param failure what it failed with, or {@code null}
	 */
	record End(int exitCode, @Nullable Throwable failure) {

	}

}
