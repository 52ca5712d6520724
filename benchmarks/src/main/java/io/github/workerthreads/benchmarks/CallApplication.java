package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

	static ConfigurableApplicationContext start(String... properties) {
		SpringApplication application = new SpringApplication(CallApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off", "--logging.level.root=warn",
				"--spring.task.execution.pool.core-size=" + Peer.WORKERS,
				"--worker-threads.defaults.size=" + Peer.WORKERS,
				"--worker-threads.defaults.queue-capacity=" + Peer.QUEUE));
		arguments.addAll(Arrays.asList(properties));
		return application.run(arguments.toArray(String[]::new));
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
