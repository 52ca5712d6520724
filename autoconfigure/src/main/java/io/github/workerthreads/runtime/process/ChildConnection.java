package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Introduction;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.WorkerConfiguration;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Both connections to the process of one worker.
 */
final class ChildConnection {

	private final ChildProcess process;

	private final FrameChannel control;

	private final FrameChannel data;

	private ChildConnection(ChildProcess process, FrameChannel control, FrameChannel data) {
		this.process = process;
		this.control = control;
		this.data = data;
	}

	/**
	 * Connect.
	 * @param process the process, which was just started
	 * @param socket the socket to which it connects
	 * @param memory shared memory for the data connection, which is closed with it; or
	 * {@code null} for none
	 * @param spins whether both sides look for frames for a moment before they sleep
	 * @param gate keeps interrupts from the thread that uses the data connection
	 * @return the connections
	 * @throws IOException if the process has ended, or something else has connected
	 */
	static ChildConnection open(ChildProcess process, ChildSocket socket, @Nullable SharedMemory memory, boolean spins,
			InterruptGate gate) throws IOException {
		process.onExit(() -> close(socket));
		process.introduce(new Introduction(socket.address(), socket.token(), socket.maxBody(),
				(memory != null) ? memory.handle() : null, spins));
		FrameChannel control = FrameChannel.of(socket.accept(process.pid()), socket.maxBody(), new InterruptGate());
		try {
			SocketChannel connection = socket.accept(process.pid());
			FrameChannel data = (memory != null)
					? FrameChannel.of(memory, true, connection, spins, socket.maxBody(), gate)
					: FrameChannel.of(connection, socket.maxBody(), gate);
			process.onExit(data::otherSideEnded);
			return new ChildConnection(process, control, data);
		}
		catch (IOException | RuntimeException ex) {
			control.close();
			throw ex;
		}
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			// What is left goes with its directory
		}
	}

	/**
	 * Have the process make its worker.
	 * @param configuration what the worker is to be
	 * @throws IOException if the process has ended
	 * @throws RuntimeException why it cannot make it
	 */
	void configure(WorkerConfiguration configuration) throws IOException {
		this.control.write(new Frame(FrameType.CONFIGURE, 0, 0, configuration.toBytes()));
		Frame answer = this.control.read();
		if (answer == null) {
			throw new IOException("The process has ended");
		}
		if (answer.type() == FrameType.REFUSED) {
			Throwable reason = new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults())
				.decodeFailure(answer.body());
			throw (reason instanceof RuntimeException exception) ? exception : new IllegalStateException(reason);
		}
		if (answer.type() != FrameType.READY) {
			throw new ProtocolException("The first frame of a worker was %s".formatted(answer.type()));
		}
	}

	ChildProcess process() {
		return this.process;
	}

	FrameChannel control() {
		return this.control;
	}

	FrameChannel data() {
		return this.data;
	}

	/**
	 * End the connections.
	 */
	void close() {
		close(this.data);
		close(this.control);
	}

	/**
	 * Remove a directory with the files in it.
	 * @param directory the directory, or {@code null}
	 */
	static void delete(@Nullable Path directory) {
		if (directory == null) {
			return;
		}
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.deleteIfExists(file);
			}
			Files.deleteIfExists(directory);
		}
		catch (IOException ex) {
			System.getLogger(ChildConnection.class.getName())
				.log(System.Logger.Level.WARNING, "Directory %s could not be removed: %s".formatted(directory, ex));
		}
	}

}
