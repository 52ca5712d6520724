package io.github.workerthreads.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.offload.LoggingOffloadErrorHandler;
import io.github.workerthreads.offload.OffloadAdvisor;
import io.github.workerthreads.offload.OffloadBeanPostProcessor;
import io.github.workerthreads.offload.OffloadDefinitionException;
import io.github.workerthreads.offload.OffloadErrorHandler;
import io.github.workerthreads.offload.OffloadToWorker;
import io.github.workerthreads.worker.TypeCloner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OffloadAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OffloadAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, OffloadAutoConfiguration.class))
		.withPropertyValues("worker-threads.pools.images.size=1");

	@Test
	void annotatedMethodRunsOnWorkerOfItsPool() {
		this.contextRunner.withBean(Thumbnails.class)
			.run((context) -> assertThat(context.getBean(Thumbnails.class).scale()).startsWith("worker-images-"));
	}

	@Test
	void worksBesideAopAutoConfiguration() {
		ApplicationContextRunner runner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withBean(Thumbnails.class);
		runner.run((context) -> assertThat(context.getBean(Thumbnails.class).scale()).startsWith("worker-images-"));
		runner.withPropertyValues("spring.aop.auto=false")
			.run((context) -> assertThat(context.getBean(Thumbnails.class).scale()).startsWith("worker-images-"));
	}

	@Test
	void classesAreProxiedUnlessInterfacesAreAskedFor() {
		ApplicationContextRunner runner = this.contextRunner.withBean("named", Named.class);
		runner.run((context) -> assertThat(AopUtils.isCglibProxy(context.getBean("named"))).isTrue());
		runner.withPropertyValues("spring.aop.proxy-target-class=false").run((context) -> {
			assertThat(Proxy.isProxyClass(context.getBean("named").getClass())).isTrue();
			assertThat(context.getBean("named", Supplier.class).get()).asString().startsWith("worker-default-");
		});
	}

	@Test
	void nothingIsOffloadedWhenDisabled() {
		this.contextRunner.withBean(Thumbnails.class)
			.withPropertyValues("worker-threads.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(OffloadAdvisor.class)
					.doesNotHaveBean(OffloadBeanPostProcessor.class)
					.doesNotHaveBean(OffloadErrorHandler.class);
				assertThat(context.getBean(Thumbnails.class).scale()).isEqualTo(Thread.currentThread().getName());
			});
	}

	@Test
	void typeClonerBeansCloneArguments() {
		ApplicationContextRunner runner = this.contextRunner.withBean(Reader.class);
		runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(OffloadDefinitionException.class)
			.hasMessageContaining("java.io.InputStream"));
		runner.withBean(StreamCloner.class).run((context) -> {
			InputStream stream = new ByteArrayInputStream(new byte[] { 7 });
			assertThat(context.getBean(Reader.class).read(stream)).isEqualTo(7);
		});
	}

	@Test
	void contextWithoutReactorStarts() {
		this.contextRunner.withBean(Named.class)
			.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams", "io.netty"))
			.run((context) -> assertThat(context.getBean(Named.class).get()).startsWith("worker-default-"));
	}

	@Test
	void errorHandlerOfApplicationReplacesLogging() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(LoggingOffloadErrorHandler.class));
		this.contextRunner.withUserConfiguration(HandlerConfiguration.class)
			.withBean(Thumbnails.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(LoggingOffloadErrorHandler.class);
				context.getBean(Thumbnails.class).fail();
				assertThat(context.getBean(Handler.class).failure).succeedsWithin(10, TimeUnit.SECONDS)
					.isEqualTo("images fail full");
			});
	}

	@Test
	void problemsFailStartWithAnalysis() {
		this.contextRunner.withBean(Wrong.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(OffloadDefinitionException.class);
		});
	}

	@Test
	void selfInvocationIsWarnedOfByDefault(CapturedOutput output) {
		this.contextRunner.withBean(SelfCalling.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("WARN",
					"OffloadAutoConfigurationTests$SelfCalling.all(OffloadAutoConfigurationTests.java:",
					"calls one on its own object");
		});
	}

	@Test
	void selfInvocationFailsStartIfAskedTo() {
		this.contextRunner.withBean(SelfCalling.class)
			.withPropertyValues("worker-threads.self-invocation=fail")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(OffloadDefinitionException.class)
				.hasMessageContaining("SelfCalling.all("));
	}

	@Test
	void selfInvocationIsIgnoredIfAskedTo(CapturedOutput output) {
		this.contextRunner.withBean(SelfCalling.class)
			.withPropertyValues("worker-threads.self-invocation=ignore")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("SelfCalling.all(");
			});
	}

	@Test
	void unknownSelfInvocationPolicyFailsStart() {
		this.contextRunner.withPropertyValues("worker-threads.self-invocation=shout")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("self-invocation"));
	}

	@Test
	void poolsAreNotMadeEarlyByBeansThatTheyNeed() {
		this.contextRunner.withBean(OffloadingListener.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(OffloadingListener.class).work()).startsWith("worker-default-");
		});
	}

	static class Thumbnails {

		@OffloadToWorker("images")
		String scale() {
			return Thread.currentThread().getName();
		}

		@OffloadToWorker(pool = "images", await = false)
		void fail() {
			throw new IllegalStateException("full");
		}

	}

	public static class Named implements Supplier<String> {

		@Override
		@OffloadToWorker
		public String get() {
			return Thread.currentThread().getName();
		}

	}

	static class Wrong {

		@OffloadToWorker("imges")
		final void scale() {
		}

	}

	static class SelfCalling {

		void all() {
			one();
		}

		@OffloadToWorker
		void one() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	static class Handler implements OffloadErrorHandler {

		final CompletableFuture<String> failure = new CompletableFuture<>();

		@Override
		public void handleError(Throwable failure, String pool, Method method) {
			this.failure.complete(pool + " " + method.getName() + " " + failure.getMessage());
		}

	}

	static class OffloadingListener implements io.github.workerthreads.pool.PoolListener {

		@Autowired(required = false)
		private Thumbnails thumbnails;

		@OffloadToWorker
		String work() {
			return Thread.currentThread().getName();
		}

	}

	static class Reader {

		@OffloadToWorker("images")
		int read(InputStream stream) {
			try {
				return stream.read();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	static class StreamCloner implements TypeCloner<InputStream> {

		@Override
		public Class<InputStream> type() {
			return InputStream.class;
		}

		@Override
		public Object takeApart(InputStream value) {
			try {
				return value.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public InputStream rebuild(Object parts) {
			return new ByteArrayInputStream((byte[]) parts);
		}

	}

}
