package io.github.workerthreads.autoconfigure;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

import io.github.workerthreads.offload.OffloadToWorker;
import io.github.workerthreads.pool.WorkerPool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that ahead-of-time processing writes down the beans, and that what it writes runs
 * without the auto-configuration being looked at again.
 */
class AheadOfTimeTests {

	@Test
	void poolsOfGeneratedContextAreInjectedAndTakeTheirProperties(@TempDir Path output) throws Exception {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		ClassName initializer = generate(files);
		compile(files, output);
		try (URLClassLoader classLoader = new URLClassLoader(classPathWith(output),
				ClassLoader.getPlatformClassLoader())) {
			Constructor<?> constructor = classLoader.loadClass(GeneratedApplication.class.getName())
				.getDeclaredConstructor(String.class);
			constructor.setAccessible(true);
			Callable<?> application = (Callable<?>) constructor.newInstance(initializer.canonicalName());
			assertThat(application.call()).asString()
				.matches("default has 3 workers, images has 2, offloaded to worker-images-[12]");
		}
	}

	private static ClassName generate(InMemoryGeneratedFiles files) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			configure(context.getEnvironment(), Map.of("worker-threads.pools.images.size", "9"));
			context.register(Application.class);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(Application.class)), files);
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			return initializer;
		}
	}

	private static void configure(ConfigurableEnvironment environment, Map<String, Object> properties) {
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
	}

	private static void compile(InMemoryGeneratedFiles files, Path output) throws IOException {
		List<? extends JavaFileObject> sources = files.getGeneratedFiles(Kind.SOURCE)
			.keySet()
			.stream()
			.map((path) -> new GeneratedSource(path, content(files, path)))
			.toList();
		assertThat(sources).isNotEmpty();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		boolean compiled = compiler
			.getTask(messages, null, null, List.of("-d", output.toString(), "-proc:none", "-nowarn"), null, sources)
			.call();
		assertThat(compiled).as(messages.toString()).isTrue();
	}

	private static String content(InMemoryGeneratedFiles files, String path) {
		try {
			return files.getGeneratedFileContent(Kind.SOURCE, path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static URL[] classPathWith(Path output) {
		Stream<Path> classPath = Arrays
			.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
			.map(Path::of);
		return Stream.concat(Stream.of(output), classPath).map(AheadOfTimeTests::url).toArray(URL[]::new);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WorkerThreadsAutoConfiguration.class, OffloadAutoConfiguration.class,
			WorkersHealthAutoConfiguration.class, WorkersMetricsAutoConfiguration.class })
	static class Application {

		@Bean
		Offloaded offloaded() {
			return new Offloaded();
		}

		@Bean
		String description(WorkerPool pool, @Qualifier("images") WorkerPool images) {
			return "%s has %d workers, %s has %d".formatted(pool.name(), pool.options().size(), images.name(),
					images.options().size());
		}

	}

	static class Offloaded {

		@OffloadToWorker("images")
		String thread() {
			return Thread.currentThread().getName();
		}

	}

	/**
	 * Runs the generated context. Loaded together with it, by a class loader of its own.
	 */
	static final class GeneratedApplication implements Callable<String> {

		private final String initializer;

		GeneratedApplication(String initializer) {
			this.initializer = initializer;
		}

		@Override
		public String call() {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				context.setClassLoader(getClass().getClassLoader());
				configure(context.getEnvironment(),
						Map.of("worker-threads.defaults.size", "3", "worker-threads.pools.images.size", "2"));
				AotApplicationContextInitializer.forInitializerClasses(this.initializer).initialize(context);
				context.refresh();
				return "%s, offloaded to %s".formatted(context.getBean("description", String.class),
						context.getBean(Offloaded.class).thread());
			}
		}

	}

	private static final class GeneratedSource extends SimpleJavaFileObject {

		private final String content;

		GeneratedSource(String path, String content) {
			super(URI.create("string:///" + path), Kind.SOURCE);
			this.content = content;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.content;
		}

	}

}
