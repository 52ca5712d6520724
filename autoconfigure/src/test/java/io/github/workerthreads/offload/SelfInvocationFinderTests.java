package io.github.workerthreads.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SelfInvocationFinder}: calls of offloaded methods on {@code this}.
 */
class SelfInvocationFinderTests {

	@Test
	void directCallIsFoundWithClassMethodAndLine() {
		Direct direct = new Direct();
		direct.all();
		assertThat(find(Direct.class)).singleElement().satisfies((found) -> {
			assertThat(found.method()).isEqualTo("work");
			assertThat(found.place().getClassName()).isEqualTo(Direct.class.getName());
			assertThat(found.place().getMethodName()).isEqualTo("all");
			assertThat(found.place().getFileName()).isEqualTo("SelfInvocationFinderTests.java");
			assertThat(found.place().getLineNumber()).isEqualTo(direct.line);
		});
	}

	@Test
	void callWithBranchesInItsArgumentsIsFound() {
		assertThat(callers(Branches.class)).containsExactlyInAnyOrder("ternary", "switched", "caught", "wide", "looped",
				"constructed", "synchronizedCall");
	}

	@Test
	void callInLambdaAndByMethodReferenceIsFound() {
		assertThat(callers(Lambdas.class)).hasSize(4)
			.anyMatch((name) -> name.startsWith("lambda$inLambda$"))
			.anyMatch((name) -> name.startsWith("lambda$inNestedLambda$"))
			.contains("byReference", "bySpecificReference");
	}

	@Test
	void callInAnonymousInnerAndLocalClassIsFound() {
		assertThat(find(Inner.class)).extracting((found) -> found.place().getClassName())
			.containsExactlyInAnyOrder(Inner.class.getName() + "$1", Inner.class.getName() + "$1Local",
					Inner.class.getName() + "$Member", Inner.class.getName() + "$Member");
	}

	@Test
	void callInSuperclassAndInterfaceIsFound() {
		assertThat(callers(Template.class)).containsExactlyInAnyOrder("run", "runTwice");
	}

	@Test
	void callOfInheritedMethodIsFound() {
		assertThat(callers(CallsInherited.class)).containsExactlyInAnyOrder("callInherited");
	}

	@Test
	void callOnAliasIsFoundIfItIsAssignedOnce() {
		assertThat(callers(Aliases.class)).containsExactlyInAnyOrder("alias");
	}

	@Test
	void callOnOtherReceiversIsNotReported() {
		assertThat(callers(Others.class)).isEmpty();
	}

	@Test
	void recursionAndBridgesAndOverloadsAreNotReported() {
		assertThat(callers(Recursive.class)).isEmpty();
	}

	@Test
	void classWithoutClassFileIsPassedOver() {
		Class<?> hidden = new net.bytebuddy.ByteBuddy().subclass(Visible.class)
			.make()
			.load(getClass().getClassLoader())
			.getLoaded();
		assertThat(callers(hidden)).isEmpty();
	}

	@Test
	void wholeTestClassPathIsReadWithoutFailure() {
		List<Class<?>> types = List.of(java.util.concurrent.Callable.class, org.assertj.core.api.AbstractAssert.class,
				reactor.core.publisher.Flux.class, com.tngtech.archunit.core.domain.JavaClass.class);
		assertThat(types).allSatisfy((type) -> assertThat(SelfInvocationFinder.find(type, List.of())).isEmpty());
	}

	private static java.util.Collection<SelfInvocation> find(Class<?> type) {
		return SelfInvocationFinder.find(type, new OffloadAnnotations().methodsOf(type).keySet());
	}

	private static List<String> callers(Class<?> type) {
		return find(type).stream().map((found) -> found.place().getMethodName()).toList();
	}

	static class Direct {

		int line;

		void all() {
			this.line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
			work();
		}

		@OffloadToWorker
		void work() {
		}

	}

	static class Branches {

		private int number;

		String ternary(boolean wide) {
			return work(wide ? "wide" : "narrow", 1L);
		}

		String switched(String kind) {
			return work(switch (kind) {
				case "a" -> "first";
				case "b" -> "second";
				default -> "other";
			}, 2L);
		}

