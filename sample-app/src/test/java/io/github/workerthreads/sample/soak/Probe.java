package io.github.workerthreads.sample.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.VirtualMachine;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Measures what a desk holds on to, from outside. For one thread.
 */
final class Probe implements AutoCloseable {

	private static final Pattern NOT_COUNTED = Pattern.compile("RMI .*|JMX .*|process reaper.*|Attach Listener");

	private static final Pattern SHORT_LIVED = Pattern.compile("worker-\\w+-completion");

	private static final Duration SHORT_LIFE = Duration.ofSeconds(30);

	private final Process process;

	private final Path temporaryFiles;

	private final JMXConnector connector;

	Probe(Process process, Path temporaryFiles) throws Exception {
		this.process = process;
		this.temporaryFiles = temporaryFiles;
		VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
		try {
			this.connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
		}
		finally {
			machine.detach();
		}
	}

	Footprint measure() throws IOException {
		MBeanServerConnection server = this.connector.getMBeanServerConnection();
		MemoryMXBean memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
		// Once more for what is only found to be unreachable by the first
		memory.gc();
		memory.gc();
		long classes = ManagementFactory.getPlatformMXBean(server, ClassLoadingMXBean.class).getLoadedClassCount();
		return new Footprint(memory.getHeapMemoryUsage().getUsed(), metaspace(server), classes, threads(server),
				entries(Path.of("/proc/%d/fd".formatted(this.process.pid()))), this.process.descendants().count(),
				temporaryFiles(), sharedFiles());
	}

	/**
	 * Wait until threads have ended that are kept for some seconds after the last use.
	 * @throws ConditionTimeoutException if they do not end
	 */
	void awaitShortLivedThreads() {
		Awaitility.await()
			.atMost(SHORT_LIFE)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> threads(this.connector.getMBeanServerConnection()).keySet()
				.stream()
				.noneMatch((name) -> SHORT_LIVED.matcher(name).matches()));
	}

	private static long metaspace(MBeanServerConnection server) throws IOException {
		return ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("Metaspace"))
			.mapToLong((pool) -> pool.getUsage().getUsed())
			.sum();
	}

	private static Map<String, Long> threads(MBeanServerConnection server) throws IOException {
		ThreadMXBean threads = ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class);
		return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
			.filter(Objects::nonNull)
			.map(ThreadInfo::getThreadName)
			.filter((name) -> !NOT_COUNTED.matcher(name).matches())
			.collect(
					Collectors.groupingBy((name) -> name.replaceAll("\\d+", "#"), TreeMap::new, Collectors.counting()));
	}

	private static long entries(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.count();
		}
	}

	private long temporaryFiles() throws IOException {
		return leftFiles().size();
	}

	/**
	 * Return the temporary files of the desk, but for reports of crashes that were wanted
	 * and the cache of classes, which outlives it.
	 * @return the files and directories
	 * @throws IOException if they cannot be listed
	 */
	List<Path> leftFiles() throws IOException {
		Path cache = this.temporaryFiles.resolve("worker-threads-" + System.getProperty("user.name"));
		try (Stream<Path> files = Files.walk(this.temporaryFiles)) {
			return files
				.filter((file) -> !file.equals(this.temporaryFiles) && !file.startsWith(cache)
						&& !file.getFileName().toString().startsWith("hs_err_pid"))
				.toList();
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof NoSuchFileException) {
				return leftFiles(); // one went while they were listed
			}
			throw ex;
		}
	}

	/**
	 * Return how many files the desk has in shared memory.
	 * @return the number of files
	 * @throws IOException if they cannot be listed
	 */
	long sharedFiles() throws IOException {
		Path memory = Path.of("/dev/shm");
		if (!Files.isDirectory(memory)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(memory)) {
			return files
				.filter((file) -> file.getFileName()
					.toString()
					.startsWith("worker-threads-%d-".formatted(this.process.pid())))
				.count();
		}
	}

	/**
	 * Measure no more. What the application answers, which may have ended, is of no
	 * interest.
	 */
	@Override
	public void close() {
		try {
			this.connector.close();
		}
		catch (IOException ex) {
			System.out.println("The connection to the application's beans had ended: " + ex);
		}
	}

}
