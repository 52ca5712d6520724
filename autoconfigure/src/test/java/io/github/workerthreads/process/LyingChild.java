package io.github.workerthreads.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.message.ProcessMessageCodec;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Introduction;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.SharedMemoryHandle;

/**
 * Process that is started as a worker but does not keep to the protocol.
 */
public final class LyingChild {

	private LyingChild() {
	}

	/**
	 * Be no worker.
	 * @param args what to do instead, and what a worker would get
	 * @throws Exception if the parent cannot be reached
	 */
	public static void main(String[] args) throws Exception {
		DataInputStream terms = new DataInputStream(System.in);
		Introduction parent = Introduction.read(terms);
		String lie = args[0];
		String token = parent.token();
		String shown = (lie.equals("token")) ? "0".repeat(token.length()) : token;
		long pid = ProcessHandle.current().pid() + ((lie.equals("pid")) ? 1 : 0);
		int version = Protocol.VERSION + ((lie.equals("version")) ? 1 : 0);
		Frame hello = new Frame(FrameType.HELLO, pid, version, Protocol.tokenBytes(shown));
		Line control = new Line(parent, hello, false);
		Line data = new Line(parent, hello, true);
		control.frames.read();
		if (lie.equals("never-ready")) {
			control.frames.write(new Frame(FrameType.PONG, 0, 0));
		}
		control.frames.write(new Frame(FrameType.READY, 0, 0));
		Frame first = nextCall(data);
		if (first != null) {
			// The one that is no user's
			String text = (lie.equals("first-call")) ? "no" : "ready?";
			data.frames.write(Frame.of(FrameType.RESULT, first.id(), 0, text(text)));
		}
		Frame call = nextCall(data);
		if (call != null) {
			answer(lie, call.id(), data, control);
		}
		// Until the parent ends this
		terms.read();
	}

	private static @Nullable Frame nextCall(Line data) throws IOException {
		Frame call = data.frames.read();
		while (call != null && call.type() != FrameType.CALL && call.type() != FrameType.SCRIPT) {
			call = data.frames.read();
		}
		return call;
	}

