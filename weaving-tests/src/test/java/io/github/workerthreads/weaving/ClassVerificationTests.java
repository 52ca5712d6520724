package io.github.workerthreads.weaving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationWeaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the JVM verifies the woven classes of well-known libraries, all of them.
 */
class ClassVerificationTests {

	private static final Map<String, Integer> LIBRARIES = Map.of("org.springframework", 3000, "com.google.common", 1000,
			"tools.jackson", 500, "kotlin", 500, "org.apache.commons.math3", 500);

	private static final Predicate<String> OWN = (
			name) -> LIBRARIES.keySet().stream().anyMatch((library) -> name.startsWith(library + "."));

	@ParameterizedTest
	@EnumSource
	void wovenClassesFailNowhereButWherePlainOnesDo(PointStyle style) throws IOException {
		List<String> names = classNames();
		Map<String, Long> counts = names.stream()
			.collect(Collectors.groupingBy((name) -> LIBRARIES.keySet()
				.stream()
				.filter((each) -> name.startsWith(each + "."))
				.findFirst()
				.get(), TreeMap::new, Collectors.counting()));
		LIBRARIES.forEach((library, least) -> assertThat(counts.get(library)).as(library).isGreaterThan(least));
		long start = System.nanoTime();
		Map<String, String> plain = failures(names, null);
		long between = System.nanoTime();
		Map<String, String> woven = failures(names, new TerminationWeaver(style));
		System.out.printf("%s: %s, %d classes without what they need, %d ms plain, %d ms woven%n", style, counts,
				plain.size(), (between - start) / 1_000_000, (System.nanoTime() - between) / 1_000_000);
		assertThat(woven.values()).noneMatch((failure) -> failure.equals(VerifyError.class.getName()));
		assertThat(woven).isEqualTo(plain);
	}

	@Test
	void brokenClassIsNoticed() {
		ClassWriter writer = new ClassWriter(0);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Broken", null, "java/lang/Object", null);
		MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "number", "()I", null, null);
		method.visitCode();
		method.visitInsn(Opcodes.ACONST_NULL);
		method.visitInsn(Opcodes.IRETURN);
		method.visitMaxs(1, 0);
		byte[] bytes = new TerminationWeaver(PointStyle.CALL_SITE).weave(writer.toByteArray());
		assertThatExceptionOfType(VerifyError.class)
			.isThrownBy(() -> new WovenClassLoader(OWN, null).define("Broken", bytes).getDeclaredConstructors());
	}

	private static List<String> classNames() throws IOException {
		List<String> names = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path")
			.split(Pattern.quote(System.getProperty("path.separator")))) {
			if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
				try (JarFile jar = new JarFile(entry)) {
					jar.stream()
						.map((each) -> each.getName())
						.filter((name) -> name.endsWith(".class") && !name.contains("-info")
								&& !name.startsWith("META-INF"))
						.map((name) -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
						.filter(OWN)
						.forEach(names::add);
				}
			}
		}
		return names;
	}

	// By the name of the class. Of several missing classes it is the JVM's choice which
	// one
	// it looks for first, so the messages tell nothing
	private static Map<String, String> failures(List<String> names, TerminationWeaver weaver) {
		WovenClassLoader loader = new WovenClassLoader(OWN, weaver);
		Map<String, String> failures = new TreeMap<>();
		for (String name : names) {
			try {
				// Links the class, of which verification is a part
				Class.forName(name, false, loader).getDeclaredConstructors();
			}
			catch (ClassNotFoundException | LinkageError | TypeNotPresentException ex) {
				failures.put(name, ex.getClass().getName());
			}
		}
		return failures;
	}

}
