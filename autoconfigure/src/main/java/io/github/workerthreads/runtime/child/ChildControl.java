package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.local.LocalWorkerLink;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.WorkerConfiguration;
import io.github.workerthreads.runtime.protocol.WorkerStack;
import io.github.workerthreads.runtime.protocol.WorkerStatus;

/**
 * Does what the parent says on the control connection, beside the worker that it is
 * about. Used by the main thread.
 */
final class ChildControl {

	private final FrameChannel control;

	private final FrameChannel data;

	private final ChildWorker worker;

	private final ChildListener listener;

	private final WorkerLink link;

	private ChildControl(FrameChannel control, FrameChannel data, InterruptGate gate,
			WorkerConfiguration configuration) {
		WorkerMaker maker = new WorkerMaker(configuration);
		this.control = control;
		this.data = data;
		this.worker = new ChildWorker(data, gate, maker.types(), maker.classLoader());
		this.listener = new ChildListener(control, this.worker);
		this.link = new LocalWorkerLink(null, configuration.settings(), maker.classLoader(),
				new ChildCallRunner(this.worker, maker.beans()), this.listener);
	}

	/**
	 * Start the worker, and do what is said until nothing is said any more.
	 * @param control the control connection
	 * @param data the data connection
	 * @param gate keeps interrupts from the thread of the worker
	 * @throws IOException if the parent cannot be understood
	 */
	static void run(FrameChannel control, FrameChannel data, InterruptGate gate) throws IOException {
		Frame first = control.read();
		if (first == null || first.type() != FrameType.CONFIGURE) {
			throw new ProtocolException("The first frame was no configuration");
		}
		ChildControl child;
		try {
			child = new ChildControl(control, data, gate, WorkerConfiguration.of(first));
		}
		catch (RuntimeException | LinkageError ex) {
			ChildListener.refuse(control, ex);
			return;
		}
		child.link.start();
		child.obey();
	}

	private void obey() throws IOException {
		Frame frame = this.control.read();
		while (frame != null) {
			obey(frame);
			frame = this.control.read();
		}
	}

	private void obey(Frame frame) throws IOException {
		switch (frame.type()) {
			case INTERRUPT -> this.worker.interrupt(frame.id(), frame.body());
			case REFUSE -> this.worker.refuseProgress(frame.id());
			case CANCEL -> this.worker.cancelStream(frame.id());
			case PING ->
				this.control.write(new Frame(FrameType.PONG, usedHeapBytes(), frame.number(), answer(frame.number())));
			case DIAGNOSE -> ChildDiagnosis.start(frame, this.control);
			case SHUTDOWN -> {
				this.listener.shutDown();
				this.data.close();
			}
			default -> throw new ProtocolException("A frame %s is none for a worker".formatted(frame.type()));
		}
	}

	private byte[] answer(int ping) throws ProtocolException {
		return switch (ping) {
			case Protocol.PLAIN_PING -> new byte[0];
			case Protocol.STATUS_PING -> status().toBytes();
			case Protocol.STACK_PING -> new WorkerStack(this.link.stackTrace()).toBytes();
			default -> throw new ProtocolException("A ping has no number " + ping);
		};
	}

	private static long usedHeapBytes() {
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private WorkerStatus status() {
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		ChildScript script = this.worker.script();
		return new WorkerStatus(this.link.inspect().withIdleTime((script != null) ? script.idleTime() : null),
				heap.getUsed(), heap.getMax());
	}

}
