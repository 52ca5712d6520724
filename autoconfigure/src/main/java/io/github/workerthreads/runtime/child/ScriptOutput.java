package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.PortConnection;

/**
 * Output of a script, which goes to the stream that the parent chose, in order with what
 * the script posts. Who writes faster than the parent reads waits. Thread-safe.
 */
final class ScriptOutput extends OutputStream {

	private static final int CHUNK = 32 << 10;

	private static final int CHUNKS = 64;

	private final PortConnection ports;

	private final long taskId;

	private final int stream;

	private final Semaphore room = new Semaphore(CHUNKS);

	ScriptOutput(PortConnection ports, long taskId, boolean error) {
		this.ports = ports;
		this.taskId = taskId;
		this.stream = (error) ? 1 : 0;
	}

	@Override
	public void write(int value) {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int length) {
		for (int from = offset; from < offset + length; from += CHUNK) {
			byte[] chunk = Arrays.copyOfRange(source, from, Math.min(from + CHUNK, offset + length));
			this.room.acquireUninterruptibly();
			this.ports.execute(() -> send(chunk));
		}
	}

	private void send(byte[] chunk) {
		try {
			this.ports.write(new Frame(FrameType.OUTPUT, this.taskId, this.stream, chunk));
		}
		catch (IOException ex) {
			// The parent has ended this connection, and with it this process
		}
		finally {
			this.room.release();
		}
	}

}
