package io.github.workerthreads.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no worker outlives the process that started it.
 */
@Timeout(180)
class OrphanTests {

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseSerialGC", "-XX:+UseG1GC" })
	void workersEndWithTheirParentThoughItIsKilled(String collector) throws Exception {
		Process parent = start(List.of(), collector);
		try (BufferedReader lines = parent.inputReader()) {
			List<ProcessHandle> workers = workers(lines);
			// The loops are compiled by then
			Awaitility.await()
				.atMost(Duration.ofSeconds(120))
				.until(() -> workers.stream().filter((worker) -> cpuTime(worker).toMillis() > 2500).count() == 2);
			long killed = System.nanoTime();
			parent.destroyForcibly();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(2))
				.atMost(Duration.ofSeconds(10))
				.until(() -> workers.stream().noneMatch(OrphanTests::runs));
			System.out.printf("%s: the last worker ended %d ms after its parent was killed%n", collector,
					Duration.ofNanos(System.nanoTime() - killed).toMillis());
			assertThat(workers).hasSize(4);
		}
		finally {
			parent.destroyForcibly();
		}
	}

	/**
	 * What a terminal does on Ctrl-C: it interrupts all processes of the group. What runs
	 * in the background, as a build may, ignores the signal unless told otherwise.
	 */
	@Test
	void interruptOfTheProcessGroupIsLeftToTheParentWhichStartsNoWorkerAnew() throws Exception {
		Process parent = start(List.of("env", "--default-signal=INT", "setsid", "--wait"), "-XX:+UseSerialGC");
		try (BufferedReader lines = parent.inputReader()) {
			List<ProcessHandle> workers = workers(lines);
			long group = workers.get(0).parent().orElseThrow().pid();
			assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + group).start().waitFor()).isZero();
			assertThat(lines.lines().toList()).as("what the parent prints as it ends")
				.containsExactly("closing, the workers live: true", "closed, workers that were started anew: 0");
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> workers.stream().noneMatch(OrphanTests::runs));
		}
		finally {
			parent.destroyForcibly();
		}
	}

	private static Process start(List<String> launcher, String collector) throws IOException {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), ParentProcess.class.getName(), collector));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
	}

	private static List<ProcessHandle> workers(BufferedReader lines) throws IOException {
		String line = lines.readLine();
		while (!line.startsWith("pids ")) {
			line = lines.readLine();
		}
		return Arrays.stream(line.substring(5).split(" "))
			.map((pid) -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
			.toList();
	}

	// An ended process whose parent has ended before stays in the table until the first
	// process of the system looks after it
	private static boolean runs(ProcessHandle process) {
		try {
			return process.isAlive()
					&& !Files.readString(Path.of("/proc/%d/stat".formatted(process.pid()))).contains(") Z ");
		}
		catch (IOException ex) {
			return process.isAlive();
		}
	}

	private static Duration cpuTime(ProcessHandle process) {
		return process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

}
