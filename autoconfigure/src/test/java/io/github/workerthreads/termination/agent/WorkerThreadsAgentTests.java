package io.github.workerthreads.termination.agent;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import io.github.workerthreads.termination.boot.ThreadPoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link WorkerThreadsAgent}, as far as they don't need a JVM of their own.
 */
class WorkerThreadsAgentTests {

	private final Instrumentation instrumentation = mock(Instrumentation.class);

	/**
	 * No other test of this JVM has an agent.
	 */
	@AfterEach
	void uninstall() throws Exception {
		Field installed = ThreadPoints.class.getDeclaredField("installed");
		installed.setAccessible(true);
		installed.set(null, false);
	}

	@Test
	void pointsAreForTheWholeJvmAndLoadedClassesGetThemToo() throws Exception {
		Class<?>[] loaded = { JarEntry.class, WorkerThreadsAgent.class, java.util.regex.Pattern.class,
				java.util.regex.Matcher.class };
		given(this.instrumentation.getAllLoadedClasses()).willReturn(loaded);
		given(this.instrumentation.isModifiableClass(any())).willReturn(true);
		given(this.instrumentation.isModifiableClass(java.util.regex.Matcher.class)).willReturn(false);
		assertThat(ThreadPoints.isInstalled()).isFalse();
		WorkerThreadsAgent.premain("java.util.regex, io.github.workerthreads", this.instrumentation);
		assertThat(ThreadPoints.isInstalled()).isTrue();
		verify(this.instrumentation).addTransformer(any(WeavingTransformer.class), eq(true));
		verify(this.instrumentation).retransformClasses(java.util.regex.Pattern.class);
		ArgumentCaptor<JarFile> jar = ArgumentCaptor.forClass(JarFile.class);
		verify(this.instrumentation).appendToBootstrapClassLoaderSearch(jar.capture());
		assertThat(jar.getValue().stream()).extracting(JarEntry::getName)
			.containsExactlyInAnyOrder("io/github/workerthreads/termination/boot/ThreadPoints.class",
					"io/github/workerthreads/termination/boot/ThreadPoints$Termination.class");
		assertThat(jar.getValue().stream()).allSatisfy((entry) -> {
			try (var stream = jar.getValue().getInputStream(entry)) {
				assertThat(stream.readNBytes(4)).asHexString().isEqualTo("CAFEBABE");
			}
		});
	}

	@Test
	void nothingIsTransformedAgainIfNothingWasLoaded() throws Exception {
		given(this.instrumentation.getAllLoadedClasses()).willReturn(new Class<?>[] { JarEntry.class });
		given(this.instrumentation.isModifiableClass(any())).willReturn(true);
		WorkerThreadsAgent.agentmain("com.acme", this.instrumentation);
		verify(this.instrumentation).addTransformer(any(WeavingTransformer.class), eq(true));
		verify(this.instrumentation, never()).retransformClasses(any(Class[].class));
	}

	@Test
	void wrongArgumentIsToldAndTheApplicationStartsWithoutPoints() {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		PrintStream before = System.err;
		System.setErr(new PrintStream(output, true));
		try {
			WorkerThreadsAgent.premain("java.util.concurrent", this.instrumentation);
		}
		finally {
			System.setErr(before);
		}
		assertThat(output.toString()).startsWith("Worker threads: the agent does nothing")
			.contains("package 'java.util.concurrent' cannot be stopped half way");
		assertThat(ThreadPoints.isInstalled()).isFalse();
		verifyNoInteractions(this.instrumentation);
	}

}
