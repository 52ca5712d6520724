package io.github.workerthreads.weaving;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;

import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationWeaver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a library passes its own tests when it is woven, the tests too.
 */
class LibraryTests {

	private static final String LIBRARY = "org.apache.commons.math3.";

	private final List<String> packages = Arrays.asList(System.getProperty("weaving.packages").split(" "));

	@Test
	void wovenLibraryPassesItsTests() throws Exception {
		Outcome plain = run(null);
		Outcome woven = run(new TerminationWeaver(PointStyle.ofThisJvm()));
		System.out.printf("%s: %d tests in %d ms plain, %d tests in %d ms woven, %d failed in both%n", LIBRARY,
				plain.count, plain.millis, woven.count, woven.millis, plain.failed.size());
		assertThat(woven.count).isGreaterThan(300).isEqualTo(plain.count);
		assertThat(woven.failed).isEqualTo(plain.failed);
	}

	private Outcome run(TerminationWeaver weaver) throws Exception {
		WovenClassLoader loader = new WovenClassLoader((name) -> name.startsWith(LIBRARY), weaver);
		Class<?>[] tests = testNames().stream()
			.map((name) -> load(name, loader))
			.filter(LibraryTests::isTest)
			.toArray(Class<?>[]::new);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			Result result = JUnitCore.runClasses(tests);
			return new Outcome(result.getRunCount(), result.getRunTime(),
					result.getFailures()
						.stream()
						.map((failure) -> failure.getTestHeader())
						.collect(Collectors.toSet()));
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private List<String> testNames() throws IOException {
		String jar = Arrays
			.stream(System.getProperty("java.class.path").split(Pattern.quote(System.getProperty("path.separator"))))
			.filter((entry) -> entry.contains("commons-math3") && entry.endsWith("-tests.jar"))
			.findFirst()
			.orElseThrow();
		try (JarFile entries = new JarFile(jar)) {
			return entries.stream()
				.map((entry) -> entry.getName().replace('/', '.'))
				.filter((name) -> name.endsWith("Test.class"))
				.map((name) -> name.substring(0, name.length() - ".class".length()))
				.filter((name) -> this.packages.stream()
					.anyMatch((each) -> each.equals(".") || name.startsWith(LIBRARY + each + ".")))
				.toList();
		}
	}

	private static Class<?> load(String name, ClassLoader loader) {
		try {
			return Class.forName(name, false, loader);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isTest(Class<?> type) {
		return !Modifier.isAbstract(type.getModifiers());
	}

	private record Outcome(int count, long millis, Set<String> failed) {

	}

}
