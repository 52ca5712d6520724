package io.github.workerthreads.runaway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.termination.agent.WorkerThreadsAgent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that workers whose code has termination points end whatever it does, or are
 * reported as abandoned, under each garbage collector.
 */
@Timeout(330)
class RunawayTerminationTests {

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseZGC" })
	void everyRunawayEndsOrIsReportedAsAbandoned(String collector) throws Exception {
		assertAllEnd(Isolation.CLASS_LOADER, collector, "-Xmx256m");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseZGC" })
	void agentLetsEveryRunawayOfSharedClassesEnd(String collector, @TempDir Path folder) throws Exception {
		Map<String, String> states = assertAllEnd(Isolation.THREAD, collector, "-Xmx256m",
				"-javaagent:%s=%s,java.util.regex,java.math".formatted(agent(folder), Runaway.class.getPackageName()));
		assertThat(states).as("what another worker does meanwhile").containsEntry("BYSTANDER", "RUNS");
	}

	// Its classes are on the class path
	private static Path agent(Path folder) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().putValue("Premain-Class", WorkerThreadsAgent.class.getName());
		manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
		Path jar = folder.resolve("agent.jar");
		new JarOutputStream(Files.newOutputStream(jar), manifest).close();
		return jar;
	}

	private static Map<String, String> assertAllEnd(Isolation isolation, String... options) throws Exception {
		List<String> lines = RunawayProcess.run(isolation, options);
		System.out
			.println(isolation + " " + options[0] + lines.stream().collect(Collectors.joining("\n  ", "\n  ", "")));
		Map<String, String> states = lines.stream()
			.map((line) -> line.split(" "))
			.collect(Collectors.toMap((words) -> words[0], (words) -> words[1]));
		Map<String, String> expected = Arrays.stream(Runaway.values())
			.collect(Collectors.toMap(Runaway::name,
					(runaway) -> (runaway.isStoppable(isolation)) ? "TERMINATED" : "ABANDONED"));
		assertThat(states).containsAllEntriesOf(expected);
		assertThat(Integer.parseInt(states.get("HEARTBEAT"))).as("longest time that the whole JVM stood still, ms")
			.isLessThan(5_000);
		return states;
	}

}
