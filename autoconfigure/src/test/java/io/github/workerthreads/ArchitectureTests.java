package io.github.workerthreads;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.annotation.Testable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that hold the architecture: which package may import which, and what is public.
 */
class ArchitectureTests {

	private static final String ROOT = ArchitectureTests.class.getPackageName();

	private static final JavaClasses LIBRARY = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	@ParameterizedTest
	@EnumSource
	void packageImportsOnlyWhatTheTableAllows(Part part) {
		classes().that()
			.resideInAPackage(part.packageName())
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(part.imports())
			.allowEmptyShould(true)
			.check(LIBRARY);
	}

	@Test
	void everyPackageIsInTheTable() {
		Set<String> table = Arrays.stream(Part.values()).map(Part::packageName).collect(Collectors.toSet());
		assertThat(LIBRARY.stream().map(JavaClass::getPackageName)).isNotEmpty().allMatch(table::contains);
	}

	@Test
	void packagesFormNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(LIBRARY);
	}

	@Test
	void packagesAreNamedByFeature() {
		noClasses().should()
			.resideInAnyPackage("..util..", "..common..", "..impl..", "..internal..")
			.because("a package says what its classes are for")
			.check(LIBRARY);
	}

	@Test
	void packagesAreNullMarked() {
		assertThat(LIBRARY.stream().map(JavaClass::getPackage)).isNotEmpty()
			.allMatch((javaPackage) -> javaPackage.isAnnotatedWith(NullMarked.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "thread", "classloader", "process" })
	void rungPublishesOneFinalClass(String rung) {
		Stream<JavaClass> published = LIBRARY.stream()
			.filter((type) -> type.getPackageName().equals(ROOT + ".runtime." + rung))
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC));
		assertThat(published).hasSizeLessThanOrEqualTo(1)
			.allMatch((type) -> type.getModifiers().contains(JavaModifier.FINAL));
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.resideInAPackage(Part.AUTOCONFIGURE.packageName())
			.allowEmptyShould(true)
			.check(LIBRARY);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.bePackagePrivate()
			.because("members of auto-configurations are no promise")
			.allowEmptyShould(true)
			.check(LIBRARY);
	}

	@Test
	void libraryUsesNeitherUnsafeNorDeserialization() {
		noClasses().should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("sun.misc.Unsafe")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(ObjectInputStream.class)
			.check(LIBRARY);
	}

	@Test
	void librarySerializesNothing() {
		noClasses().that()
			.doNotHaveSimpleName("WrappedObject") // writes nothing: docs/decisions/0004
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName(ObjectOutputStream.class.getName())
			.check(LIBRARY);
	}

	@Test
	void testClassesArePackagePrivateAndNamedTests() {
		classes().that()
			.areTopLevelClasses()
			.and()
			.containAnyMethodsThat(CanBeAnnotated.Predicates.metaAnnotatedWith(Testable.class))
			.should()
			.bePackagePrivate()
			.andShould()
			.haveSimpleNameEndingWith("Tests")
			.check(TESTS);
	}

	@Test
	void testsAwaitConditionsInsteadOfSleeping() {
		noClasses().that()
			.haveNameNotMatching(".*\\.Runaway(\\$.*)?") // is stopped as it sleeps
			.should()
			.callMethod(Thread.class, "sleep", long.class)
			.orShould()
			.callMethod(TimeUnit.class, "sleep", long.class)
			.because("a sleep is too short on a slow machine and too long on others")
			.check(TESTS);
	}

	/**
	 * The packages, and what each may import besides itself and the JDK.
	 */
	private enum Part {

		WORKER("worker"),

		MESSAGE("message", "worker"),

		// com.sun.management is the JDK's: whether loops have safepoints
		TERMINATION("termination", "termination.boot", "org.objectweb.asm..", "java.lang.management..",
				"com.sun.management.."),

		TERMINATION_AGENT("termination.agent", "termination", "termination.boot", "java.lang.instrument.."),

		TERMINATION_BOOT("termination.boot"),

		RUNTIME("runtime", "message", "worker"),

		// com.sun.management is the JDK's: what a thread allocated
		RUNTIME_LOCAL("runtime.local", "runtime", "message", "worker", "com.sun.management.."),

		RUNTIME_THREAD("runtime.thread", "runtime", "runtime.local", "message", "worker", "termination",
				"termination.boot"),

		RUNTIME_CLASS_LOADER("runtime.classloader", "runtime", "runtime.local", "message", "worker", "termination"),

		RUNTIME_PROTOCOL("runtime.protocol", "runtime", "message", "worker"),

		// jdk.net is the JDK's: who has connected to a socket
		RUNTIME_PROCESS("runtime.process", "runtime", "runtime.local", "runtime.protocol", "message", "worker",
				"jdk.net.."),

		RUNTIME_CHILD("runtime.child", "runtime", "runtime.local", "runtime.protocol", "message", "worker",
				"org.springframework..", "org.reactivestreams..", "org.slf4j..", "java.lang.management..",
				"javax.management..", "com.sun.management..", "jdk.jfr.."),

		POOL("pool", "runtime", "message", "worker"),

		DEDICATED("dedicated", "runtime", "worker", "java.lang.management.."),

		OFFLOAD("offload", "pool", "runtime", "message", "worker", "org.springframework..", "org.aopalliance..",
				"org.apache.commons.logging..", "reactor..", "org.reactivestreams..", "io.netty..",
				"io.micrometer.context.."),

		OBSERVATION("observation", "pool", "runtime", "worker", "io.micrometer..", "org.slf4j..", "jdk.jfr..",
				"org.apache.commons.logging..", "org.springframework.."),

		ACTUATE("actuate", "pool", "runtime", "worker", "org.springframework.."),

		AUTOCONFIGURE("autoconfigure", "..");

		private final String name;

		private final String[] imports;

		Part(String name, String... imports) {
			this.name = name;
			this.imports = imports;
		}

		String packageName() {
			return ROOT + "." + this.name;
		}

		String[] imports() {
			Stream<String> own = Arrays.stream(this.imports)
				.map((name) -> name.endsWith("..") ? name : ROOT + "." + name);
			return Stream.concat(Stream.of("java..", "org.jspecify..", packageName()), own).toArray(String[]::new);
		}

	}

}
