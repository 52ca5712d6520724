package io.github.workerthreads.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.workerthreads.observation.ThreadLocalContextCarrier;
import io.github.workerthreads.observation.WorkersMetrics;
import io.github.workerthreads.offload.OffloadToWorker;
import io.github.workerthreads.offload.Transfer;
import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WorkersContextAutoConfiguration}: what belongs to a caller is seen by
 * its bodies, and by nobody else.
 */
@Timeout(60)
class WorkersContextAutoConfigurationTests {

	private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class,
				WorkersContextAutoConfiguration.class, OffloadAutoConfiguration.class))
		.withInitializer((context) -> {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
			AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
			AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
		})
		.withPropertyValues("worker-threads.defaults.size=1")
		.withUserConfiguration(Desk.class);

	@AfterEach
	void forget() {
		MDC.clear();
		USER.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor(UserAccessor.KEY);
	}

	@Test
	void bodyHasMdcOfItsCallerWhateverItsMethodReturns() {
		run((desk) -> {
			MDC.put("request", "4711");
			assertThat(desk.value(() -> MDC.get("request"))).isEqualTo("4711");
			assertThat(desk.future(() -> MDC.get("request")).join()).isEqualTo("4711");
			assertThat(desk.stage(() -> MDC.get("request")).toCompletableFuture().join()).isEqualTo("4711");
			assertThat(desk.mono(() -> MDC.get("request")).block()).isEqualTo("4711");
			assertThat(desk.flux(() -> MDC.get("request")).collectList().block()).containsExactly("4711", "4711");
			CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
			desk.nothing(() -> seen.complete(MDC.get("request")));
			assertThat(seen.join()).isEqualTo("4711");
			CompletableFuture<@Nullable String> detached = new CompletableFuture<>();
			desk.detached(() -> detached.complete(MDC.get("request")));
			assertThat(detached.join()).isEqualTo("4711");
			assertThat(MDC.get("request")).isEqualTo("4711");
		});
	}

	@Test
	void nothingLeaksIntoTheNextTask() {
		this.runner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			ContextRegistry.getInstance().registerThreadLocalAccessor(new UserAccessor());
			MDC.put("request", "4711");
			USER.set("ada");
			assertThat(pool.submit(this::context).get()).isEqualTo("4711 ada");
			MDC.clear();
			USER.remove();
			assertThat(pool.submit(this::context).get()).isEqualTo("null null");
			pool.submit(() -> leave("left")).get();
			assertThat(pool.submit(this::context).get()).isEqualTo("null null");
			MDC.put("other", "x");
			pool.submit(() -> leave("left with a scope")).get();
			catchThrowable(() -> pool.submit(() -> {
				leave("left by failure");
				throw new IllegalStateException();
			}).get());
			WorkerFuture<Void> late = pool.submit(() -> {
				leave("left by timeout");
				new CountDownLatch(1).await();
				return null;
			}, TaskOptions.defaults().withTimeout(Duration.ofMillis(20)));
			catchThrowable(late::get);
			MDC.clear();
			assertThat(pool.submit(this::context).get()).isEqualTo("null null");
		});
	}

	@Test
	void propertyOfThePoolTurnsItOff() {
		this.runner.withPropertyValues("worker-threads.pools.default.propagate-context=false")
			.run(assertPropagates(false));
	}

	@Test
	void propertyOfSpringIsTheDefault() {
		this.runner.run(assertPropagates(true));
		this.runner.withPropertyValues("spring.task.execution.propagate-context=false").run(assertPropagates(false));
		this.runner
			.withPropertyValues("spring.task.execution.propagate-context=false",
					"worker-threads.defaults.propagate-context=true")
			.run(assertPropagates(true));
	}

	@Test
	void worksWithoutMicrometerAndSlf4j() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersContextAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer", "org.slf4j"))
			.run((context) -> assertThat(context.getBean(WorkerPool.class).submit(() -> "runs").get())
				.isEqualTo("runs"));
	}

	@Test
	void valuesThatMicrometerKnowsAreCarriedAndFailingOnesCostNoCall() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ThreadLocalContextCarrier.class);
			WorkerPool pool = context.getBean(WorkerPool.class);
			UserAccessor accessor = new UserAccessor();
			ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
			USER.set("ada");
			assertThat(pool.submit(USER::get).get()).isEqualTo("ada");
			accessor.fails = true;
			assertThat(pool.submit(() -> "runs").get()).isEqualTo("runs");
			accessor.fails = false;
			assertThat(USER.get()).isEqualTo("ada");
		});
	}

	@Test
	void subscribersContextReachesTheBodyOfAStream() {
		run((desk) -> {
			ContextRegistry.getInstance().registerThreadLocalAccessor(new UserAccessor());
			assertThat(desk.mono(USER::get).contextWrite((context) -> context.put(UserAccessor.KEY, "grace")).block())
				.isEqualTo("grace");
			assertThat(desk.flux(USER::get)
				.contextWrite((context) -> context.put(UserAccessor.KEY, "grace"))
				.collectList()
				.block()).containsExactly("grace", "grace");
			assertThat(USER.get()).isNull();
		});
	}

	@Test
	void spanOfTheBodyIsAChildOfTheCallersWhateverItsMethodReturns() {
		this.runner.withUserConfiguration(Tracing.class).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			ObservationRegistry observations = context.getBean(ObservationRegistry.class);
			SimpleTracer tracer = context.getBean(SimpleTracer.class);
			Map<String, Function<Desk, ?>> calls = Map.of("value", (each) -> each.value(() -> "x"), "future",
					(each) -> each.future(() -> "x").join(), "stage",
					(each) -> each.stage(() -> "x").toCompletableFuture().join(), "mono",
					(each) -> each.mono(() -> "x").block(), "flux", (each) -> each.flux(() -> "x").blockLast(),
					"nothing", (each) -> {
						each.nothing(() -> {
						});
						return "x";
					}, "detached", (each) -> {
						each.detached(() -> {
						});
						return "x";
					});
			calls.forEach((name, call) -> {
				tracer.getSpans().clear();
				Observation parent = Observation.createNotStarted("caller", observations).start();
				try (Observation.Scope scope = parent.openScope()) {
					call.apply(desk);
				}
				parent.stop();
				Awaitility.await()
					.until(() -> tracer.getSpans().size() == 2 && tracer.getSpans()
						.stream()
						.allMatch((span) -> span.getEndTimestamp().toEpochMilli() > 0));
				SimpleSpan caller = span(tracer, "caller");
				SimpleSpan body = span(tracer, "Desk." + name);
				assertThat(body.context().traceId()).isEqualTo(caller.context().traceId());
				assertThat(body.context().parentId()).isEqualTo(caller.context().spanId());
				assertThat(body.getTags()).containsEntry("pool", "default")
					.containsEntry("isolation", "thread")
					.containsEntry("outcome", "success");
			});
		});
	}

	@Test
	void failureAndTimeoutAreSeenInTheSpan() {
		this.runner.withPropertyValues("worker-threads.defaults.terminate-grace=30s")
			.withUserConfiguration(Tracing.class)
			.run((context) -> {
				ObservationRegistry observations = context.getBean(ObservationRegistry.class);
				SimpleTracer tracer = context.getBean(SimpleTracer.class);
				WorkerPool pool = context.getBean(WorkerPool.class);
				Observation.createNotStarted("caller", observations).observe(() -> {
					assertThatExceptionOfType(Exception.class).isThrownBy(() -> pool.submit(() -> {
						throw new IllegalArgumentException("bad");
					}, TaskOptions.defaults().withName("fails")).get());
					assertThatExceptionOfType(Exception.class).isThrownBy(
							() -> pool
								.submit(() -> new CountDownLatch(1).await(1, TimeUnit.HOURS),
										TaskOptions.defaults().withName("late").withTimeout(Duration.ofMillis(20)))
								.get());
				});
				assertThat(span(tracer, "fails").getTags()).containsEntry("outcome", "error");
				assertThat(span(tracer, "fails").getError()).isInstanceOf(IllegalArgumentException.class);
				assertThat(span(tracer, "late").getTags()).containsEntry("outcome", "timeout");
			});
	}

	@Test
	void callOfNobodyWhoIsObservedIsNotObserved() {
		this.runner.withUserConfiguration(Tracing.class).run((context) -> {
			assertThat(context.getBean(WorkerPool.class).submit(() -> "x").get()).isEqualTo("x");
			assertThat(context.getBean(SimpleTracer.class).getSpans()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { SimpleMeters.class, PrometheusMeters.class })
	void taskIsTimedOnceWithTheSameTagsWhetherItIsObservedOrNot(Class<?> meterRegistry) {
		this.runner.withConfiguration(AutoConfigurations.of(WorkersMetricsAutoConfiguration.class))
			.withUserConfiguration(meterRegistry, Metering.class)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				ObservationRegistry observations = context.getBean(ObservationRegistry.class);
				WorkerPool pool = context.getBean(WorkerPool.class);
				context.getBean(WorkersMetrics.class).bindTo(meters);
				Observation.createNotStarted("caller", observations)
					.observe(() -> pool.submit(() -> "x").toCompletableFuture().join());
				pool.submit(() -> "x").get();
				assertThat(meters.find("caller").timer()).isNotNull();
				assertThat(meters.find("workers.task").timers()).hasSize(1)
					.allSatisfy((timer) -> assertThat(timer.count()).isEqualTo(2));
				assertThat(meters.find("workers.task.active").meters()).isEmpty();
			});
	}

	private void run(Consumer<Desk> test) {
		this.runner.run((context) -> test.accept(context.getBean(Desk.class)));
	}

	private ContextConsumer<AssertableApplicationContext> assertPropagates(boolean propagates) {
		return (context) -> {
			MDC.put("request", "4711");
			assertThat(context.getBean(WorkerPool.class).submit(() -> MDC.get("request")).get())
				.isEqualTo((propagates) ? "4711" : null);
		};
	}

	private String context() {
		return MDC.get("request") + " " + USER.get();
	}

	private Object leave(String value) {
		MDC.put("request", value);
		USER.set(value);
		return value;
	}

	private static SimpleSpan span(SimpleTracer tracer, String name) {
		return tracer.getSpans()
			.stream()
			.filter((span) -> span.getName().endsWith(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No span " + name + " in " + tracer.getSpans()));
	}

	static class Desk {

		@OffloadToWorker
		@Nullable String value(@Transfer Body<@Nullable String> body) {
			return body.run();
		}

		@OffloadToWorker
		CompletableFuture<@Nullable String> future(@Transfer Body<@Nullable String> body) {
			return CompletableFuture.completedFuture(body.run());
		}

		@OffloadToWorker
		CompletionStage<@Nullable String> stage(@Transfer Body<@Nullable String> body) {
			return CompletableFuture.completedFuture(body.run());
		}

		@OffloadToWorker
		Mono<String> mono(@Transfer Body<@Nullable String> body) {
			return Mono.fromCallable(body::run);
		}

		@OffloadToWorker
		Flux<String> flux(@Transfer Body<@Nullable String> body) {
			return Flux.range(0, 2).map((i) -> String.valueOf(body.run()));
		}

		@OffloadToWorker
		void nothing(@Transfer Runnable body) {
			body.run();
		}

		@OffloadToWorker(await = false)
		void detached(@Transfer Runnable body) {
			body.run();
		}

	}

	/**
	 * What a call does.
	 *
	 * @param <T> the type of what it returns
	 */
	interface Body<T extends @Nullable Object> {

		T run();

	}

	static final class UserAccessor implements ThreadLocalAccessor<String> {

		private static final String KEY = "user";

		private volatile boolean fails;

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public @Nullable String getValue() {
			if (this.fails) {
				throw new IllegalStateException("No user");
			}
			return USER.get();
		}

		@Override
		public void setValue(String value) {
			USER.set(value);
		}

		@Override
		public void setValue() {
			USER.remove();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tracing {

		@Bean
		SimpleTracer tracer() {
			return new SimpleTracer();
		}

		@Bean
		ObservationRegistry observationRegistry(SimpleTracer tracer) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
			return registry;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SimpleMeters {

		@Bean
		MeterRegistry meterRegistry(List<MeterFilter> filters) {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			filters.forEach(registry.config()::meterFilter);
			return registry;
		}

	}

	/**
	 * Registry that refuses meters of one name with other tags.
	 */
	@Configuration(proxyBeanMethods = false)
	static class PrometheusMeters {

		@Bean
		MeterRegistry meterRegistry(List<MeterFilter> filters) {
			PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
			registry.throwExceptionOnRegistrationFailure();
			filters.forEach(registry.config()::meterFilter);
			return registry;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Metering {

		@Bean
		ObservationRegistry observationRegistry(MeterRegistry meters) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			return registry;
		}

	}

}
