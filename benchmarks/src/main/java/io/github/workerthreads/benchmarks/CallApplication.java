package io.github.workerthreads.benchmarks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;

/**
 * Application whose calls are measured: two workers beside the two threads of the
 * executor that Boot builds.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
class CallApplication {

	static ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(CallApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		return application.run("--spring.main.banner-mode=off", "--logging.level.root=warn",
				"--spring.task.execution.pool.core-size=2", "--worker-threads.defaults.size=2",
				"--worker-threads.defaults.queue-capacity=1024");
	}

	@Bean
	OffloadedCalls offloadedCalls() {
		return new OffloadedCalls();
	}

	@Bean
	AsyncCalls asyncCalls() {
		return new AsyncCalls();
	}

}
