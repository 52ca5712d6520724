package io.github.workerthreads.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of what a person reads whose configuration is wrong: applications that fail to
 * start.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationFailureTests {

	@TempDir
	@SuppressWarnings("NullAway") // set by JUnit
	private Path directory;

	@Test
	void sizeOfZero(CapturedOutput output) {
		fail(Application.class, """
				worker-threads:
				  pools:
				    images:
				      size: 0
				""");
		assertThat(output).contains("A worker pool cannot be built as configured")
			.contains("Property: worker-threads.pools.images.size")
			.contains("Value: \"0\"")
			.containsPattern("Origin: .*application\\.yml.* - 4:13")
			.contains("Reason: 'size' must be from 1 to 1024 but was 0")
			.contains("Set 'worker-threads.pools.images.size' to a whole number from 1 to 1024, "
					+ "or remove it to have the default.");
	}

	@Test
	void sizeOutOfReachInDefaults(CapturedOutput output) {
		fail(Application.class, "worker-threads.defaults.size: 2000");
		assertThat(output).contains("Property: worker-threads.defaults.size")
			.contains("Reason: 'size' must be from 1 to 1024 but was 2000")
			.contains("Set 'worker-threads.defaults.size' to");
	}

	@Test
	void negativeQueueCapacity(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.queue-capacity: -1");
		assertThat(output).contains("Property: worker-threads.pools.images.queue-capacity")
			.contains("Value: \"-1\"")
			.contains("must be at least 0 but was -1")
			.contains("Set 'worker-threads.pools.images.queue-capacity' to the most calls that may wait, 0 or more");
	}

	@Test
	void leastSizeAboveTheSize(CapturedOutput output) {
		fail(Application.class, """
				worker-threads:
				  defaults:
				    min-size: 4
				  pools:
				    images:
				      size: 2
				    default:
				      size: 4
				""");
		assertThat(output).contains("Property: worker-threads.pools.images.min-size")
			.contains("Value: \"4\"")
			.contains("Reason: it is more than the pool's size, which is 2")
			.contains(
					"Set 'worker-threads.pools.images.min-size' to at most 2, or raise 'worker-threads.pools.images.size'.");
	}

	@Test
	void heapsOfProcessesBeyondTheLimit(CapturedOutput output) {
		fail(Application.class, """
				worker-threads:
				  process:
				    max-total-heap: 256MB
				  pools:
				    images:
				      isolation: process
				      size: 3
				      warm-spares: 1
				      min-size: 0
				      max-heap: 128MB
				""");
		assertThat(output).contains("Property: worker-threads.process.max-total-heap")
			.contains("Value: \"256MB\"")
			.contains("Reason: with the 4 workers and spares of 'worker-threads.pools.images' the heaps of all "
					+ "processes may come to 512 MB")
			.contains("Raise 'worker-threads.process.max-total-heap' to at least 512MB");
	}

	@Test
	void heapWithoutLimitAmongLimitedOnes(CapturedOutput output) {
		fail(Application.class, """
				worker-threads:
				  process.max-total-heap: 1GB
				  pools.images.isolation: process
				""");
		assertThat(output).contains("Property: worker-threads.pools.images.max-heap")
			.contains("Reason: it is not set")
			.contains("Set 'worker-threads.pools.images.max-heap', or remove");
	}

	@Test
	void negativeLimitOfAllHeaps(CapturedOutput output) {
		fail(Application.class, "worker-threads.process.max-total-heap: -1MB");
		assertThat(output).contains("Property: worker-threads.process.max-total-heap")
			.contains("must be 0 or more but was -1048576");
	}

	@Test
	void allowedTypeThatIsNone(CapturedOutput output) {
		fail(Application.class, "worker-threads.allowed-types: com.acme.Order, com.acme.orders.**");
		assertThat(output).contains("Property: worker-threads.allowed-types")
			.contains("must list names of classes, such as com.acme.Order, or packages, such as com.acme.*, "
					+ "but has 'com.acme.orders.**'");
	}

	@Test
	void heartbeatOfZero(CapturedOutput output) {
		fail(Application.class, "worker-threads.process.heartbeat: 0s");
		assertThat(output).contains("Property: worker-threads.process.heartbeat")
			.contains("Reason: 'heartbeat' must be at least one millisecond but was PT0S");
	}

	@Test
	void javaHomeWithoutJava(CapturedOutput output) {
		fail(Application.class, """
				worker-threads.pools.images:
				  isolation: process
				  java-home: /no/such/jdk
				""");
		assertThat(output).contains("Property: worker-threads.pools.images.java-home")
			.contains("Value: \"/no/such/jdk\"")
			.contains("Reason: there is no bin/java in it");
	}

	@Test
	void unknownPolicyOfFullQueues(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.when-full: discard");
		assertThat(output).contains("Property: worker-threads.pools.images.when-full")
			.contains("Value: \"discard\"")
			.contains("caller-runs");
	}

	@Test
	void restartWindowOfZero(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.restart.window: 0s");
		assertThat(output).contains("Property: worker-threads.pools.images.restart.window")
			.contains("Reason: 'window' must be longer than 0 but was PT0S")
			.contains("Set 'worker-threads.pools.images.restart.window' to a duration longer than 0, such as 1m");
	}

	@Test
	void negativeTimeout(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.timeout: -5s");
		assertThat(output).contains("Property: worker-threads.pools.images.timeout")
			.contains("Value: \"-5s\"")
			.contains("Reason: 'timeout' must not be negative")
			.contains("Set 'worker-threads.pools.images.timeout' to a duration such as 30s, or 0 for no limit");
	}

	@Test
	void negativeQueueTimeout(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.queue-timeout: -5s");
		assertThat(output).contains("Property: worker-threads.pools.images.queue-timeout")
			.contains("must not be negative")
			.contains("Set 'worker-threads.pools.images.queue-timeout' to a duration such as 30s, or 0 for no limit");
	}

	@Test
	void negativeTerminateGrace(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.terminate-grace: -1ms");
		assertThat(output).contains("Property: worker-threads.pools.images.terminate-grace")
			.contains("Value: \"-1ms\"")
			.contains("must not be negative")
			.contains("Set 'worker-threads.pools.images.terminate-grace' to a duration such as 5s, or 0 for none");
	}

	@Test
	void negativeDrainPeriod(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.shutdown.drain-period: -1m");
		assertThat(output).contains("Property: worker-threads.pools.images.shutdown.drain-period")
			.contains("Value: \"-1m\"")
			.contains("must not be negative")
			.contains("Set 'worker-threads.pools.images.shutdown.drain-period' to a duration such as 5s");
	}

	@Test
	void threadPriorityOutOfRange(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.thread-priority: 11");
		assertThat(output).contains("Property: worker-threads.pools.images.thread-priority")
			.contains("must be from 1 to 10 but was 11")
			.contains("Set 'worker-threads.pools.images.thread-priority' to a whole number from 1 to 10");
	}

	@Test
	void initializerThatDoesNotExist(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.initializer: com.acme.NoSuchClass");
		assertThat(output).contains("Property: worker-threads.pools.images.initializer")
			.contains("Value: \"com.acme.NoSuchClass\"")
			.contains("Reason: Could not find class [com.acme.NoSuchClass]")
			.contains("Set 'worker-threads.pools.images.initializer' to the name of a class that implements "
					+ "io.github.workerthreads.worker.WorkerInitializer");
	}

	@Test
	void initializerOfOtherType(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.initializer: java.lang.String");
		assertThat(output).contains("Property: worker-threads.pools.images.initializer")
			.contains("Reason: class java.lang.String is no io.github.workerthreads.worker.WorkerInitializer");
	}

	@Test
	void startTimeoutOfZero(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.start-timeout: 0s");
		assertThat(output).contains("Property: worker-threads.pools.images.start-timeout")
			.contains("must be longer than 0")
			.contains("Set 'worker-threads.pools.images.start-timeout' to a duration longer than 0, such as 30s");
	}

	@Test
	void unknownIsolation(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.isolation: submarine");
		assertThat(output).contains("Property: worker-threads.pools.images.isolation")
			.contains("Value: \"submarine\"")
			.containsPattern("Origin: .*application\\.yml.* - 1:40")
			.containsPattern("The following values are valid:\\s+class-loader\\s+process\\s+thread");
	}

	@Test
	void unknownSelfInvocation(CapturedOutput output) {
		fail(Application.class, "worker-threads.self-invocation: panic");
		assertThat(output).contains("Property: worker-threads.self-invocation")
			.contains("Value: \"panic\"")
			.containsPattern("The following values are valid:\\s+FAIL\\s+IGNORE\\s+WARN");
	}

	@Test
	void malformedDuration(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.timeout: soon");
		assertThat(output).contains("Property: worker-threads.pools.images.timeout")
			.contains("Value: \"soon\"")
			.contains("'soon' is not a valid duration");
	}

	@Test
	void malformedNumber(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools.images.size: many");
		assertThat(output).contains("Property: worker-threads.pools.images.size").contains("Value: \"many\"");
	}

	@Test
	void nameOfPoolWithBlanks(CapturedOutput output) {
		fail(Application.class, "worker-threads.pools[my pool].size: 2");
		assertThat(output).contains("Property: worker-threads.pools[my pool]")
			.contains("Reason: 'my pool' is not a name for a pool")
			.contains("Name the pool with letters, digits, dots, dashes and underscores only.");
	}

	@Test
	void twoPoolsOfOneName(CapturedOutput output) {
		fail(UnqualifiedPoolApplication.class, "worker-threads.pools.images.size: 2");
		assertThat(output).contains("Beans 'thumbnails' and 'imagesWorkerPool' are both worker pools named 'images'")
			.contains("annotate its @Bean method with @Qualifier(\"images\") or name it 'imagesWorkerPool'");
	}

	@Test
	void beanOfOtherTypeNamedLikeOurs(CapturedOutput output) {
		fail(OtherBeanApplication.class, "worker-threads.pools.images.size: 2");
		assertThat(output).contains("The bean 'imagesWorkerPool'").contains("could not be registered");
	}

	private void fail(Class<?> application, String yaml) {
		Path file = this.directory.resolve("application.yml");
		try {
			Files.writeString(file, yaml);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		SpringApplication springApplication = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.build();
		Throwable failure = catchThrowable(() -> springApplication.run("--spring.config.location=" + file.toUri()));
		assertThat(failure).isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WorkerThreadsAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WorkerThreadsAutoConfiguration.class)
	static class UnqualifiedPoolApplication {

		@Bean
		WorkerPool thumbnails(WorkerPoolBuilder builder, ThreadWorkerRuntime runtime) {
			return builder.build("images", runtime);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WorkerThreadsAutoConfiguration.class)
	static class OtherBeanApplication {

		@Bean
		String imagesWorkerPool() {
			return "not a pool";
		}

	}

}
