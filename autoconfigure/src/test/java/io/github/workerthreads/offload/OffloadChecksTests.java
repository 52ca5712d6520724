package io.github.workerthreads.offload;

import java.io.InputStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link OffloadChecks} and {@link OffloadBeanPostProcessor}: what is refused
 * at start-up.
 */
@ExtendWith(OutputCaptureExtension.class)
class OffloadChecksTests {

	@Test
	void finalMethodIsRefused() {
		assertRefused("OffloadChecksTests$FinalMethod.work()", "is final", "Remove 'final'", FinalMethod.class);
	}

	@Test
	void privateMethodIsRefused() {
		assertRefused("OffloadChecksTests$PrivateMethod.work()", "is private", "Make it public", PrivateMethod.class);
	}

	@Test
	void staticMethodIsRefused() {
		assertRefused("OffloadChecksTests$StaticMethod.work()", "is static", "instance method", StaticMethod.class);
	}

	@Test
	void finalPublicMethodOfAnnotatedClassIsRefused() {
		assertRefused("OffloadChecksTests$FinalMethodInType.work()", "is final", "Remove 'final'",
				FinalMethodInType.class);
	}

	@Test
	void finalClassWithoutInterfaceIsRefused() {
		assertRefused("OffloadChecksTests$FinalClass", "is a final class without an interface",
				"implement an interface", FinalClass.class);
	}

	@Test
	void recordWithoutInterfaceIsRefused() {
		assertRefused("OffloadChecksTests$RecordClass", "is a record without an interface", "implement an interface",
				RecordClass.class);
	}

	@Test
	void finalClassWhoseFactoryMethodHidesItIsRefused() {
		assertRefused("OffloadChecksTests$FinalClass", "is a final class", "not final", HidingConfiguration.class);
	}

	@Test
	void methodOfFinalClassThatIsOnNoInterfaceIsRefused() {
		assertRefused("OffloadChecksTests$FinalWithInterface.work()", "is on no interface",
				"Declare it on an interface", FinalWithInterface.class);
	}

	@Test
	void packagePrivateMethodOfAnotherPackageIsRefused() throws Exception {
		Class<?> type = new ByteBuddy().subclass(OtherPackage.class)
			.name("io.github.workerthreads.elsewhere.Sub")
			.make()
			.load(getClass().getClassLoader())
			.getLoaded();
		assertRefused("elsewhere.Sub.work()", "is package-private in a package other", "public or protected", type);
	}

	@Test
	void beanMethodIsRefused() {
		assertRefused("OffloadChecksTests$BeanMethod.text()", "creates a bean", "Annotate the class of that bean",
				BeanMethod.class);
	}

	@Test
	void unknownPoolIsRefusedWithNamesAndProperty() {
		assertRefused("OffloadChecksTests$UnknownPool.work()",
				"names the pool 'imges', but there are only [default, images, narrow, abandoning]",
				"worker-threads.pools.imges.size=2", UnknownPool.class);
	}

	@Test
	void malformedTimeoutIsRefused() {
		assertRefused("OffloadChecksTests$MalformedTimeout.work()", "has a timeout that is not a duration: '5 apples'",
				"'500ms', '5s' or '2m'", MalformedTimeout.class);
	}

	@Test
	void negativeQueueTimeoutIsRefused() {
		assertRefused("OffloadChecksTests$NegativeQueueTimeout.work()", "has a negative queueTimeout: '-5s'",
				"positive duration", NegativeQueueTimeout.class);
	}

	@Test
	void priorityOutOfRangeIsRefused() {
		assertRefused("OffloadChecksTests$TooUrgent.work()", "has a priority that is out of range: 10",
				"Use a number from 0 to 9", TooUrgent.class);
	}

	@Test
	void malformedKeyIsRefused() {
		assertRefused("OffloadChecksTests$MalformedKey.work(String)", "has a key '#id +' which is not an expression",
				"Use a SpEL expression over the arguments", MalformedKey.class);
	}

	@Test
	void shareOfWhatIsNoArgumentIsRefused() {
		assertRefused("OffloadChecksTests$UnknownShare.work(String)",
				"has a share '#tennant' which looks at [#tennant], but there is only [#a0, #p0, #tenant]",
				"such as '#order.id' or '#a0'", UnknownShare.class);
	}

	@Test
	void unresolvablePlaceholderIsRefused() {
		assertRefused("OffloadChecksTests$MissingPlaceholder.work()",
				"has a placeholder in its pool that cannot be resolved: '${no.such.property}'", "Define the property",
				MissingPlaceholder.class);
	}

	@Test
	void awaitFalseOnMethodWithResultIsRefused() {
		assertRefused("OffloadChecksTests$DetachedResult.work()", "has await = false, but returns a value",
				"CompletableFuture", DetachedResult.class);
	}