		String caught() {
			try {
				return Integer.toString(Integer.parseInt("x"));
			}
			catch (NumberFormatException ex) {
				return work(ex.getMessage(), 3L);
			}
		}

		String wide(long[] values, double factor) {
			values[0] = values[1]++;
			this.number = (int) (factor * values[0]--);
			return work("" + values[0], (values[1]++ << 2) ^ 4L);
		}

		void looped(List<String> texts) {
			for (int i = 0; i < texts.size(); i++) {
				String text = texts.get(i);
				if (text.isEmpty()) {
					continue;
				}
				work(text, i);
			}
		}

		String constructed() {
			return work(new String(new char[] { 'a', (char) this.number }), (new long[2][3])[0][1]);
		}

		synchronized String synchronizedCall(Object lock) {
			synchronized (lock) {
				return work("locked", 5L);
			}
		}

		@OffloadToWorker
		String work(String text, long number) {
			return text;
		}

	}

	static class Lambdas {

		Supplier<String> inLambda() {
			return () -> work("lambda");
		}

		Supplier<Supplier<String>> inNestedLambda(String text) {
			return () -> () -> work(text);
		}

		List<String> byReference() {
			return List.of("a").stream().map(this::work).toList();
		}

		Callable<String> bySpecificReference() {
			return this::call;
		}

		@OffloadToWorker
		String work(String text) {
			return text;
		}

		@OffloadToWorker
		String call() {
			return "";
		}

	}

	static class Inner {

		Runnable anonymous() {
			return new Runnable() {

				@Override
				public void run() {
					work();
				}

			};
		}

		Object local() {
			class Local {

				void run() {
					Inner.this.work();
				}

			}
			return new Local();
		}

		@OffloadToWorker
		void work() {
		}

		class Member {

			void run() {
				work();
			}

			Runnable later() {
				return () -> Inner.this.work();
			}

			void own() {
				hidden();
			}

			void hidden() {
			}

		}

	}

	interface Twice<T> {

		void process(T value);

		default void runTwice(T value) {
			process(value);
		}

	}

	abstract static class Base<T> implements Twice<T> {

		void run(T value) {
			process(value);
		}

	}

	static class Template extends Base<String> {

		@Override
		@OffloadToWorker
		public void process(String value) {
		}

	}

	static class HasWork {

		@OffloadToWorker
		void work() {
		}

	}

	static class CallsInherited extends HasWork {

		void callInherited() {
			work();
		}

	}

	static class Aliases {

		private @Nullable Aliases next;

		void alias() {
			Aliases self = this;
			self.work();
		}

		void chain() {
			for (Aliases current = this; current != null; current = current.next) {
				current.work();
			}
		}

		@OffloadToWorker
		void work() {
		}

	}

	static class Others {

		private final @Nullable Others delegate = null;

		private final List<Others> all = new ArrayList<>();

		void throughField() {
			this.delegate.work();
		}

		void throughParameter(Others other) {
			other.work();
			Others alias = other;
			alias.work();
		}

		void throughCollection() {
			this.all.forEach(Others::work);
			this.all.get(0).work();
			for (Others other : this.all) {
				other.work();
			}
		}

		void throughResult() {
			self().work();
			new Others().work();
		}

		void throughChoice(boolean own, Others other) {
			(own ? this : other).work();
		}

		void throughReassignedParameter(Others other) {
			if (other == null) {
				other = this;
			}
			other.work();
		}

		Runnable boundReference(Others other) {
			return other::work;
		}

		private Others self() {
			return this;
		}

		@OffloadToWorker
		void work() {
		}

	}

	public static class Visible {

		@OffloadToWorker
		public void work() {
		}

	}

	static class Recursive extends Base<Integer> {

		@OffloadToWorker
		int fibonacci(int n) {
			return (n < 2) ? n : fibonacci(n - 1) + fibonacci(n - 2);
		}

		@OffloadToWorker
		int sum(int n) {
			return IntStream.range(0, n).map((i) -> sum(i)).sum();
		}

		@Override
		public void process(Integer value) {
		}

		void other() {
			fibonacci("text");
		}

		int fibonacci(String text) {
			return 0;
		}

	}

}
