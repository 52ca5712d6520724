package io.github.workerthreads.runtime.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;

/**
 * The main class of a process that is one worker of the process which started it. That
 * one tells it by its standard input where to connect, and the end of that input is the
 * end of this process.
 */
public final class ChildMain {

	private ChildMain() {
	}

	/**
	 * Be a worker.
	 * @param args none
	 * @throws IOException if the process that started this one cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		DataInputStream terms = new DataInputStream(System.in);
		String socket = terms.readUTF();
		String token = terms.readUTF();
		int maxBody = terms.readInt();
		System.setIn(InputStream.nullInputStream());
		ParentWatch.start(terms);
		Signals.ignore("INT");
		InterruptGate gate = new InterruptGate();
		FrameChannel control = connect(socket, token, maxBody, new InterruptGate());
		FrameChannel data = connect(socket, token, maxBody, gate);
		ChildControl.run(control, data, gate);
	}

	private static FrameChannel connect(String socket, String token, int maxBody, InterruptGate gate)
			throws IOException {
		SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
		connection.connect(UnixDomainSocketAddress.of(socket));
		FrameChannel channel = new FrameChannel(connection, maxBody, gate);
		channel.write(new Frame(FrameType.HELLO, ProcessHandle.current().pid(), Protocol.VERSION,
				Protocol.tokenBytes(token)));
		return channel;
	}

}