	@Test
	void parameterThatCanNeverBeClonedIsRefused() {
		assertRefused("OffloadChecksTests$StreamParameter.work(Stream)",
				"has a parameter 'lines' that can never be cloned: java.util.stream.Stream",
				"annotate the parameter with @Transfer", StreamParameter.class);
		assertRefused("ConnectionParameter.work(Connection)", "java.sql.Connection", "@Transfer",
				ConnectionParameter.class);
		assertRefused("LambdaParameter.work(Supplier)", "java.util.function.Supplier", "@Transfer",
				LambdaParameter.class);
	}

	@Test
	void typeArgumentThatCanNeverBeClonedIsRefused() {
		assertRefused("StreamsParameter.work(Map)", "java.io.InputStream", "@Transfer", StreamsParameter.class);
		assertRefused("GenericImplementation.work(List)", "java.io.InputStream", "@Transfer",
				GenericImplementation.class);
	}

	@Test
	void resultThatCanNeverBeClonedIsRefused() {
		assertRefused("StreamResult.work()", "has a result that can never be cloned",
				"annotate the method with @Transfer", StreamResult.class);
		assertRefused("FutureStreamResult.work()", "java.io.InputStream", "@Transfer", FutureStreamResult.class);
		assertRefused("FluxStreamResult.work()", "java.io.InputStream", "@Transfer", FluxStreamResult.class);
		assertRefused("NestedMono.work()", "reactor.core.publisher.Mono", "@Transfer", NestedMono.class);
	}

	@Test
	void returnTypeThatPoolCannotMakeIsRefused() {
		assertRefused("SpecialFuture.work()", "returns java.util.concurrent.FutureTask", "CompletableFuture",
				SpecialFuture.class);
		assertRefused("SpecialFlux.work()", "returns reactor.core.publisher.ConnectableFlux", "Flux",
				SpecialFlux.class);
	}

	@Test
	void suspendFunctionIsRefused() {
		Class<?> continuation = new ByteBuddy().makeInterface()
			.name("kotlin.coroutines.Continuation")
			.make()
			.load(getClass().getClassLoader())
			.getLoaded();
		Class<?> type = new ByteBuddy().subclass(Object.class)
			.name("com.acme.Suspending")
			.defineMethod("work", Object.class, Visibility.PUBLIC)
			.withParameters(continuation)
			.intercept(FixedValue.nullValue())
			.annotateMethod(AnnotationDescription.Builder.ofType(OffloadToWorker.class).build())
			.make()
			.load(continuation.getClassLoader())
			.getLoaded();
		assertRefused("com.acme.Suspending.work(Continuation)", "is a suspend function", "regular function", type);
	}

	@Test
	void everythingWrongInContextIsToldAtOnce() {
		List<OffloadProblem> problems = problems(FinalMethod.class, Fine.class, UnknownPool.class, LazyBean.class,
				ManyProblems.class);
		assertThat(problems).extracting(OffloadProblem::location)
			.map((location) -> location.substring(location.indexOf('$') + 1))
			.containsExactlyInAnyOrder("FinalMethod.work()", "UnknownPool.work()", "LazyBean.work()",
					"ManyProblems.first(Stream)", "ManyProblems.first(Stream)", "ManyProblems.second()");
		assertThat(new OffloadDefinitionException(problems)).hasMessageContaining("FinalMethod.work() is final")
			.hasMessageContaining("UnknownPool.work() names the pool");
	}

