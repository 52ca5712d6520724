package io.github.workerthreads.termination.agent;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationWeaver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WeavingTransformer}.
 */
class WeavingTransformerTests {

	private static final String WORKER_LOADER = "io.github.workerthreads.runtime.classloader.WorkerClassLoader";

	private final TerminationWeaver weaver = TerminationWeaver.ofThreads(PointStyle.CALL_SITE);

	private final ClassLoader loader = getClass().getClassLoader();

	@Test
	void classesOfTheOptionsAreWoven() throws Exception {
		byte[] classFile = classFile();
		WeavingTransformer transformer = transformer("com.acme");
		assertThat(transformer.transform(this.loader, "com/acme/Order", null, null, classFile))
			.isEqualTo(this.weaver.weave(classFile))
			.isNotEqualTo(classFile);
		assertThat(transformer.transform(null, "com/acme/Order", null, null, classFile)).isNotNull();
		assertThat(transformer.transform(this.loader, "com/other/Order", null, null, classFile)).isNull();
		assertThat(transformer.transform(this.loader, null, null, null, classFile)).isNull();
	}

	@Test
	void libraryItselfIsNotWovenButAnApplicationBelowItsNameIs() {
		WeavingTransformer transformer = transformer("io.github.workerthreads");
		assertThat(transformer.isWoven(this.loader, "io/github/workerthreads/pool/WorkerPool")).isFalse();
		assertThat(transformer.isWoven(this.loader, "io/github/workerthreads/termination/boot/ThreadPoints")).isFalse();
		assertThat(transformer.isWoven(this.loader, "io/github/workerthreads/sample/Shop")).isTrue();
		assertThat(transformer.isWoven(this.loader, "io/github/workerthreads/pools/Shop")).isTrue();
		assertThat(transformer("com.acme").isWoven(this.loader, "com/acme/pool/Pool")).isTrue();
	}

	@Test
	void classesThatAWorkerLoadsForItselfAreLeftToItsLoader() throws Exception {
		ClassWriter writer = new ClassWriter(0);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, WORKER_LOADER.replace('.', '/'), null, "java/lang/ClassLoader",
				null);
		var constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
		constructor.visitCode();
		constructor.visitVarInsn(Opcodes.ALOAD, 0);
		constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/ClassLoader", "<init>", "()V", false);
		constructor.visitInsn(Opcodes.RETURN);
		constructor.visitMaxs(1, 1);
		constructor.visitEnd();
		byte[] bytes = writer.toByteArray();
		ClassLoader workerLoader = new Definer().create(bytes);
		assertThat(transformer("com.acme").isWoven(workerLoader, "com/acme/Order")).isFalse();
		assertThat(transformer("com.acme").isWoven(this.loader, "com/acme/Order")).isTrue();
	}

	@Test
	void classThatCannotBeWovenIsLoadedAsItIsAndNamed() throws Exception {
		byte[] classFile = classFile();
		classFile[7] = 120;
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		PrintStream before = System.err;
		System.setErr(new PrintStream(output, true));
		try {
			assertThat(transformer("com.acme").transform(this.loader, "com/acme/Order", null, null, classFile))
				.isNull();
		}
		finally {
			System.setErr(before);
		}
		assertThat(output.toString()).startsWith("Worker threads: com/acme/Order has no termination points: ")
			.contains("120");
	}

	private WeavingTransformer transformer(String packages) {
		return new WeavingTransformer(AgentOptions.parse(packages, null), this.weaver);
	}

	private static byte[] classFile() throws Exception {
		try (InputStream stream = WeavingTransformerTests.class.getResourceAsStream("WeavingTransformerTests.class")) {
			return stream.readAllBytes();
		}
	}

	private static final class Definer extends ClassLoader {

		ClassLoader create(byte[] classFile) throws ReflectiveOperationException {
			Class<?> type = defineClass(WORKER_LOADER, classFile, 0, classFile.length);
			return (ClassLoader) type.getDeclaredConstructor().newInstance();
		}

	}

}
