package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link Heartbeat}.
 */
@Timeout(60)
class HeartbeatTests {

	private final ChildConnection connection = mock(ChildConnection.class);

	private final ChildProcess process = mock(ChildProcess.class);

	private final FrameChannel control = mock(FrameChannel.class);

	private final ProcessEnd end = mock(ProcessEnd.class);

	private final BlockingQueue<Frame> said = new LinkedBlockingQueue<>();

	private final Heartbeat heartbeat = new Heartbeat(this.connection);

	@BeforeEach
	void connect() throws IOException {
		given(this.connection.process()).willReturn(this.process);
		given(this.connection.control()).willReturn(this.control);
		given(this.process.end()).willReturn(this.end);
		given(this.control.read()).willAnswer((invocation) -> {
			Frame frame = this.said.take();
			return (frame.type() == FrameType.SHUTDOWN) ? null : frame;
		});
	}

	@Test
	void childThatOwesASignOfLifeIsKilledAfterItsTicks() throws Exception {
		// The first one asks
		tick(Heartbeat.TICKS);
		then(this.process).should(never()).kill(any());
		then(this.control).should(times(1)).write(any());
		tick(1);
		then(this.process).should().kill(Reason.UNRESPONSIVE);
	}

	@Test
	void answerLetsTheNextTickAskAnew() throws Exception {
		this.heartbeat.startReading("worker-test-1");
		for (int i = 1; i <= 3; i++) {
			tick(Heartbeat.TICKS);
			this.said.add(new Frame(FrameType.PONG, i, Protocol.PLAIN_PING));
			long bytes = i;
			Awaitility.await().until(() -> Long.valueOf(bytes).equals(this.heartbeat.usedHeapBytes()));
		}
		then(this.process).should(never()).kill(any());
		then(this.control).should(times(3)).write(any());
		this.said.add(new Frame(FrameType.SHUTDOWN, 0, 0));
	}

	@Test
	void childThatSaysSomethingElseHasItsTicksAgain() throws Exception {
		this.heartbeat.startReading("worker-test-1");
		tick(Heartbeat.TICKS);
		this.said.add(new Frame(FrameType.EXITING, 0, 0));
		Awaitility.await().untilAsserted(() -> then(this.end).should().saidExiting());
		tick(Heartbeat.TICKS - 1);
		then(this.process).should(never()).kill(any());
		tick(1);
		then(this.process).should().kill(Reason.UNRESPONSIVE);
		this.said.add(new Frame(FrameType.SHUTDOWN, 0, 0));
	}

	@Test
	void endOfTheConnectionIsTheLastThatTheChildSays() {
		this.heartbeat.startReading("worker-test-1");
		then(this.end).should().expectsMore();
		then(this.end).should(never()).saidAll();
		this.said.add(new Frame(FrameType.SHUTDOWN, 0, 0));
		Awaitility.await().untilAsserted(() -> then(this.end).should().saidAll());
	}

	private void tick(int times) {
		for (int i = 0; i < times; i++) {
			this.heartbeat.tick();
		}
	}

}