	@Test
	void lazyBeanWhoseTypeIsHiddenIsCheckedWhenCreated() {
		try (OffloadContext context = OffloadContext.of(HidingLazyConfiguration.class)) {
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("hidden"))
				.withRootCauseInstanceOf(OffloadDefinitionException.class)
				.havingRootCause()
				.withMessageContaining("imges");
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("hidden"));
		}
	}

	@Test
	void transferredTypesAreNotRefused() {
		try (OffloadContext context = OffloadContext.of(Transferring.class)) {
			assertThat(context.getBean(Transferring.class).first(Stream.of("a", "b"))).containsExactly("a", "b");
		}
	}

	@Test
	void placeholdersAreResolved() {
		System.setProperty("offload.test.pool", "images");
		try (OffloadContext context = OffloadContext.of(Placeholders.class)) {
			assertThat(context.getBean(Placeholders.class).work()).startsWith("worker-images-");
			OffloadedMethods methods = context.getBean(OffloadAdvisor.class).methods();
			methods.annotations().methodsOf(Placeholders.class).forEach((method, annotation) -> {
				OffloadOperation operation = methods.resolver().resolve(annotation, method, Placeholders.class);
				assertThat(operation.pool()).isEqualTo("images");
				assertThat(operation.options().timeout()).isEqualTo(Duration.ofSeconds(5));
				assertThat(operation.options().queueTimeout()).isEqualTo(Duration.ofMinutes(2));
			});
		}
		finally {
			System.clearProperty("offload.test.pool");
		}
	}

	@Test
	void annotatedClassWithoutPublicMethodsIsWarnedOf(CapturedOutput output) {
		OffloadContext.of(NothingPublic.class).close();
		assertThat(output).contains("WARN",
				"OffloadChecksTests$NothingPublic is annotated with @OffloadToWorker, but has no public method");
	}

	private static void assertRefused(String location, String reason, String remedy, Class<?>... components) {
		assertThat(problems(components)).singleElement().satisfies((problem) -> {
			assertThat(problem.location()).endsWith(location);
			assertThat(problem.reason()).contains(reason);
			assertThat(problem.remedy()).contains(remedy);
		});
	}

	private static List<OffloadProblem> problems(Class<?>... components) {
		Throwable failure = catchThrowable(() -> OffloadContext.of(components).close());
		while (failure != null && !(failure instanceof OffloadDefinitionException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOf(OffloadDefinitionException.class);
		return ((OffloadDefinitionException) failure).getProblems();
	}

	static class Fine {

		@OffloadToWorker
		void work() {
		}

	}

	static class FinalMethod {

		@OffloadToWorker
		final void work() {
		}

	}

	static class PrivateMethod {

		@OffloadToWorker
		private void work() {
		}

	}

	static class StaticMethod {

		@OffloadToWorker
		static void work() {
		}

	}

	@OffloadToWorker
	public static class FinalMethodInType {

		public final void work() {
		}

	}

	static final class FinalClass {

		@OffloadToWorker
		void work() {
		}

	}

	record RecordClass() {

		@OffloadToWorker
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingConfiguration {

		@Bean
		Object hidden() {
			return new FinalClass();
		}

	}

	static final class FinalWithInterface implements Supplier<String> {

		@Override
		public String get() {
			return "";
		}

		@OffloadToWorker
		void work() {
		}

	}

	public static class OtherPackage {

		@OffloadToWorker
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethod {

		@Bean
		@OffloadToWorker
		String text() {
			return "";
		}

	}

	static class UnknownPool {

		@OffloadToWorker("imges")
		void work() {
		}

	}

	static class MalformedTimeout {

		@OffloadToWorker(timeout = "5 apples")
		void work() {
		}

	}

	static class TooUrgent {

		@OffloadToWorker(priority = 10)
		void work() {
		}

	}

	static class MalformedKey {

		@OffloadToWorker(key = "#id +")
		void work(String id) {
		}

	}

	static class UnknownShare {

		@OffloadToWorker(share = "#tennant")
		void work(String tenant) {
		}

	}

	static class NegativeQueueTimeout {

		@OffloadToWorker(queueTimeout = "-5s")
		void work() {
		}

	}

	static class MissingPlaceholder {

		@OffloadToWorker("${no.such.property}")
		void work() {
		}

	}

	static class DetachedResult {

		@OffloadToWorker(await = false)
		int work() {
			return 1;
		}

	}

	static class StreamParameter {

		@OffloadToWorker
		void work(Stream<String> lines) {
		}

	}

	static class ConnectionParameter {

		@OffloadToWorker
		void work(Connection connection) {
		}

	}

	static class LambdaParameter {

		@OffloadToWorker
		void work(Supplier<String> supplier) {
		}

	}

	static class StreamsParameter {

		@OffloadToWorker
		void work(Map<String, List<? extends InputStream>> streams) {
		}

	}

	abstract static class Generic<T> {

		@OffloadToWorker
		void work(List<T> values) {
		}

	}

	static class GenericImplementation extends Generic<InputStream[]> {

	}

	static class StreamResult {

		@OffloadToWorker
		Stream<String> work() {
			return Stream.empty();
		}

	}

	static class FutureStreamResult {

		@OffloadToWorker
		CompletableFuture<InputStream> work() {
			return new CompletableFuture<>();
		}

	}

	static class FluxStreamResult {

		@OffloadToWorker
		Flux<InputStream> work() {
			return Flux.empty();
		}

	}

	static class NestedMono {

		@OffloadToWorker
		CompletableFuture<Mono<String>> work() {
			return new CompletableFuture<>();
		}

	}

	static class SpecialFuture {

		@OffloadToWorker
		FutureTask<String> work() {
			return new FutureTask<>(() -> "");
		}

	}

	static class SpecialFlux {

		@OffloadToWorker
		ConnectableFlux<String> work() {
			return Flux.<String>empty().publish();
		}

	}

	@Lazy
	static class LazyBean {

		@OffloadToWorker("imges")
		void work() {
		}

	}

	@Scope("prototype")
	static class ManyProblems {

		@OffloadToWorker(timeout = "x")
		void first(Stream<String> lines) {
		}

		@OffloadToWorker(await = false)
		int second() {
			return 1;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingLazyConfiguration {

		@Bean
		@Lazy
		Object hidden() {
			return new UnknownPool();
		}

	}

	static class Transferring {

		@OffloadToWorker
		@Transfer
		Stream<String> first(@Transfer Stream<String> lines) {
			return lines;
		}

	}

	static class Placeholders {

		@OffloadToWorker(pool = "${offload.test.pool}", timeout = "${offload.test.timeout:5s}",
				queueTimeout = "${offload.test.queue-timeout:PT2M}")
		String work() {
			return Thread.currentThread().getName();
		}

	}

	@OffloadToWorker
	static class NothingPublic {

		void work() {
		}

	}

}
