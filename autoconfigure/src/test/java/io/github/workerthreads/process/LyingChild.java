package io.github.workerthreads.process;

import java.io.DataInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;

/**
 * Process that is started as a worker but does not keep to the protocol.
 */
public final class LyingChild {

	private LyingChild() {
	}

	/**
	 * Be no worker.
	 * @param args what to do instead, and what a worker would get
	 * @throws Exception if the parent cannot be reached
	 */
	public static void main(String[] args) throws Exception {
		DataInputStream terms = new DataInputStream(System.in);
		String socket = terms.readUTF();
		String token = terms.readUTF();
		int maxBody = terms.readInt();
		String lie = args[0];
		String shown = (lie.equals("token")) ? "0".repeat(token.length()) : token;
		long pid = ProcessHandle.current().pid() + ((lie.equals("pid")) ? 1 : 0);
		int version = Protocol.VERSION + ((lie.equals("version")) ? 1 : 0);
		Line control = new Line(socket, maxBody);
		control.frames.write(new Frame(FrameType.HELLO, pid, version, Protocol.tokenBytes(shown)));
		Line data = new Line(socket, maxBody);
		data.frames.write(new Frame(FrameType.HELLO, pid, version, Protocol.tokenBytes(shown)));
		control.frames.read();
		if (lie.equals("never-ready")) {
			control.frames.write(new Frame(FrameType.PONG, 0, 0));
		}
		control.frames.write(new Frame(FrameType.READY, 0, 0));
		Frame call = data.frames.read();
		while (call != null && call.type() != FrameType.CALL) {
			call = data.frames.read();
		}
		if (call != null) {
			answer(lie, call.id(), data, control);
		}
		// Until the parent ends this
		terms.read();
	}

	private static void answer(String lie, long task, Line data, Line control) throws Exception {
		byte[] noise = new byte[5000];
		new Random(7).nextBytes(noise);
		switch (lie) {
			case "noise" -> data.channel.write(ByteBuffer.wrap(noise));
			case "noise-on-control" -> control.channel.write(ByteBuffer.wrap(noise));
			case "huge" -> data.channel.write(header(Integer.MAX_VALUE, FrameType.RESULT, task));
			case "negative" -> data.channel.write(header(-1, FrameType.RESULT, task));
			case "promise" -> data.channel.write(header(60 << 20, FrameType.RESULT, task));
			case "other-task" -> data.frames.write(new Frame(FrameType.RESULT, task + 1, 0));
			case "wrong-frame" -> data.frames.write(new Frame(FrameType.CALL, task, 0));
			case "noise-as-result" -> data.frames.write(new Frame(FrameType.RESULT, task, 0, noise));
			case "noise-as-failure" -> data.frames.write(new Frame(FrameType.FAILURE, task, 0, noise));
			case "noise-as-memory" -> data.frames.write(new Frame(FrameType.RESULT, task, 1, noise));
			case "null-progress" -> data.frames.write(new Frame(FrameType.PROGRESS, task, 0, new byte[0]));
			default -> throw new IllegalArgumentException(lie);
		}
		if (lie.equals("promise")) {
			// A body that never comes
			data.channel.shutdownOutput();
		}
	}

	private static ByteBuffer header(int length, FrameType type, long task) {
		return ByteBuffer.allocate(17).putInt(length).put((byte) type.ordinal()).putLong(task).putInt(0).flip();
	}

	/**
	 * Connection, frame by frame or byte by byte.
	 */
	private static final class Line {

		private final SocketChannel channel;

		private final FrameChannel frames;

		Line(String socket, int maxBody) throws Exception {
			this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
			this.channel.connect(UnixDomainSocketAddress.of(socket));
			this.frames = new FrameChannel(this.channel, maxBody, new InterruptGate());
		}

	}

}
