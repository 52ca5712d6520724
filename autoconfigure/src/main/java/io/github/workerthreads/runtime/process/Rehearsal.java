package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.util.List;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.message.ProcessMessageCodec;
import io.github.workerthreads.runtime.protocol.CallTarget;
import io.github.workerthreads.runtime.protocol.CallTarget.Kind;
import io.github.workerthreads.runtime.protocol.CallTarget.MethodName;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.worker.DataCloneException;

/**
 * The first call of each child, which shows that calls reach it and come back. What calls
 * need is loaded then, for the call of a user to find it so, and for archives to have it.
 */
final class Rehearsal {

	private static final String FUNCTION = "io.github.workerthreads.runtime.child.Echo";

	/**
	 * Number of the target of the call.
	 */
	static final int TARGET = 0;

	private static final String LINE = "ready?";

	private static final String[] INPUT = { "input" };

	private static final ProcessMessageCodec CODEC = new ProcessMessageCodec(
			new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults()));

	private Rehearsal() {
	}

	/**
	 * Run the call and wait for its end.
	 * @param data the data connection of a child that is ready
	 * @throws IOException if the child has ended, or says something else
	 */
	static void run(FrameChannel data) throws IOException {
		run(data, Protocol.REHEARSAL);
	}

	/**
	 * Have a child load what only some calls need, for an archive to have it too.
	 * @param data the data connection of a child that is ready
	 * @throws IOException if the child has ended, or says something else
	 */
	static void train(FrameChannel data) throws IOException {
		run(data, Protocol.TRAINING);
	}

	private static void run(FrameChannel data, long taskId) throws IOException {
		Frame answer = call(data, taskId, new CallTarget(Kind.FUNCTION, FUNCTION, List.of()),
				CODEC.encode(INPUT, new Object[] { LINE }));
		if (answer.type() != FrameType.RESULT || answer.id() != taskId || !LINE.equals(line(answer))) {
			throw new ProtocolException("The first call came to a frame %s of task %d with %d bytes"
				.formatted(answer.type(), answer.id(), answer.body().length));
		}
	}

	/**
	 * Have a child make the context of its beans and call one, for an archive to have
	 * what that needs.
	 * @param data the data connection of a child that has an environment for beans
	 * @throws IOException if the child has ended
	 */
	static void callBean(FrameChannel data) throws IOException {
		MethodName method = new MethodName(FUNCTION, FUNCTION, FUNCTION, "apply", List.of(String.class.getName()),
				List.of(INPUT), false);
		call(data, Protocol.TRAINING, new CallTarget(Kind.METHOD, "", List.of(method)),
				CODEC.encode(INPUT, new Object[] { LINE }));
	}

	/**
	 * Ask a child where its worker is and how it fares, for an archive to have what that
	 * needs: who terminates a worker waits for its answer.
	 * @param control the control connection of a child that is ready
	 * @throws IOException if the child has ended
	 */
	static void ask(FrameChannel control) throws IOException {
		for (int ping : new int[] { Protocol.STACK_PING, Protocol.STATUS_PING }) {
			control.write(new Frame(FrameType.PING, 0, ping));
			if (control.read() == null) {
				throw new IOException("The process has ended");
			}
		}
	}

	private static Frame call(FrameChannel data, long taskId, CallTarget target, ProcessMessage message)
			throws IOException {
		data.write(new Frame(FrameType.DEFINE, taskId, TARGET, target.toBytes()));
		data.write(Frame.of(FrameType.CALL, taskId, TARGET, message));
		Frame answer = data.read();
		if (answer == null) {
			throw new IOException("The process has ended");
		}
		return answer;
	}

	private static String line(Frame answer) throws ProtocolException {
		try {
			return String.valueOf(answer.message(CODEC, INPUT)[0]);
		}
		catch (DataCloneException ex) {
			throw new ProtocolException("The result of the first call cannot be read", ex);
		}
	}

}
