package io.github.workerthreads.termination;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.Opcodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenResources} and {@link TrackingMethodVisitor}: sockets and channels
 * that woven code opens or uses are closed when the worker is terminated.
 */
@Timeout(60)
class OpenResourcesTests {

	private final WovenLoader loader = new WovenLoader(PointStyle.CALL_SITE, Opening.class, Accepting.class,
			Connecting.class, QuietSocket.class);

	@Test
	void channelThatWorkOpenedIsClosed() throws Exception {
		Selector selector = (Selector) this.loader.create(Opening.class, Callable.class).call();
		assertThat(selector.isOpen()).isTrue();
		this.loader.terminationSwitch().turnOn(Duration.ofHours(1));
		Awaitility.await().until(() -> !selector.isOpen());
	}

	@Test
	void channelThatIsOpenedWhileWorkCleansUpIsClosedAtOnce() throws Exception {
		Callable<?> opening = this.loader.create(Opening.class, Callable.class);
		this.loader.terminationSwitch().excuseCurrentThread();
		this.loader.terminationSwitch().turnOn(Duration.ofHours(1));
		assertThat(((Selector) opening.call()).isOpen()).isFalse();
	}

	@Test
	@SuppressWarnings("unchecked")
	void socketThatWorkWaitsOnIsClosed() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Function<ServerSocket, Exception> accepting = this.loader.create(Accepting.class, Function.class);
			FutureTask<Exception> end = new FutureTask<>(() -> accepting.apply(server));
			Thread thread = new Thread(end);
			thread.start();
			Awaitility.await().until(() -> isIn(thread, "accept"));
			this.loader.terminationSwitch().turnOn(Duration.ofHours(1));
			assertThat(end.get()).hasMessageContaining("closed");
			assertThat(server.isClosed()).isTrue();
		}
	}

	private static boolean isIn(Thread thread, String method) {
		for (StackTraceElement element : thread.getStackTrace()) {
			if (element.getClassName().startsWith("sun.nio.") && element.getMethodName().equals(method)) {
				return true;
			}
		}
		return false;
	}

	@Test
	@SuppressWarnings("unchecked")
	void socketOfASubclassIsClosedAndItsOwnMethodsStillCallThoseOfTheJdk() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket socket = this.loader.create(QuietSocket.class, Socket.class)) {
			Function<Socket, InputStream> connecting = this.loader.create(Connecting.class, Function.class);
			socket.bind(null);
			socket.connect(server.getLocalSocketAddress());
			assertThat(connecting.apply(socket)).isNotNull();
			assertThat(socket.isClosed()).isFalse();
			this.loader.terminationSwitch().turnOn(Duration.ofHours(1));
			Awaitility.await().until(socket::isClosed);
		}
	}

	@Test
	void pointsOfThreadsTrackNothing() throws Exception {
		byte[] classFile = WovenLoader.classFile(Opening.class.getName());
		assertThat(Instructions.of(new TerminationWeaver(PointStyle.FLAG).weave(classFile), "call"))
			.contains(String.valueOf(Opcodes.INVOKEDYNAMIC))
			.doesNotContain(String.valueOf(Opcodes.INVOKESTATIC));
		assertThat(Instructions.of(TerminationWeaver.ofThreads(PointStyle.FLAG).weave(classFile), "call"))
			.contains(String.valueOf(Opcodes.INVOKESTATIC))
			.doesNotContain(String.valueOf(Opcodes.INVOKEDYNAMIC));
	}

	@Test
	void resourceThatFailsToCloseKeepsNoOtherOpen() throws Exception {
		OpenResources resources = new OpenResources("Worker 'a'");
		CountDownLatch closed = new CountDownLatch(3);
		List<Closeable> open = new ArrayList<>();
		open.add(() -> {
			closed.countDown();
			throw new IOException("refused");
		});
		open.add(() -> {
			closed.countDown();
			throw new IllegalStateException("refused");
		});
		open.add(closed::countDown);
		open.forEach((resource) -> assertThat(resources.add(resource)).isSameAs(resource));
		assertThat(resources.add("no resource")).isEqualTo("no resource");
		resources.closeAll();
		closed.await();
	}

	@Test
	void closingThatBlocksKeepsNeitherTheCallerNorTheJvm() throws Exception {
		OpenResources resources = new OpenResources("Worker 'a'");
		FutureTask<Thread> closer = new FutureTask<>(Thread::currentThread);
		CountDownLatch release = new CountDownLatch(1);
		Closeable blocking = () -> {
			closer.run();
			Awaitility.await().until(() -> release.getCount() == 0);
		};
		resources.add(blocking);
		resources.closeAll();
		assertThat(closer.get()).isNotSameAs(Thread.currentThread())
			.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue())
			.satisfies((thread) -> assertThat(thread.getName()).isEqualTo("Worker 'a' closes"));
		release.countDown();
	}

	static final class Opening implements Callable<Selector> {

		@Override
		public Selector call() throws IOException {
			return Selector.open();
		}

	}

	static final class Accepting implements Function<ServerSocket, Exception> {

		@Override
		public Exception apply(ServerSocket server) {
			try (Socket accepted = server.accept()) {
				return new IllegalStateException("%s came".formatted(accepted));
			}
			catch (IOException ex) {
				return ex;
			}
		}

	}

	static final class Connecting implements Function<Socket, InputStream> {

		@Override
		public InputStream apply(Socket socket) {
			try {
				return socket.getInputStream();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static final class QuietSocket extends Socket {

		@Override
		public void connect(SocketAddress endpoint) throws IOException {
			super.connect(new InetSocketAddress(((InetSocketAddress) endpoint).getAddress(),
					((InetSocketAddress) endpoint).getPort()));
		}

	}

}
