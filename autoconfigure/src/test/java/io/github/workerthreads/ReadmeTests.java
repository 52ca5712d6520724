package io.github.workerthreads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.workerthreads.autoconfigure.WorkerThreadsAutoConfiguration;
import io.github.workerthreads.pool.WorkerPool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds README.md to the code: its Java compiles, its yaml binds, its table of properties
 * is the one that the configuration metadata has.
 */
class ReadmeTests {

	private static final String PRELUDE = """
			import java.io.IOException;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.stream.*;
			import io.github.workerthreads.offload.*;
			import io.github.workerthreads.pool.*;
			import io.github.workerthreads.worker.*;
			import org.springframework.beans.factory.annotation.Qualifier;
			import org.springframework.stereotype.*;

			class Scaler {
				static byte[] scale(byte[] image, int width) throws IOException {
					return image;
				}
			}
			""";

	private final String readme = read(Path.of("..", "README.md"));

	@Test
	void javaCompiles(@TempDir Path output) {
		List<String> samples = blocks("java");
		assertThat(samples).hasSizeGreaterThanOrEqualTo(2);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		List<String> options = List.of("-d", output.toString(), "-proc:none", "-parameters");
		compiler.getTask(null, null, diagnostics, options, null, List.of(source(PRELUDE + String.join("\n", samples))))
			.call();
		assertThat(diagnostics.getDiagnostics()).filteredOn((each) -> each.getKind() == Diagnostic.Kind.ERROR)
			.isEmpty();
	}

	@Test
	void yamlBinds() {
		assertThat(blocks("yaml")).isNotEmpty().allSatisfy((yaml) -> {
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class))
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(load(yaml)))
				// Its packages are not on this class path
				.withPropertyValues("worker-threads.pools.markdown.isolation=thread");
			runner.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(WorkerPool.class)).hasSizeGreaterThan(1);
			});
		});
	}

	@Test
	void tableOfPropertiesIsComplete() {
		JsonNode metadata = JsonMapper.shared()
			.readTree(getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"));
		List<String> names = new ArrayList<>();
		for (JsonNode property : metadata.get("properties")) {
			String name = property.get("name").asString();
			if (name.startsWith("worker-threads.") && !name.equals("worker-threads.pools")) {
				names.add(name.replace("worker-threads.defaults.", ""));
			}
		}
		assertThat(names).hasSizeGreaterThan(8)
			.allSatisfy((name) -> assertThat(this.readme).contains("| `" + name + "` |"));
	}

	private static PropertySource<?> load(String yaml) {
		try {
			return new YamlPropertySourceLoader()
				.load("readme", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> blocks(String language) {
		Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(this.readme);
		return matcher.results().map((result) -> result.group(1)).toList();
	}

	private static JavaFileObject source(String code) {
		return new SimpleJavaFileObject(URI.create("string:///Readme.java"), JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return code;
			}

		};
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
