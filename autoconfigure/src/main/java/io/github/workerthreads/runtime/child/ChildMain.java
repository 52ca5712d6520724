package io.github.workerthreads.runtime.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Introduction;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.SharedMemoryHandle;

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
		Introduction parent = Introduction.read(terms);
		System.setIn(InputStream.nullInputStream());
		ParentWatch.start(terms);
		Signals.ignore("INT");
		OutOfMemoryScore.raise();
		InterruptGate gate = new InterruptGate();
		FrameChannel control = FrameChannel.of(connect(parent), parent.maxBody(), new InterruptGate());
		ChildControl.run(control, data(connect(parent), parent, gate), gate);
	}

	private static SocketChannel connect(Introduction parent) throws IOException {
		SocketChannel connection = SocketChannel.open(parent.address());
		FrameChannel.of(connection, Protocol.LONGEST_HELLO, new InterruptGate())
			.write(new Frame(FrameType.HELLO, ProcessHandle.current().pid(), Protocol.VERSION,
					Protocol.tokenBytes(parent.token())));
		return connection;
	}

	private static FrameChannel data(SocketChannel connection, Introduction parent, InterruptGate gate) {
		SharedMemoryHandle memory = parent.memory();
		return (memory != null)
				? FrameChannel.of(SharedMemory.open(memory), false, connection, parent.spins(), parent.maxBody(), gate)
				: FrameChannel.of(connection, parent.maxBody(), gate);
	}

}
