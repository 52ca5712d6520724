package io.github.workerthreads.benchmarks;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.ReceivedMessage;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerScript;

/**
 * How long a message takes to a long-lived worker and back, as it is and with a buffer
 * that is copied, transferred or shared both ways. Node's own figure for the same is
 * measured by {@code benchmarks/node-ports}.
 */
@State(Scope.Benchmark)
@BenchmarkMode({ Mode.AverageTime, Mode.SampleTime })
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PortBenchmark {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/**
	 * How large the buffer is, in bytes.
	 */
	@Param({ "1024", "10485760" })
	int bufferSize;

	private Worker worker;

	private MessagePort port;

	private TransferableBuffer buffer;

	private SharedMemory sharedMemory;

	/**
	 * Start a worker that sends each message back.
	 */
	@Setup
	public void start() {
		MessageChannel channel = MessageChannel.create();
		this.port = channel.port1();
		this.buffer = TransferableBuffer.allocate(this.bufferSize);
		this.sharedMemory = SharedMemory.allocate(this.bufferSize);
		this.worker = Worker.builder(Echo.class).workerData(channel.port2(), TransferList.of(channel.port2())).start();
	}

	/**
	 * End the worker.
	 */
	@TearDown
	public void stop() {
		this.worker.close();
		this.sharedMemory.close();
	}

	/**
	 * Send a number there and back.
	 * @return the answer
	 * @throws InterruptedException never
	 */
	@Benchmark
	public ReceivedMessage pingPong() throws InterruptedException {
		this.port.postMessage(42);
		return receive();
	}

	/**
	 * Send a buffer there and back, copied each way.
	 * @return the answer
	 * @throws InterruptedException never
	 */
	@Benchmark
	public ReceivedMessage bufferCopied() throws InterruptedException {
		this.port.postMessage(this.buffer);
		return receive();
	}

	/**
	 * Send a buffer there and back, transferred each way.
	 * @return the answer
	 * @throws InterruptedException never
	 */
	@Benchmark
	public ReceivedMessage bufferTransferred() throws InterruptedException {
		this.port.postMessage(new Object[] { this.buffer }, TransferList.of(this.buffer));
		ReceivedMessage answer = receive();
		this.buffer = (TransferableBuffer) Objects.requireNonNull(answer.message());
		return answer;
	}

	/**
	 * Send a handle of shared memory there and back, and close what came.
	 * @return the answer
	 * @throws InterruptedException never
	 */
	@Benchmark
	public ReceivedMessage bufferShared() throws InterruptedException {
		this.port.postMessage(this.sharedMemory);
		ReceivedMessage answer = receive();
		((SharedMemory) Objects.requireNonNull(answer.message())).close();
		return answer;
	}

	private ReceivedMessage receive() throws InterruptedException {
		return Objects.requireNonNull(this.port.receiveMessage(TIMEOUT));
	}

	/**
	 * Sends each message back, what comes in an array as a transfer.
	 */
	static final class Echo implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			MessagePort port = (MessagePort) Objects.requireNonNull(context.workerData());
			port.onMessage((message) -> {
				if (message instanceof Object[] moving) {
					TransferableBuffer buffer = (TransferableBuffer) moving[0];
					port.postMessage(buffer, TransferList.of(buffer));
				}
				else {
					port.postMessage(message);
					if (message instanceof SharedMemory handle) {
						handle.close();
					}
				}
			});
		}

	}

}
