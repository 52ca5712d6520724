package io.github.workerthreads.autoconfigure;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.workerthreads.offload.OffloadToWorker;
import io.github.workerthreads.pool.WorkerPool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkersContextAutoConfiguration} with Spring Security: bodies run as
 * the user who called, and as nobody else.
 */
@Timeout(60)
class SecurityContextPropagationTests {

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
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void bodyRunsAsTheUserWhoCalledWhateverItsMethodReturns() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			logIn("ada");
			assertThat(desk.value()).isEqualTo("ada");
			assertThat(desk.future().join()).isEqualTo("ada");
			assertThat(desk.mono().block()).isEqualTo("ada");
			assertThat(desk.flux().collectList().block()).containsExactly("ada", "ada");
			assertThat(user()).isEqualTo("ada");
		});
	}

	@Test
	void nextTaskRunsAsItsOwnCaller() {
		this.runner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			logIn("ada");
			assertThat(pool.submit(SecurityContextPropagationTests::user).get()).isEqualTo("ada");
			logIn("grace");
			assertThat(pool.submit(SecurityContextPropagationTests::user).get()).isEqualTo("grace");
			SecurityContextHolder.clearContext();
			assertThat(pool.submit(SecurityContextPropagationTests::user).get()).isEqualTo("nobody");
			pool.submit(() -> logIn("intruder")).get();
			assertThat(pool.submit(SecurityContextPropagationTests::user).get()).isEqualTo("nobody");
		});
	}

	private static String logIn(String user) {
		SecurityContextHolder.clearContext();
		SecurityContextHolder.getContext().setAuthentication(token(user));
		return user;
	}

	private static Authentication token(String user) {
		return new TestingAuthenticationToken(user, "password");
	}

	private static String user() {
		@Nullable Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	static class Desk {

		@OffloadToWorker
		String value() {
			return user();
		}

		@OffloadToWorker
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(user());
		}

		@OffloadToWorker
		Mono<String> mono() {
			return Mono.fromCallable(SecurityContextPropagationTests::user);
		}

		@OffloadToWorker
		Flux<String> flux() {
			return Flux.range(0, 2).map((i) -> user());
		}

	}

}
