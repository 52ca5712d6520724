package io.github.workerthreads.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ByteArrayResource;

import io.github.workerthreads.pool.PoolListener;
import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.RestartPolicy;
import io.github.workerthreads.pool.TaskOutcome;
import io.github.workerthreads.pool.WhenFull;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPoolCustomizer;
import io.github.workerthreads.pool.WorkerPoolOptions;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerThreadsAutoConfiguration} and the beans that
 * {@link WorkerPoolRegistrar} adds.
 */
class WorkerThreadsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class));

	@Test
	void defaultPoolExistsWithoutConfiguration() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(WorkerPool.class).hasBean("workerPool");
			WorkerPool pool = context.getBean(WorkerPool.class);
			assertThat(pool.name()).isEqualTo("default");
			assertThat(pool.options()).isEqualTo(new WorkerPoolBuilder().options());
			assertThat(pool.submit(() -> "done").get()).isEqualTo("done");
		});
	}

	@Test
	void nothingExistsWhenDisabled() {
		this.contextRunner.withPropertyValues("worker-threads.enabled=false", "worker-threads.pools.images.size=2")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(WorkerPool.class).doesNotHaveBean(WorkerPools.class);
				assertThat(context).doesNotHaveBean(WorkerRuntime.class).doesNotHaveBean(WorkerPoolBuilder.class);
				assertThat(context).doesNotHaveBean(WorkerPoolLifecycle.class)
					.doesNotHaveBean(WorkerThreadsProperties.class);
			});
	}

	@Test
	void noExecutorIsPublished() {
		this.contextRunner.withPropertyValues("worker-threads.pools.images.size=1")
			.run((context) -> assertThat(context).doesNotHaveBean(Executor.class));
	}

	@Test
	void everyPropertyOfPoolIsBound() {
		this.contextRunner.withPropertyValues("worker-threads.pools.images.isolation=thread",
				"worker-threads.pools.images.size=3", "worker-threads.pools.images.min-size=1",
				"worker-threads.pools.images.idle-timeout=9s", "worker-threads.pools.images.warm-spares=2",
				"worker-threads.pools.images.max-tasks-per-worker=11", "worker-threads.pools.images.max-worker-age=12h",
				"worker-threads.pools.images.restart.intensity=13", "worker-threads.pools.images.restart.window=14s",
				"worker-threads.pools.images.restart.backoff=15ms",
				"worker-threads.pools.images.initializer=" + WarmUp.class.getName(),
				"worker-threads.pools.images.start-timeout=19s", "worker-threads.pools.images.restart.max-backoff=16ms",
				"worker-threads.pools.images.isolate=com.acme.own",
				"worker-threads.pools.images.sources=com.acme.beans,com.acme.more",
				"worker-threads.pools.images.max-heap=64MB", "worker-threads.pools.images.java-home=/opt/jdk",
				"worker-threads.pools.images.jvm-options=-Xss1m,-XX:+UseSerialGC",
				"worker-threads.pools.images.queue-capacity=7", "worker-threads.pools.images.when-full=caller-runs",
				"worker-threads.pools.images.max-wait=17ms", "worker-threads.pools.images.timeout=4s",
				"worker-threads.pools.images.queue-timeout=5s", "worker-threads.pools.images.terminate-grace=6ms",
				"worker-threads.pools.images.blocked-after=18s", "worker-threads.pools.images.propagate-context=false",
				"worker-threads.pools.images.thread-priority=2", "worker-threads.pools.images.daemon=false",
				"worker-threads.pools.images.shutdown.drain-period=8s")
			.run((context) -> assertThat(options(context, "images"))
				.isEqualTo(new WorkerPoolOptions(Isolation.THREAD, List.of("com.acme.own"),
						List.of("com.acme.beans", "com.acme.more"), 64 << 20, List.of("-Xss1m", "-XX:+UseSerialGC"),
						"/opt/jdk", 3, 1, Duration.ofSeconds(9), 2, 11, Duration.ofHours(12),
						new RestartPolicy(13, Duration.ofSeconds(14), Duration.ofMillis(15), Duration.ofMillis(16)),
						WarmUp.class, Duration.ofSeconds(19), 7, WhenFull.CALLER_RUNS, Duration.ofMillis(17),
						Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofMillis(6), Duration.ofSeconds(18),
						false, Duration.ofSeconds(8), 2, false)));
	}

	@Test
	void poolTakesFromDefaultsWhatItLeavesOut() {
		this.contextRunner
			.withPropertyValues("worker-threads.defaults.size=3", "worker-threads.defaults.queue-capacity=9",
					"worker-threads.pools.images.size=1", "worker-threads.pools.default.queue-capacity=0")
			.run((context) -> {
				assertThat(options(context, "images").size()).isEqualTo(1);
				assertThat(options(context, "images").queueCapacity()).isEqualTo(9);
				assertThat(options(context, "default").size()).isEqualTo(3);
				assertThat(options(context, "default").queueCapacity()).isZero();
			});
	}

	@Test
	void poolsAreInjectedByTypeAndByQualifier() {
		this.contextRunner.withUserConfiguration(InjectedConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=1", "worker-threads.pools.back-office.size=1")
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.pool.name()).isEqualTo("default");
				assertThat(injected.images.name()).isEqualTo("images");
				assertThat(injected.backOffice.name()).isEqualTo("back-office");
				assertThat(injected.all).containsOnlyKeys("workerPool", "imagesWorkerPool", "back-officeWorkerPool");
				assertThat(injected.pools.all()).containsExactlyInAnyOrderElementsOf(injected.all.values());
				assertThat(injected.pools.get("images")).isSameAs(injected.images);
			});
	}

	@Test
	void beanNamedLikeOursStandsIn() {
		this.contextRunner.withUserConfiguration(NamedPoolConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=2")
			.run((context) -> {
				assertThat(context.getBeansOfType(WorkerPool.class)).containsOnlyKeys("workerPool", "imagesWorkerPool");
				assertThat(options(context, "images").size()).isEqualTo(5);
			});
	}

	@Test
	void beanQualifiedWithNameOfPoolStandsIn() {
		this.contextRunner.withUserConfiguration(QualifiedPoolConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=2")
			.run((context) -> {
				assertThat(context.getBeansOfType(WorkerPool.class)).containsOnlyKeys("workerPool", "myPool");
				assertThat(options(context, "images").size()).isEqualTo(5);
			});
	}

	@Test
	void beanThatStandsInForDefaultPoolIsInjectedByType() {
		this.contextRunner.withUserConfiguration(OwnDefaultPoolConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=2")
			.run((context) -> {
				assertThat(context.getBeansOfType(WorkerPool.class)).containsOnlyKeys("myDefault", "imagesWorkerPool");
				assertThat(context.getBean(WorkerPool.class).options().size()).isEqualTo(6);
			});
	}

	@Test
	void primaryPoolOfApplicationWinsOverDefaultPool() {
		this.contextRunner.withUserConfiguration(PrimaryPoolConfiguration.class).run((context) -> {
			assertThat(context.getBeansOfType(WorkerPool.class)).containsOnlyKeys("workerPool", "reports");
			assertThat(context.getBean(WorkerPool.class).name()).isEqualTo("reports");
			assertThat(context.getBean(WorkerPools.class).all()).extracting(WorkerPool::name)
				.containsExactlyInAnyOrder("default", "reports");
		});
	}

	@Test
	void runtimeBacksOff() {
		this.contextRunner.withUserConfiguration(OwnRuntimeConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(ThreadWorkerRuntime.class).hasBean("myRuntime");
			assertThat(context.getBean(WorkerPool.class)
				.submit(() -> Thread.currentThread().getContextClassLoader() == OwnRuntimeConfiguration.LOADER)
				.get()).isTrue();
		});
	}

	@Test
	void runtimesThatNoPoolHasAreNotCreated() {
		this.contextRunner.withPropertyValues("worker-threads.pools.images.isolation=class-loader").run((context) -> {
			ConfigurableListableBeanFactory beans = context.getBeanFactory();
			assertThat(beans.containsSingleton("threadWorkerRuntime")).isTrue();
			assertThat(beans.containsSingleton("classLoaderWorkerRuntime")).isTrue();
			assertThat(beans.containsSingleton("processWorkerRuntime")).isFalse();
		});
	}

	@Test
	void builderBacksOff() {
		this.contextRunner.withUserConfiguration(OwnBuilderConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.queue-capacity=3")
			.run((context) -> {
				assertThat(context).hasSingleBean(WorkerPoolBuilder.class);
				assertThat(options(context, "images").size()).isEqualTo(11);
				assertThat(options(context, "images").queueCapacity()).isEqualTo(3);
			});
	}

	@Test
	void poolsBacksOff() {
		this.contextRunner.withUserConfiguration(OwnPoolsConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(WorkerPools.class).hasBean("myPools"));
	}

	@Test
	void workersHaveClassLoaderOfApplication() {
		FilteredClassLoader classLoader = new FilteredClassLoader("none");
		this.contextRunner.withClassLoader(classLoader)
			.run((context) -> assertThat(context.getBean(WorkerPool.class)
				.submit(() -> Thread.currentThread().getContextClassLoader() == classLoader)
				.get()).isTrue());
	}

	@Test
	void customizersApplyInOrderAndAfterProperties() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=2", "worker-threads.pools.images.queue-capacity=5")
			.run((context) -> {
				assertThat(options(context, "images").size()).isEqualTo(22);
				assertThat(options(context, "images").queueCapacity()).isEqualTo(5);
				assertThat(options(context, "default").size()).isEqualTo(new WorkerPoolBuilder().options().size());
			});
	}

	@Test
	void listenersHearOfEveryPool() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=1")
			.run((context) -> {
				context.getBean("imagesWorkerPool", WorkerPool.class).submit(() -> "a").get();
				context.getBean("workerPool", WorkerPool.class).submit(() -> "b").get();
				assertThat(context.getBean(ListenerConfiguration.class).heard).containsExactly("first images",
						"second images", "first default", "second default");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "worker-threads.pools.images:", "worker-threads.pools: { images: {} }",
			"worker-threads: { pools: { images: } }" })
	void poolWithoutPropertiesOfItsOwnExists(String yaml) {
		this.contextRunner.withInitializer((context) -> load(context.getEnvironment(), yaml)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(options(context, "images")).isEqualTo(options(context, "default"));
		});
	}

	@Test
	void poolNameWithDotsIsWrittenInBrackets() {
		this.contextRunner.withPropertyValues("worker-threads.pools[my.pool].size=2")
			.run((context) -> assertThat(options(context, "my.pool").size()).isEqualTo(2));
	}

	@Test
	void poolsAreCreatedAtStartEvenWhenBeansAreLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("workerPool")).isTrue());
	}

	@Test
	void childContextHasPoolsOfItsOwnAndSeesThoseOfItsParent() {
		this.contextRunner.withUserConfiguration(PrimaryPoolConfiguration.class)
			.withPropertyValues("worker-threads.pools.images.size=1")
			.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
				WorkerPools pools = child.getBean(WorkerPools.class);
				assertThat(pools.get("default")).isSameAs(child.getBean("workerPool"))
					.isNotSameAs(parent.getBean("workerPool"));
				assertThat(pools.get("reports")).isSameAs(parent.getBean("reports"));
				assertThat(child.getBean(WorkerPool.class)).isSameAs(pools.get("default"));
				child.close();
				assertThat(pools.get("default").snapshot().status()).isEqualTo(PoolStatus.CLOSED);
				assertThat(pools.get("reports").snapshot().status()).isEqualTo(PoolStatus.RUNNING);
				assertThat(parent.getBean("workerPool", WorkerPool.class).submit(() -> 1).get()).isEqualTo(1);
			}));
	}

	private static void load(ConfigurableEnvironment environment, String yaml) {
		try {
			new YamlPropertySourceLoader().load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach(environment.getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private WorkerPoolOptions options(ApplicationContext context, String pool) {
		return context.getBean(WorkerPools.class).get(pool).options();
	}

	record Injected(WorkerPool pool, WorkerPool images, WorkerPool backOffice, Map<String, WorkerPool> all,
			WorkerPools pools) {
	}

	@Configuration(proxyBeanMethods = false)
	static class InjectedConfiguration {

		@Bean
		Injected injected(WorkerPool pool, @Qualifier("images") WorkerPool images,
				@Qualifier("back-office") WorkerPool backOffice, Map<String, WorkerPool> all, WorkerPools pools) {
			return new Injected(pool, images, backOffice, all, pools);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedPoolConfiguration {

		@Bean
		WorkerPool imagesWorkerPool(WorkerPoolBuilder builder, ThreadWorkerRuntime runtime) {
			return builder.size(5).build("images", runtime);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedPoolConfiguration {

		@Bean
		@Qualifier("images")
		WorkerPool myPool(WorkerPoolBuilder builder, ThreadWorkerRuntime runtime) {
			return builder.size(5).build("images", runtime);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDefaultPoolConfiguration {

		@Bean
		@Qualifier("default")
		WorkerPool myDefault(WorkerPoolBuilder builder, ThreadWorkerRuntime runtime) {
			return builder.size(6).build("default", runtime);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryPoolConfiguration {

		@Bean
		@Primary
		WorkerPool reports(WorkerPoolBuilder builder, ThreadWorkerRuntime runtime) {
			return builder.size(1).build("reports", runtime);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRuntimeConfiguration {

		static final ClassLoader LOADER = new FilteredClassLoader("none");

		@Bean
		ThreadWorkerRuntime myRuntime() {
			return new ThreadWorkerRuntime(LOADER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBuilderConfiguration {

		@Bean
		WorkerPoolBuilder myBuilder() {
			return new WorkerPoolBuilder().size(11);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPoolsConfiguration {

		@Bean
		WorkerPools myPools(WorkerPool pool) {
			return new WorkerPools(List.of(pool));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		@Order(2)
		WorkerPoolCustomizer second() {
			return (pool, builder) -> (pool.equals("images")) ? builder.size(builder.options().size() + 2) : builder;
		}

		@Bean
		@Order(1)
		WorkerPoolCustomizer first() {
			return (pool, builder) -> (pool.equals("images")) ? builder.size(builder.options().size() * 10) : builder;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		PoolListener second() {
			return listener("second");
		}

		@Bean
		@Order(1)
		PoolListener first() {
			return listener("first");
		}

		private PoolListener listener(String name) {
			return new PoolListener() {

				@Override
				public void taskCompleted(String pool, String task, TaskOutcome outcome, long queueNanos,
						long runNanos) {
					ListenerConfiguration.this.heard.add(name + " " + pool);
				}

			};
		}

	}

	static class WarmUp implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) {
		}

	}

}
