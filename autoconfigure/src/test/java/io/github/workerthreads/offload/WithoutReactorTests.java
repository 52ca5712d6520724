package io.github.workerthreads.offload;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that offloading works on a class path without Reactor, Reactive Streams and
 * Netty, in a class loader that really lacks them.
 */
class WithoutReactorTests {

	private static final Pattern ABSENT = Pattern.compile("reactor|reactive-streams|netty|micrometer|actuator");

	@Test
	void valuesFuturesAndDetachedCallsWork() throws Exception {
		try (URLClassLoader classLoader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classLoader.loadClass("org.reactivestreams.Publisher"));
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classLoader.loadClass("io.netty.channel.EventLoop"));
			Thread thread = Thread.currentThread();
			ClassLoader own = thread.getContextClassLoader();
			thread.setContextClassLoader(classLoader);
			try {
				Class<?> scenario = classLoader.loadClass(Scenario.class.getName());
				assertThat(scenario).isNotSameAs(Scenario.class);
				assertThat(((Callable<?>) scenario.getDeclaredConstructor().newInstance()).call()).asString()
					.matches("worker-default-\\d worker-default-\\d worker-images-\\d");
			}
			finally {
				thread.setContextClassLoader(own);
			}
		}
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !ABSENT.matcher(new File(entry).getName()).find())
			.map(WithoutReactorTests::toUrl)
			.toArray(URL[]::new);
	}

	private static URL toUrl(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (java.net.MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * What runs in the other class loader.
	 */
	public static class Scenario implements Callable<String> {

		@Override
		public String call() throws Exception {
			try (OffloadContext context = OffloadContext.of(Work.class)) {
				Work work = context.getBean(Work.class);
				CompletableFuture<String> done = new CompletableFuture<>();
				work.detached(done);
				return work.value() + " " + work.future().get() + " " + done.get();
			}
		}

	}

	static class Work {

		@OffloadToWorker
		String value() {
			return Thread.currentThread().getName();
		}

		@OffloadToWorker
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@OffloadToWorker(pool = "images", await = false)
		void detached(@Transfer CompletableFuture<String> done) {
			done.complete(Thread.currentThread().getName());
		}

	}

}