	private static ProcessMessage text(String text) {
		return new ProcessMessageCodec(new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults()))
			.encode(new String[] { "result" }, new Object[] { text });
	}

	private static void answer(String lie, long task, Line data, Line control) throws Exception {
		byte[] noise = new byte[5000];
		new Random(7).nextBytes(noise);
		switch (lie) {
			case "noise" -> data.write(noise);
			case "noise-on-control" -> control.write(noise);
			case "huge" -> data.write(header(Integer.MAX_VALUE, FrameType.RESULT, task));
			case "negative" -> data.write(header(-1, FrameType.RESULT, task));
			case "promise" -> data.write(header(60 << 20, FrameType.RESULT, task));
			case "ring-beyond" -> data.claim(SharedRingLayout.TAIL, data.tail() + SharedRingLayout.CAPACITY + 1);
			case "ring-backwards" -> data.claim(SharedRingLayout.TAIL, -1);
			case "ring-cut-short" -> data.cutShort();
			case "other-task" -> data.frames.write(new Frame(FrameType.RESULT, task + 1, 0));
			case "wrong-frame" -> data.frames.write(new Frame(FrameType.CALL, task, 0));
			case "noise-as-result" -> data.frames.write(new Frame(FrameType.RESULT, task, 0, noise));
			case "noise-as-failure" -> data.frames.write(new Frame(FrameType.FAILURE, task, 0, noise));
			case "noise-as-memory" -> data.frames.write(new Frame(FrameType.RESULT, task, 1, noise));
			case "port-unknown" -> data.frames.write(new Frame(FrameType.PORT_MESSAGE, 77, 0, noise));
			case "port-credit" -> data.frames.write(new Frame(FrameType.PORT_CREDIT, 0, 5));
			case "port-negative-credit" -> data.frames.write(new Frame(FrameType.PORT_CREDIT, 0, -1));
			case "port-flood" -> {
				for (int i = 0; i < 1025; i++) {
					data.frames.write(new Frame(FrameType.PORT_MESSAGE, 0, 0, noise));
				}
			}
			case "port-closed-twice" -> {
				data.frames.write(new Frame(FrameType.PORT_CLOSE, 0, 0));
				data.frames.write(new Frame(FrameType.PORT_CLOSE, 0, 0));
			}
			case "port-kind" -> data.frames.write(new Frame(FrameType.PORT_MESSAGE, 0, 9, noise));
			case "port-noise" -> data.frames.write(new Frame(FrameType.PORT_MESSAGE, 0, 1, noise));
			case "port-of-the-parents" -> data.frames.write(carrying("port", 2L, 8, 0L));
			case "port-with-endless-room" -> data.frames.write(carrying("port", 1L, Integer.MAX_VALUE, 0L));
			case "port-with-a-file" -> data.frames.write(carrying("memory", "/etc/hostname", 8, 0L));
			case "port-with-half-a-field" -> data.frames.write(carrying("port", 1L, 8));
			case "too-many-ports" -> {
				for (long port = 1; port < 10_000; port += 2) {
					data.frames.write(carrying("port", port, 8, 0L));
				}
			}
			case "post-in-another-name" -> data.frames.write(new Frame(FrameType.POST, 1, 0, new byte[17]));
			case "post-of-nobody" -> data.frames.write(new Frame(FrameType.POST, 1, 0, new byte[3]));
			case "answer-to-nothing" -> data.frames.write(new Frame(FrameType.POSTED, 1, 0));
			case "unreadable-message" -> {
				data.frames.write(new Frame(FrameType.PORT_MESSAGE, 0, 0, noise));
				data.frames.write(new Frame(FrameType.RESULT, task, 3));
				Frame said = control.frames.read();
				while (said != null && said.type() != FrameType.SHUTDOWN) {
					said = control.frames.read();
				}
				System.exit(0);
			}
			case "null-progress" -> data.frames.write(new Frame(FrameType.PROGRESS, task, 0, new byte[0]));
			default -> throw new IllegalArgumentException(lie);
		}
		if (lie.equals("promise")) {
			// A body that never comes
			data.channel.shutdownOutput();
		}
	}

	private static Frame carrying(Object... fields) {
		byte[] beside = new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults()).encode("frame",
				fields);
		byte[] body = ByteBuffer.allocate(4 + beside.length + 1).putInt(beside.length).put(beside).array();
		return new Frame(FrameType.PORT_MESSAGE, 0, 1, body);
	}

	private static byte[] header(int length, FrameType type, long task) {
		return ByteBuffer.allocate(17).putInt(length).put((byte) type.ordinal()).putLong(task).putInt(0).array();
	}

	/**
	 * Where the ring from a child to its parent has what, known by heart.
	 */
	private static final class SharedRingLayout {

		static final int CAPACITY = 1 << 20;

		static final int START = 384 + CAPACITY;

		static final int TAIL = START;

		static final int DATA = START + 384;

	}

	/**
	 * Connection, frame by frame or byte by byte.
	 */
	private static final class Line {

		private final SocketChannel channel;

		private final FrameChannel frames;

		private final @Nullable SharedMemory memory;

		Line(Introduction parent, Frame hello, boolean data) throws Exception {
			this.channel = SocketChannel.open(parent.address());
			FrameChannel plain = FrameChannel.of(this.channel, parent.maxBody(), new InterruptGate());
			plain.write(hello);
			SharedMemoryHandle handle = parent.memory();
			this.memory = (data && handle != null) ? SharedMemory.open(handle) : null;
			this.frames = (this.memory != null)
					? FrameChannel.of(this.memory, false, this.channel, false, parent.maxBody(), new InterruptGate())
					: plain;
		}

		void write(byte[] bytes) throws Exception {
			if (this.memory == null) {
				this.channel.write(ByteBuffer.wrap(bytes));
			}
			else {
				long tail = tail();
				this.memory.put(SharedRingLayout.DATA + (int) tail, bytes);
				claim(SharedRingLayout.TAIL, tail + bytes.length);
			}
		}

		long tail() {
			return Objects.requireNonNull(this.memory).atomicLongs().get(SharedRingLayout.TAIL);
		}

		void claim(int offset, long value) throws Exception {
			Objects.requireNonNull(this.memory).atomicLongs().set(offset, value);
			this.channel.write(ByteBuffer.allocate(1));
		}

		void cutShort() throws Exception {
			try (FileChannel file = FileChannel.open(openFile(), StandardOpenOption.WRITE)) {
				file.truncate(0);
			}
			this.channel.write(ByteBuffer.allocate(1));
		}

		// It has no name any more
		private static Path openFile() throws Exception {
			try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
				return open.filter(Line::isSharedMemory).findFirst().orElseThrow();
			}
		}

		private static boolean isSharedMemory(Path descriptor) {
			try {
				return Files.readSymbolicLink(descriptor).toString().contains(".shm");
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
