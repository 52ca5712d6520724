package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.ProcessTransport;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;
import io.github.workerthreads.runtime.protocol.InterruptGate;
import io.github.workerthreads.runtime.protocol.Protocol;
import io.github.workerthreads.runtime.protocol.ProtocolException;
import io.github.workerthreads.runtime.protocol.WorkerConfiguration;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

/**
 * Starts the processes of workers. Thread-safe.
 */
final class ChildLauncher {

	private static final int LONGEST_SOCKET_NAME = 100;

	private static final Duration TRAINING = Duration.ofMinutes(2);

	private final ChildClassPath classPath;

	private final Function<WorkerSettings, WorkerConfiguration> configurations;

	private final int maxMessageBytes;

	private final ProcessOptions options;

	private final HeapBudget budget;

	private final @Nullable ClassArchives archives;

	/**
	 * Create a launcher.
	 * @param classPath what processes have on their class path
	 * @param configurations what processes learn of their workers
	 * @param maxMessageBytes the most bytes of a message
	 * @param options options of all of them
	 * @param archives what makes later ones start faster, or {@code null} for nothing
	 */
	ChildLauncher(ChildClassPath classPath, Function<WorkerSettings, WorkerConfiguration> configurations,
			int maxMessageBytes, ProcessOptions options, @Nullable ClassArchives archives) {
		this.classPath = classPath;
		this.configurations = configurations;
		this.maxMessageBytes = maxMessageBytes;
		this.options = options;
		this.budget = new HeapBudget(options.maxTotalHeapBytes());
		this.archives = archives;
	}

	/**
	 * Start the process of a worker and wait until it is ready.
	 * @param settings the settings of the worker
	 * @param gate keeps interrupts from the thread that uses the data connection
	 * @param started hears of the process before it is ready
	 * @return the connections to it
	 * @throws IOException if it cannot be started
	 * @throws RuntimeException why it cannot be such a worker, or how it has ended
	 */
	ChildConnection launch(WorkerSettings settings, InterruptGate gate, Consumer<ChildProcess> started)
			throws IOException {
		JavaHome javaHome = javaHome(settings);
		List<Path> entries = this.classPath.entries();
		ClassArchive archive = (this.archives != null)
				? this.archives.find(javaHome, this.classPath, settings.process().jvmOptions()) : ClassArchive.NONE;
		ChildConnection connection = launchInBudget(settings, new ChildCommand(javaHome, entries, archive.options()),
				gate, started);
		if (this.archives != null) {
			this.archives.make(archive, (options) -> train(settings, new ChildCommand(javaHome, entries, options)));
		}
		return connection;
	}

	private static JavaHome javaHome(WorkerSettings settings) {
		return new JavaHome(Path
			.of(Objects.requireNonNullElseGet(settings.process().javaHome(), () -> ThisJvm.property("java.home"))));
	}

	private ChildConnection launchInBudget(WorkerSettings settings, ChildCommand command, InterruptGate gate,
			Consumer<ChildProcess> started) throws IOException {
		Runnable giveBack = this.budget.reserve(settings);
		try {
			return launch(settings, command, gate, (process) -> {
				process.onExit(giveBack);
				started.accept(process);
			});
		}
		catch (IOException | RuntimeException ex) {
			giveBack.run();
			throw ex;
		}
	}

	// A child that ends as soon as it is ready for calls, of beans too
	private void train(WorkerSettings settings, ChildCommand command) throws IOException {
		ChildConnection connection = launch(settings, command, new InterruptGate(), (process) -> {
		});
		try {
			Rehearsal.train(connection.data());
			if (this.configurations.apply(settings).environment() != null) {
				Rehearsal.callBean(connection.data());
			}
			Rehearsal.ask(connection.control());
			connection.control().write(new Frame(FrameType.SHUTDOWN, 0, 0));
			connection.process().awaitEnd(TRAINING.toNanos());
		}
		finally {
			connection.close();
		}
	}

	private ChildConnection launch(WorkerSettings settings, ChildCommand command, InterruptGate gate,
			Consumer<ChildProcess> started) throws IOException {
		Path directory = directory();
		try {
			boolean unix = this.options.transport() != ProcessTransport.TCP;
			try (ChildSocket socket = new ChildSocket(directory, unix, this.maxMessageBytes + Protocol.OVERHEAD)) {
				ChildProcess process = ChildProcess.start(settings.name(), command.builder(settings, directory));
				started.accept(process);
				return connect(process, socket, settings, gate);
			}
		}
		finally {
			ChildConnection.delete(directory);
		}
	}

	private ChildConnection connect(ChildProcess process, ChildSocket socket, WorkerSettings settings,
			InterruptGate gate) throws IOException {
		SharedMemory memory = (this.options.transport() == ProcessTransport.SHARED_MEMORY)
				? SharedMemory.allocate(FrameChannel.SHARED_BYTES) : null;
		try {
			return connect(process, socket, settings, memory, gate);
		}
		catch (IOException | RuntimeException ex) {
			if (memory != null) {
				memory.close();
			}
			throw ex;
		}
	}

	private ChildConnection connect(ChildProcess process, ChildSocket socket, WorkerSettings settings,
			@Nullable SharedMemory memory, InterruptGate gate) throws IOException {
		try {
			ChildConnection connection = ChildConnection.open(process, socket, memory, this.options.spins(), gate);
			try {
				connection.configure(this.configurations.apply(settings));
				Rehearsal.run(connection.data());
				if (memory != null) {
					// Both sides have it: nothing is left if both are killed
					Files.deleteIfExists(Path.of(memory.handle().file()));
				}
				return connection;
			}
			catch (IOException | RuntimeException ex) {
				connection.close();
				throw ex;
			}
		}
		catch (ProtocolException ex) {
			process.kill(Reason.PROTOCOL);
			throw process.explainEnd(ex);
		}
		catch (IOException ex) {
			throw process.explainEnd(ex);
		}
		catch (RuntimeException ex) {
			process.awaitEnd(0);
			throw ex;
		}
	}

	// The name of a socket must be short
	private static Path directory() throws IOException {
		Path directory = Files.createTempDirectory("wt");
		if (directory.toAbsolutePath().toString().length() <= LONGEST_SOCKET_NAME) {
			return directory;
		}
		Files.delete(directory);
		for (String base : List.of("/tmp", "/var/tmp")) {
			if (Files.isWritable(Path.of(base))) {
				return Files.createTempDirectory(Path.of(base), "wt");
			}
		}
		throw new IOException(
				"The temporary directory '%s' has too long a name for a socket in it: at most %d characters"
					.formatted(System.getProperty("java.io.tmpdir"), LONGEST_SOCKET_NAME));
	}

}
