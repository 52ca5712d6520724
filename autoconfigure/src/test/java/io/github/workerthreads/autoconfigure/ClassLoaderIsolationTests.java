package io.github.workerthreads.autoconfigure;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
import io.github.workerthreads.isolated.TariffConfiguration;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that offloaded methods keep their contract on workers with classes and beans of
 * their own.
 */
@Timeout(120)
class ClassLoaderIsolationTests {

	private static final Order ORDER = new Order("7", List.of("pen"));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, OffloadAutoConfiguration.class))
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Orders.class.getPackageName()))
		.withPropertyValues("worker-threads.pools.isolated.isolation=class-loader",
				"worker-threads.pools.isolated.size=1", "worker-threads.pools.isolated.terminate-grace=4s",
				"shop.name=corner");

	@Test
	void workerHasClassesStaticsAndBeansOfItsOwn() {
		run((orders, context) -> {
			assertThat(orders.loader()).matches("worker-isolated-1@\\d+ worker-isolated-1");
			assertThat(orders.count()).isEqualTo(1);
			assertThat(orders.count()).isEqualTo(2);
			assertThat(orders.shop()).isEqualTo("corner");
			context.getBean(WorkerPools.class).get("isolated").terminate(1).get();
			assertThat(orders.count()).isEqualTo(1);
			assertThat(orders.loader()).endsWith("worker-isolated-2");
		});
	}

	@Test
	void argumentsAndResultsCrossInBothDirections() {
		run((orders, context) -> {
			assertThat(orders.add(ORDER, "ink")).isEqualTo(new Order("7", List.of("pen", "ink")));
			assertThat(orders.add(ORDER, "cap").lines()).containsExactly("pen", "ink", "cap");
			assertThat(ORDER.lines()).containsExactly("pen");
			assertThat(orders.table(new int[] { 1, 2 }, ORDER, ORDER))
				.isDeepEqualTo(new Order[][] { { ORDER, ORDER }, { new Order("sizes", List.of("1", "2")) } });
			assertThat(orders.lambdas(3)).isEqualTo("0,1,2");
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
	void transferredValuesOfSharedTypesAreHandedOver() {
		run((orders, context) -> {
			byte[] bytes = new byte[3];
			assertThat(orders.fill(bytes)).containsExactly(42, 0, 0);
			assertThat(bytes[0]).isEqualTo((byte) 42);
			byte[] text = "text".getBytes(StandardCharsets.UTF_8);
			assertThat(orders.length(new ByteArrayInputStream(text))).isEqualTo(4);
			assertThat(orders.open("text")).hasSameContentAs(new ByteArrayInputStream(text));
		});
	}

	@Test
	void timeoutStopsALoopAndTheNextCallHasANewWorker() {
		run((orders, context) -> {
			assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(orders::loop)
				.satisfies((failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.TERMINATED));
			assertThat(orders.count()).isEqualTo(1);
		});
	}

	@Test
	void classesAndBeansOfAnEndedWorkerAreGone() {
		run((orders, context) -> {
			System.getProperties().remove("orders.destroyed");
			WorkerPool pool = context.getBean(WorkerPools.class).get("isolated");
			orders.add(ORDER, "ink");
			orders.later(ORDER).get();
			WeakReference<ClassLoader> loader = new WeakReference<>(workerLoader());
			pool.terminate(1).get();
			assertThat(System.getProperties()).containsEntry("orders.destroyed", 1);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				System.gc();
				return loader.refersTo(null);
			});
		});
	}

	private static ClassLoader workerLoader() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("worker-isolated-1"))
			.findFirst()
			.orElseThrow()
			.getContextClassLoader();
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
		for (String source : List.of(TariffConfiguration.class.getName(), Orders.class.getPackageName())) {
			this.contextRunner.withBean("cashier", Cashier.class)
				.withUserConfiguration(TariffConfiguration.class)
				.withPropertyValues("tariff.per-line=3", "worker-threads.pools.isolated.sources=" + source)
				.run((context) -> assertThat(context.getBean(Cashier.class).price(ORDER)).isEqualTo(3));
		}
	}

	@Test
	void unknownSourceOrPackageFailsTheStart() {
		this.contextRunner.withPropertyValues("worker-threads.pools.isolated.sources=com.acme.nowhere")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("worker-threads.pools.isolated.sources")
				.hasMessageContaining("there is neither a class nor a package 'com.acme.nowhere'"));
		this.contextRunner.withPropertyValues("worker-threads.pools.isolated.isolate=com/acme")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("worker-threads.pools.isolated.isolate")
				.hasMessageContaining("'com/acme'"));
	}

	private void run(Body body) {
		Consumer<AssertableApplicationContext> consumer = (context) -> {
			try {
				body.run(context.getBean(Orders.class), context);
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		};
		this.contextRunner.withBean("orders", Orders.class).run(consumer::accept);
	}

	@FunctionalInterface
	private interface Body {

		void run(Orders orders, AssertableApplicationContext context) throws Exception;

	}

}
