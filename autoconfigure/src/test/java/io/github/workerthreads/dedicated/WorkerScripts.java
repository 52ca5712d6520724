package io.github.workerthreads.dedicated;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.github.workerthreads.worker.BroadcastChannel;
import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.EnvironmentData;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.ReceivedMessage;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerLocks;
import io.github.workerthreads.worker.WorkerMessaging;
import io.github.workerthreads.worker.WorkerScript;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the workers of tests run. It may have classes, statics or even a process of its
 * own, so it speaks with the test by messages only.
 */
final class WorkerScripts {

	private static final Duration LONG = Duration.ofSeconds(30);

	private WorkerScripts() {
	}

	static final class Nothing implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			assertThat(WorkerContext.current()).isSameAs(context);
		}

	}

	static final class Echo implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			parent.onMessage((message) -> {
				if ("close".equals(message)) {
					parent.close();
				}
				else if ("exit".equals(message)) {
					context.exit(7);
				}
				else if ("fail".equals(message)) {
					throw new IllegalStateException("listener");
				}
				else {
					parent.postMessage("echo " + message);
				}
			});
			parent.postMessage("data " + context.workerData());
		}

	}

	static final class Talker implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			IntStream.range(0, (int) context.workerData()).forEach(context.parentPort()::postMessage);
			throw new IllegalStateException("said all");
		}

	}

	static final class Unreferenced implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
			});
			assertThat(context.parentPort().hasRef()).isTrue();
			context.parentPort().unref();
			assertThat(context.parentPort().hasRef()).isFalse();
		}

	}

	static final class Exiting implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage("before");
			context.exit((int) context.workerData());
			context.parentPort().postMessage("after");
		}

	}

	static final class Failing implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			if ("stack".equals(context.workerData())) {
				run(context);
			}
			throw new IOException(String.valueOf(context.workerData()), new IllegalArgumentException("cause"));
		}

	}

	static final class WithoutConstructor implements WorkerScript {

		private final int number;

		WithoutConstructor(int number) {
			this.number = number;
		}

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage(this.number);
		}

	}

	static final class Sleeper implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			context.parentPort().postMessage("asleep");
			new CompletableFuture<>().get();
		}

	}

	static final class Loop implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			try (SharedMemory stop = (SharedMemory) context.workerData()) {
				context.parentPort().postMessage("looping");
				while (stop.atomicInts().get(0) == 0) {
					Thread.onSpinWait();
				}
			}
		}

	}

	static final class SignalLoop implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			CancellationSignal signal = context.cancellationSignal();
			CountDownLatch called = new CountDownLatch(1);
			signal.onCancel(called::countDown);
			parent.postMessage("%d %s %d".formatted(context.taskId(), context.poolName(), context.workerId()));
			try {
				context.emit("item");
			}
			catch (UnsupportedOperationException ex) {
				parent.postMessage(ex.getMessage());
			}
			try {
				while (!signal.isCancelled() || called.getCount() > 0) {
					Thread.onSpinWait();
				}
			}
			finally {
				parent.postMessage(signal.reason());
			}
		}

	}

	static final class PortUser implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort port = (MessagePort) context.workerData();
			port.postMessage("through the port");
			port.onMessage(port::postMessage);
		}

	}

	static final class Printer implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.stdout().print("to out");
			context.stderr().print("to err");
		}

	}

	static final class EnvironmentReader implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> context.parentPort().postMessage(EnvironmentData.get("key")));
			context.parentPort().postMessage(EnvironmentData.get("key"));
		}

	}

	static final class EnvironmentWriter implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			EnvironmentData.set("key", "from the worker");
			Worker.builder(EnvironmentReader.class)
				.isolation((String) context.workerData())
				.start()
				.onMessage(context.parentPort()::postMessage);
		}

	}

	static final class Parent implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			Child child = (Child) context.workerData();
			Class<? extends WorkerScript> script = Class.forName(child.script()).asSubclass(WorkerScript.class);
			Thread own = Thread.currentThread();
			Worker.builder(script)
				.isolation(child.isolation())
				.workerData("data")
				.start()
				.onMessage(context.parentPort()::postMessage)
				.onError((failure) -> {
					throw new IllegalStateException("child failed", failure);
				})
				.onExit((exit) -> {
					assertThat(Thread.currentThread()).isSameAs(own);
					context.parentPort().postMessage("child exited with " + exit.exitCode());
				});
		}

	}

	static final class Listening implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			WorkerMessaging.onMessage((message, source) -> {
				if ("fail".equals(message)) {
					throw new IOException("failed");
				}
				if ("block".equals(message)) {
					context.parentPort().postMessage("blocks");
					new CompletableFuture<>().get();
				}
				context.parentPort().postMessage(message + " from " + source);
			});
			context.parentPort().onMessage((message) -> {
			});
			context.parentPort().postMessage("listening");
		}

	}

	static final class PostingOutside implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			WorkerMessaging.postMessageToWorker(WorkerMessaging.OUTSIDE, "up", TransferList.nothing(), LONG).join();
		}

	}

	/**
	 * Has a child that holds a port.
	 */
	static final class ParentOfAPortUser implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			Object[] data = (Object[]) context.workerData();
			MessagePort port = (MessagePort) data[1];
			Worker.builder(PortUser.class).isolation((String) data[0]).workerData(port, TransferList.of(port)).start();
		}

	}

	static final class Mover implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			Point start = (Point) context.workerData();
			parent.onMessage((message) -> parent.postMessage(((Point) message).plus(start)));
		}

	}

	static final class PortMover implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
				MessagePort port = (MessagePort) message;
				port.onMessage((point) -> port.postMessage(((Point) point).plus(new Point(1, 1))));
			});
		}

	}

	static final class Refusing implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			throw new RefusedException(new Point(3, 4));
		}

	}

	static final class BufferUser implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
				TransferableBuffer buffer = (TransferableBuffer) message;
				buffer.putInt(0, buffer.getInt(0) + 1);
				context.parentPort().postMessage(buffer, TransferList.of(buffer));
				context.parentPort().postMessage("detached " + buffer.isDetached());
			});
		}

	}

	static final class MemoryUser implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
				try (SharedMemory memory = (SharedMemory) message) {
					context.parentPort().postMessage(memory.atomicInts().getAndAdd(0, 1));
				}
			});
		}

	}

	static final class Subscriber implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			BroadcastChannel channel = BroadcastChannel.open("points");
			channel.onMessage((message) -> channel.postMessage(((Point) message).plus(new Point(1, 1))));
			context.parentPort().postMessage("subscribed");
		}

	}

	static final class LockHolder implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			WorkerLocks.request("held by worker", () -> {
				context.parentPort().postMessage("holds it");
				return new CompletableFuture<>().get();
			});
		}

	}

	static final class Polling implements WorkerScript {

		@Override
		public void run(WorkerContext context) throws Exception {
			MessagePort parent = context.parentPort();
			for (ReceivedMessage message = parent.receiveMessage(LONG); message != null
					&& !"end".equals(message.message()); message = parent.receiveMessage(LONG)) {
				parent.postMessage("took " + message.message());
			}
		}

	}

	static final class Judge implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort parent = context.parentPort();
			parent.onMessageError((failure) -> parent.postMessage("messageerror"));
			parent.onMessage((message) -> parent.postMessage("message " + message.getClass().getName()));
		}

	}

	static final class Uncloneable implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().postMessage(List.of(Thread.currentThread()));
		}

	}

	static final class Counter implements WorkerScript {

		private static int count;

		@Override
		public void run(WorkerContext context) {
			count++;
			context.parentPort().postMessage(count);
		}

	}

	/**
	 * A worker to start from a worker.
	 *
	 * @param script the name of its class
	 * @param isolation the name of its rung
	 */
	record Child(String script, String isolation) {

	}

	/**
	 * A value of a class that each side may have of its own.
	 *
	 * @param x one coordinate
	 * @param y the other one
	 */
	record Point(int x, int y) {

		Point plus(Point other) {
			return new Point(this.x + other.x, this.y + other.y);
		}

	}

	/**
	 * A failure of a class that each side may have of its own.
	 */
	static final class RefusedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient Point point;

		RefusedException(Point point) {
			super("refused");
			this.point = point;
		}

		Point point() {
			return this.point;
		}

	}

}
