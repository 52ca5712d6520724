package io.github.workerthreads.runtime.classloader;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that workers on the class-loader rung end whatever their code does, or are
 * reported as abandoned, under each garbage collector.
 */
@Timeout(180)
class RunawayTerminationTests {

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseZGC" })
	void everyRunawayEndsOrIsReportedAsAbandoned(String collector) throws Exception {
		List<String> lines = RunawayProcess.run(collector, "-Xmx256m");
		System.out.println(collector + lines.stream().collect(Collectors.joining("\n  ", "\n  ", "")));
		Map<String, String> states = lines.stream()
			.map((line) -> line.split(" "))
			.collect(Collectors.toMap((words) -> words[0], (words) -> words[1]));
		Map<String, String> expected = Arrays.stream(Runaway.values())
			.collect(
					Collectors.toMap(Runaway::name, (runaway) -> (runaway.isStoppable()) ? "TERMINATED" : "ABANDONED"));
		assertThat(states).containsAllEntriesOf(expected);
		assertThat(Integer.parseInt(states.get("HEARTBEAT"))).as("longest time that the whole JVM stood still, ms")
			.isLessThan(5_000);
	}

}
