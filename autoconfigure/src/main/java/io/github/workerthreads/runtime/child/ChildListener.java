package io.github.workerthreads.runtime.child;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Tells the parent of the worker's life, and gives the worker its calls. The end of the
 * worker is the end of this process. Thread-safe.
 */
final class ChildListener implements WorkerListener {

	private final FrameChannel control;

	private final ChildWorker worker;

	private volatile boolean online;

	private volatile boolean shuttingDown;

	ChildListener(FrameChannel control, ChildWorker worker) {
		this.control = control;
		this.worker = worker;
		Runtime.getRuntime().addShutdownHook(new Thread(null, this::exiting, "exiting", 0, false));
	}

	@Override
	public void online() {
		this.online = true;
		send(FrameType.READY, new byte[0]);
	}

	@Override
	public Assignment next(boolean maySpin) {
		try {
			Assignment next = this.worker.next();
			if (next != null) {
				return next;
			}
		}
		catch (IOException ex) {
			throw new LostParentException(ex);
		}
		throw new LostParentException(null);
	}

	/**
	 * Note that the parent has asked for the end.
	 */
	void shutDown() {
		this.shuttingDown = true;
	}

	@Override
	public void exited(@Nullable Throwable failure) {
		if (failure != null && !this.shuttingDown) {
			report(failure);
			System.exit(Protocol.CONFUSED);
		}
		System.exit(0);
	}

	private void report(Throwable failure) {
		if (this.online) {
			print(failure);
		}
		else {
			refuse(this.control, failure);
		}
	}

	/**
	 * Tell the parent why there is no worker.
	 * @param control the control connection
	 * @param failure the reason
	 */
	static void refuse(FrameChannel control, Throwable failure) {
		byte[] body = new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults())
			.encodeFailure(failure);
		try {
			control.write(new Frame(FrameType.REFUSED, 0, 0, body));
		}
		catch (IOException ex) {
			print(failure);
		}
	}

	// Standard error goes to the parent's log
	@SuppressWarnings("CatchAndPrintStackTrace")
	private static void print(Throwable failure) {
		failure.printStackTrace();
	}

	// Says that it is the code of this process that ends it. Nobody knows the exit code
	// here
	private void exiting() {
		ChildScript script = this.worker.script();
		if (script != null) {
			script.flush();
		}
		SharedMemory.tidyUp();
		send(FrameType.EXITING, new byte[0]);
	}

	private void send(FrameType type, byte[] body) {
		try {
			this.control.write(new Frame(type, 0, 0, body));
		}
		catch (IOException ex) {
			// The parent has ended this connection, and with it this process
		}
	}

}
