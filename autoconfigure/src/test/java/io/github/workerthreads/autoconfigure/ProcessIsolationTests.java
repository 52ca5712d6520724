package io.github.workerthreads.autoconfigure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

import io.github.workerthreads.isolated.Cashier;
import io.github.workerthreads.isolated.Order;
import io.github.workerthreads.isolated.OrderException;
import io.github.workerthreads.isolated.Orders;
import io.github.workerthreads.isolated.RemoteOrders;
import io.github.workerthreads.isolated.TariffConfiguration;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.TransferableBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that offloaded methods keep their contract on workers in processes of their own.
 */
@Timeout(120)
class ProcessIsolationTests {

	private static final Order ORDER = new Order("7", List.of("pen"));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkersContextAutoConfiguration.class,
				WorkerThreadsAutoConfiguration.class, OffloadAutoConfiguration.class))
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Orders.class.getPackageName()))
		.withPropertyValues("worker-threads.pools.isolated.isolation=process", "worker-threads.pools.isolated.size=1",
				"worker-threads.pools.isolated.max-heap=64MB",
				"worker-threads.pools.isolated.jvm-options=-XX:TieredStopAtLevel=1,-XX:+UseSerialGC",
				"shop.name=corner");

	@Test
	void workerHasAProcessAndBeansOfItsOwn() {
		run((orders, context) -> {
			assertThat(orders.pid()).isNotEqualTo(ProcessHandle.current().pid());
			assertThat(orders.count()).isEqualTo(1);
			assertThat(orders.count()).isEqualTo(2);
			assertThat(orders.shop()).isEqualTo("corner");
			context.getBean(WorkerPools.class).get("isolated").terminate(1).get();
			assertThat(orders.count()).isEqualTo(1);
		});
	}

	@Test
	void startOfAProcessTellsOthersNothing(@TempDir Path home) throws Exception {
		Path report = home.resolve("report");
		Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
		Files.writeString(java, """
				#!/bin/sh
				directory="$(dirname "${1#@}")"
				{ stat -c %%a "$directory"; cat "${1#@}"; tr '\\0' '\\n' <"/proc/$$/environ"; echo "$@"; } >'%s'
				exec '%s' "$@"
				""".formatted(report, Path.of(System.getProperty("java.home"), "bin", "java")));
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
		this.contextRunner.withBean("orders", RemoteOrders.class)
			.withPropertyValues("worker-threads.pools.isolated.java-home=" + home, "shop.name=told-to-no-other")
			.run((context) -> {
				assertThat(context.getBean(RemoteOrders.class).shop()).isEqualTo("told-to-no-other");
				assertThat(report).content()
					.startsWith("700\n")
					.contains("ChildMain")
					.doesNotContain("told-to-no-other")
					.doesNotContain("JAVA_TOOL_OPTIONS");
			});
	}

	@Test
	void memoryBetweenProcessesHasNoName() {
		Set<String> before = sharedFiles();
		run((orders, context) -> {
			assertThat(orders.pid()).isNotEqualTo(ProcessHandle.current().pid());
			assertThat(sharedFiles()).isSubsetOf(before);
		});
	}

	private static Set<String> sharedFiles() {
		Set<String> found = new HashSet<>();
		for (String directory : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
			String[] names = new File(directory).list();
			if (names != null) {
				Stream.of(names)
					.filter((name) -> name.startsWith("worker-threads-%d-".formatted(ProcessHandle.current().pid())))
					.forEach(found::add);
			}
		}
		return found;
	}

	@Test
	void limitsOfCallsAreNotThoseOfTheFirstStart() {
		this.contextRunner.withBean("orders", RemoteOrders.class)
			.withPropertyValues("worker-threads.pools.isolated.queue-timeout=1ms",
					"worker-threads.pools.isolated.timeout=1ms")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void argumentsAndResultsCrossInBothDirections() {
		run((orders, context) -> {
			assertThat(orders.add(ORDER, "ink")).isEqualTo(new Order("7", List.of("pen", "ink")));
			assertThat(ORDER.lines()).containsExactly("pen");
			assertThat(orders.table(new int[] { 1, 2 }, ORDER, ORDER))
				.isDeepEqualTo(new Order[][] { { ORDER, ORDER }, { new Order("sizes", List.of("1", "2")) } });
			byte[] bytes = new byte[3];
			assertThat(orders.fill(bytes)).containsExactly(42, 0, 0);
		});
	}

	@Test
	void sharedBufferMovesThereAndBackWithoutACopy() {
		run((orders, context) -> {
			SharedMemory memory = SharedMemory.allocate(1 << 20);
			try (SharedMemory seen = memory.duplicate()) {
				TransferableBuffer signed = orders.sign(TransferableBuffer.wrap(memory));
				assertThat(signed.getLong(0)).isEqualTo(orders.pid());
				signed.put(8, (byte) 5);
				assertThat(seen.get(8)).isEqualTo((byte) 5);
				signed.close();
			}
		});
	}

	@Test
	void futuresAndPublishersCarryTheCallersClasses() {
		run((orders, context) -> {
			assertThat(orders.later(ORDER).get()).isEqualTo(new Order("7 later", List.of("pen")));
			assertThat(orders.one(ORDER).block()).isEqualTo(new Order("7 once", List.of("pen")));
			StepVerifier.create(orders.many(1000).map(Order::id), 10)
				.expectNextCount(10)
				.thenRequest(Long.MAX_VALUE)
				.expectNextCount(989)
				.expectNext("number 999")
				.verifyComplete();
			StepVerifier.create(orders.emitted().map(Order::id)).expectNext("emitted", "returned").verifyComplete();
			StepVerifier.create(orders.endless().map(Order::id), 3).expectNext("0", "1", "2").thenCancel().verify();
			StepVerifier.create(orders.silent()).thenCancel().verify();
			StepVerifier.create(orders.failing())
				.expectNextCount(1)
				.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(OrderException.class));
			assertThat(orders.count()).isEqualTo(1);
		});
	}

	@Test
	void failureKeepsItsTypeFieldsCauseAndBothStacks() {
		run((orders, context) -> assertThatExceptionOfType(OrderException.class).isThrownBy(() -> orders.fail("9"))
			.withMessage("No order 9")
			.withCauseInstanceOf(IllegalStateException.class)
			.satisfies((failure) -> {
				assertThat(failure.id()).isEqualTo("9");
				assertThat(failure.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("fail"));
			}));
	}

	@Test
	void contextKeysGoWithTheCallAndStayWithNoOther() {
		run((orders, context) -> {
			MDC.put("traceId", "4711");
			MDC.put("user", "jane");
			try {
				assertThat(orders.trace()).isEqualTo("4711 null");
			}
			finally {
				MDC.clear();
			}
			assertThat(orders.trace()).isEqualTo("null null");
		});
	}

	@Test
	void timeoutKillsALoopAndTheNextCallHasANewWorker() {
		run((orders, context) -> {
			assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(orders::loop)
				.satisfies((failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.KILLED));
			assertThat(orders.count()).isEqualTo(1);
		});
	}

	@Test
	void missingBeanFailsTheStartAndSaysWhatToDo() {
		this.contextRunner.withBean("cashier", Cashier.class)
			.withUserConfiguration(TariffConfiguration.class)
			.withPropertyValues("tariff.per-line=3")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("bean 'cashier'")
				.hasMessageContaining("of type 'io.github.workerthreads.isolated.Tariff'")
				.hasMessageContaining("worker-threads.pools.isolated.sources"));
	}

	@Test
	void sourcesHaveTheBeansThatOffloadedBeansNeed() {
		this.contextRunner.withBean("cashier", Cashier.class)
			.withUserConfiguration(TariffConfiguration.class)
			.withPropertyValues("tariff.per-line=3",
					"worker-threads.pools.isolated.sources=" + TariffConfiguration.class.getName())
			.run((context) -> assertThat(context.getBean(Cashier.class).price(ORDER)).isEqualTo(3));
	}

	@Test
	void transferOfWhatCannotCrossFailsTheStart() {
		this.contextRunner.withBean("orders", Orders.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("has a parameter 'stream' with @Transfer that cannot go to another process")
				.hasMessageContaining("has a result with @Transfer that cannot go to another process"));
	}

	@Test
	void jvmThatCannotStartFailsTheStartAndSaysWhy() {
		this.contextRunner.withBean("orders", RemoteOrders.class)
			.withPropertyValues("worker-threads.pools.isolated.jvm-options=-XX:+NoSuchOption",
					"worker-threads.pools.isolated.restart.intensity=0")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("NoSuchOption"));
	}

	private void run(Body body) {
		Consumer<AssertableApplicationContext> consumer = (context) -> {
			try {
				body.run(context.getBean(RemoteOrders.class), context);
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		};
		this.contextRunner.withBean("orders", RemoteOrders.class).run(consumer::accept);
	}

	@FunctionalInterface
	private interface Body {

		void run(RemoteOrders orders, AssertableApplicationContext context) throws Exception;

	}

}
