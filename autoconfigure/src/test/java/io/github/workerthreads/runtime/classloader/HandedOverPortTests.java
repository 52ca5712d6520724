package io.github.workerthreads.runtime.classloader;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.ReceivedMessage;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ports that go to workers of pools with classes of their own.
 */
@Timeout(60)
class HandedOverPortTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Test
	void portThatMovesWithTheInputSpeaksTheClassesOfTheWorker() throws Exception {
		try (WorkerPool pool = new WorkerPoolBuilder().size(1)
			.isolation(Isolation.CLASS_LOADER)
			.build("ports", new ClassLoaderWorkerRuntime(getClass().getClassLoader(), List.of(getClass().getName()),
					List.of(), NoBeans.FACTORY))) {
			MessageChannel channel = MessageChannel.create();
			channel.port1().postMessage(new Length(1));
			WorkerFuture<Integer> sum = pool.run(Adder.class, channel.port2(), TransferList.of(channel.port2()),
					TaskOptions.defaults());
			assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage(new Length(1)));
			channel.port1().postMessage(new Length(2));
			assertThat(channel.port1().receiveMessage(LONG)).isEqualTo(new ReceivedMessage(new Length(3)));
			channel.port1().postMessage(null);
			assertThat(sum.get()).isEqualTo(3);
		}
	}

	static final class Adder implements WorkerFunction<MessagePort, Integer> {

		@Override
		public Integer apply(MessagePort port) throws Exception {
			int sum = 0;
			for (Length length = next(port); length != null; length = next(port)) {
				sum += length.metres();
				port.postMessage(new Length(sum));
			}
			return sum;
		}

		private static Length next(MessagePort port) throws InterruptedException {
			ReceivedMessage message = port.receiveMessage(LONG);
			assertThat(message).isNotNull();
			return (Length) message.message();
		}

	}

	/**
	 * A value of which each side has a class of its own.
	 *
	 * @param metres how long
	 */
	record Length(int metres) {

	}

}
