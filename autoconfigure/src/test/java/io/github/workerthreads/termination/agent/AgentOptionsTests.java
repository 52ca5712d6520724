package io.github.workerthreads.termination.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AgentOptions} and {@link MainClass}.
 */
class AgentOptionsTests {

	@Test
	void namedPackagesAreWovenWithTheirSubpackages() {
		AgentOptions options = AgentOptions.parse("com.acme, org.other", "net.main.Main");
		assertThat(options.matches("com/acme/Order")).isTrue();
		assertThat(options.matches("org/other/deep/Order$Line")).isTrue();
		assertThat(options.matches("com/acmeforge/Order")).isFalse();
		assertThat(options.matches("net/main/Main")).isFalse();
	}

	@Test
	void packageOfTheMainClassIsWovenUnlessOthersAreNamed() {
		assertThat(AgentOptions.parse(null, "com.acme.Shop").matches("com/acme/order/Order")).isTrue();
		AgentOptions options = AgentOptions.parse("java.util.regex", "com.acme.Shop");
		assertThat(options.matches("java/util/regex/Pattern")).isTrue();
		assertThat(options.matches("com/acme/Shop")).isTrue();
	}

	@Test
	void otherPackagesOfTheJdkAndNothingAtAllAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AgentOptions.parse("java.util.concurrent", null))
			.withMessage(
					"package 'java.util.concurrent' cannot be stopped half way; of the JDK only [java.util.regex, java.math] can");
		assertThatIllegalArgumentException().isThrownBy(() -> AgentOptions.parse("", "Main"))
			.withMessageContaining("name it, as in");
	}

	@Test
	void mainClassIsThatOfTheCommandOrOfTheJar(@TempDir Path folder) throws Exception {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.launcher.Launcher");
		manifest.getMainAttributes().putValue("Start-Class", "com.acme.Shop");
		Path jar = folder.resolve("shop.jar");
		new JarOutputStream(Files.newOutputStream(jar), manifest).close();
		assertThat(MainClass.find(jar + " --port=1")).isEqualTo("com.acme.Shop");
		assertThat(MainClass.find("com.acme.Shop --port=1")).isEqualTo("com.acme.Shop");
		assertThat(MainClass.find("missing.jar")).isNull();
		assertThat(MainClass.find(null)).isNull();
	}

}
