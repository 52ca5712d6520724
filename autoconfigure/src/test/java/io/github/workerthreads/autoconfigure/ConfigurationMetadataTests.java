package io.github.workerthreads.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.workerthreads.offload.SelfInvocationPolicy;
import io.github.workerthreads.pool.WhenFull;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPoolOptions;
import io.github.workerthreads.runtime.Isolation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the configuration metadata that IDEs complete from.
 */
class ConfigurationMetadataTests {

	private static final String DEFAULTS = "worker-threads.defaults.";

	private final JsonNode metadata = read();

	private final Map<String, JsonNode> properties = ofThisLibrary(this.metadata);

	@Test
	void everyPropertyIsListed() {
		assertThat(this.properties).containsOnlyKeys("worker-threads.enabled", "worker-threads.self-invocation",
				"worker-threads.allowed-types", "worker-threads.process.heartbeat",
				"worker-threads.process.context-keys", "worker-threads.process.max-total-heap",
				"worker-threads.process.class-archive", "worker-threads.process.transport",
				"worker-threads.process.spin", DEFAULTS + "max-heap", DEFAULTS + "jvm-options", DEFAULTS + "java-home",
				"worker-threads.pools", DEFAULTS + "isolation", DEFAULTS + "isolate", DEFAULTS + "sources",
				DEFAULTS + "size", DEFAULTS + "queue-capacity", DEFAULTS + "timeout", DEFAULTS + "queue-timeout",
				DEFAULTS + "terminate-grace", DEFAULTS + "min-size", DEFAULTS + "idle-timeout",
				DEFAULTS + "warm-spares", DEFAULTS + "max-tasks-per-worker", DEFAULTS + "max-worker-age",
				DEFAULTS + "restart.intensity", DEFAULTS + "restart.window", DEFAULTS + "restart.backoff",
				DEFAULTS + "restart.max-backoff", DEFAULTS + "when-full", DEFAULTS + "initializer",
				DEFAULTS + "start-timeout", DEFAULTS + "max-wait", DEFAULTS + "blocked-after",
				DEFAULTS + "propagate-context", DEFAULTS + "thread-priority", DEFAULTS + "daemon",
				DEFAULTS + "shutdown.drain-period", "management.endpoint.workers.access",
				"management.endpoint.workers.cache.time-to-live", "management.health.workers.enabled");
	}

	@Test
	void everyPropertyHasTypeAndDescription() {
		assertThat(this.properties.values()).allSatisfy((property) -> {
			assertThat(property.path("type").asString("")).isNotEmpty();
			assertThat(property.path("description").asString("")).endsWith(".").doesNotContain("{@");
		});
	}

	@Test
	void defaultsAreThoseOfTheBuilder() {
		WorkerPoolOptions options = new WorkerPoolBuilder().options();
		assertThat(defaultOf("isolation").asString()).isEqualTo(options.isolation().toString());
		assertThat(defaultOf("queue-capacity").asInt()).isEqualTo(options.queueCapacity());
		assertThat(durationOf("timeout")).isEqualTo(options.timeout());
		assertThat(durationOf("queue-timeout")).isEqualTo(options.queueTimeout());
		assertThat(durationOf("terminate-grace")).isEqualTo(options.terminateGrace());
		assertThat(durationOf("idle-timeout")).isEqualTo(options.idleTimeout());
		assertThat(defaultOf("warm-spares").asInt()).isEqualTo(options.warmSpares());
		assertThat(defaultOf("max-tasks-per-worker").asInt()).isEqualTo(options.maxTasksPerWorker());
		assertThat(durationOf("max-worker-age")).isEqualTo(options.maxWorkerAge());
		assertThat(defaultOf("restart.intensity").asInt()).isEqualTo(options.restart().intensity());
		assertThat(durationOf("restart.window")).isEqualTo(options.restart().window());
		assertThat(durationOf("restart.backoff")).isEqualTo(options.restart().backoff());
		assertThat(durationOf("restart.max-backoff")).isEqualTo(options.restart().maxBackoff());
		assertThat(defaultOf("when-full").asString()).isEqualTo(options.whenFull().toString());
		assertThat(durationOf("start-timeout")).isEqualTo(options.startTimeout());
		assertThat(durationOf("max-wait")).isEqualTo(options.maxWait());
		assertThat(durationOf("blocked-after")).isEqualTo(options.blockedAfter());
		assertThat(defaultOf("propagate-context").asBoolean()).isEqualTo(options.propagateContext());
		assertThat(durationOf("shutdown.drain-period")).isEqualTo(options.drainPeriod());
		assertThat(defaultOf("thread-priority").asInt()).isEqualTo(options.threadPriority());
		assertThat(defaultOf("daemon").asBoolean()).isEqualTo(options.daemon());
		assertThat(this.properties.get(DEFAULTS + "size").path("description").asString())
			.contains("the number of processors");
	}

	@Test
	void defaultsOfTheRestAreThoseOfTheProperties() {
		WorkerThreadsProperties properties = new WorkerThreadsProperties();
		assertThat(this.properties.get("worker-threads.enabled").path("defaultValue").asBoolean())
			.isEqualTo(properties.isEnabled());
		assertThat(this.properties.get("worker-threads.self-invocation").path("defaultValue").asString())
			.isEqualTo(spelled(properties.getSelfInvocation()));
		assertThat(this.properties.get("management.endpoint.workers.access").path("defaultValue").asString())
			.isEqualTo("read_only");
	}

	@Test
	void hintsListEveryValueWithDescription() {
		assertThat(hint("worker-threads.self-invocation")).containsOnlyKeys(spelled(SelfInvocationPolicy.values()));
		assertThat(hint(DEFAULTS + "isolation")).containsOnlyKeys(spelled(Isolation.values()));
		assertThat(hint(DEFAULTS + "when-full")).containsOnlyKeys(spelled(WhenFull.values()));
		assertThat(hint("worker-threads.pools.keys")).containsOnlyKeys(WorkerPoolRegistrar.DEFAULT_POOL);
	}

	private JsonNode defaultOf(String name) {
		return this.properties.get(DEFAULTS + name).path("defaultValue");
	}

	private Duration durationOf(String name) {
		return DurationStyle.detectAndParse(defaultOf(name).asString());
	}

	private Map<String, String> hint(String name) {
		return this.metadata.path("hints")
			.valueStream()
			.filter((hint) -> hint.path("name").asString().equals(name))
			.flatMap((hint) -> hint.path("values").valueStream())
			.collect(Collectors.toMap((value) -> value.path("value").asString(), (value) -> {
				assertThat(value.path("description").asString("")).endsWith(".");
				return value.path("description").asString();
			}));
	}

	private static String[] spelled(Enum<?>... constants) {
		return List.of(constants).stream().map(ConfigurationMetadataTests::spelled).toArray(String[]::new);
	}

	private static String spelled(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static Map<String, JsonNode> ofThisLibrary(JsonNode metadata) {
		Map<String, JsonNode> properties = new LinkedHashMap<>();
		metadata.path("properties")
			.valueStream()
			.forEach((property) -> properties.put(property.path("name").asString(), property));
		return properties;
	}

	private static JsonNode read() {
		try (InputStream stream = WorkerThreadsProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(stream).isNotNull();
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
