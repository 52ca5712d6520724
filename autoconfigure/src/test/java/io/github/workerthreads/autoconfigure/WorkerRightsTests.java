package io.github.workerthreads.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.WorkerFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what code on a worker of each isolation can reach, which docs/security.md
 * tells.
 */
@Timeout(60)
class WorkerRightsTests {

	private static final String PROPERTY = WorkerRightsTests.class.getName();

	private static String changed = "";

	@TempDir
	private Path folder;

	@Test
	void workerOnAThreadReachesAllOfTheApplication() throws Exception {
		changed = "no";
		assertReads("thread");
		assertThat(changed).isEqualTo("by a worker");
		assertThat(System.clearProperty(PROPERTY)).isEqualTo("by a worker");
	}

	@Test
	void workerWithClassesOfItsOwnReachesWhatAllOfTheJvmShares() throws Exception {
		changed = "no";
		assertReads("class-loader");
		assertThat(changed).isEqualTo("no");
		assertThat(System.clearProperty(PROPERTY)).isEqualTo("by a worker");
	}

	@Test
	void workerInAProcessReachesWhatTheUserMayAndNotTheApplication() throws Exception {
		changed = "no";
		assertReads("process");
		assertThat(changed).isEqualTo("no");
		assertThat(System.getProperty(PROPERTY)).isNull();
	}

	private void assertReads(String isolation) throws Exception {
		Path file = Files.writeString(this.folder.resolve("file"), "of this user");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkersContextAutoConfiguration.class, WorkerThreadsAutoConfiguration.class))
			.withPropertyValues("worker-threads.pools.reach.isolation=" + isolation,
					"worker-threads.pools.reach.size=1",
					"worker-threads.pools.reach.isolate=" + WorkerRightsTests.class.getPackageName())
			.run((context) -> assertThat(
					context.getBean(WorkerPools.class).get("reach").run(Reach.class, file.toString()).get())
				.isEqualTo("of this user"));
	}

	static class Reach implements WorkerFunction<String, String> {

		@Override
		public String apply(String file) throws Exception {
			changed = "by a worker";
			System.setProperty(PROPERTY, "by a worker");
			return Files.readString(Path.of(file));
		}

	}

}
