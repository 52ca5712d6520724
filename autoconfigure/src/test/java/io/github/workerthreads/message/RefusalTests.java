package io.github.workerthreads.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.channels.Channels;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.support.GenericApplicationContext;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what cannot be cloned is refused with path, reason and remedy.
 */
@ParameterizedClass
@EnumSource
class RefusalTests {

	@Parameter
	Clones clones;

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void valueIsRefusedWithPathAndReason(String reason, Object value) {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("message", new Carrier(List.of(value))))
			.withMessageStartingWith("Cannot clone 'message.content[0]': ")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("message.content[0]"));
	}

	static List<Arguments> valueIsRefusedWithPathAndReason() {
		String captured = String.valueOf(1);
		List<Arguments> arguments = new ArrayList<>();
		refuse(arguments, "a lambda or method reference is code", (Supplier<Object>) () -> captured,
				(Function<String, Integer>) String::length, Comparator.comparing(String::length));
		refuse(arguments, "is a generated proxy", proxy(Marker.class));
		refuse(arguments, "is a proxy of Spring", new ProxyFactory(new ArrayList<>()).getProxy());
		refuse(arguments, "is a thread", new Thread());
		refuse(arguments, "is a class loader", RefusalTests.class.getClassLoader());
		refuse(arguments, "is a stream or file", new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(),
				new StringReader(""), new StringWriter(), new Socket(),
				Channels.newChannel(new ByteArrayInputStream(new byte[0])));
		refuse(arguments, "is a database resource", proxy(Connection.class));
		refuse(arguments, "can be consumed only once", Stream.of("a"), IntStream.of(1), List.of("a").iterator(),
				new ArrayList<>(List.of("a")).listIterator(), Collections.enumeration(List.of()),
				List.of().spliterator(), new Scanner(""));
		refuse(arguments, "completes on one side only", new CompletableFuture<>(), proxy(Future.class));
		refuse(arguments, "belongs to the threads of one side", new ThreadLocal<>());
		refuse(arguments, "synchronizes threads", new ReentrantLock(), new ReentrantReadWriteLock(), new Semaphore(1),
				new CountDownLatch(1));
		refuse(arguments, "generates random numbers", new Random());
		refuse(arguments, "depends on the garbage collector", new WeakReference<>(""), new WeakHashMap<>());
		refuse(arguments, "runs code on threads of its own", ForkJoinPool.commonPool(), new DirectExecutor());
		refuse(arguments, "is a hold on a process or on code", MethodHandles.lookup(), ProcessHandle.current());
		refuse(arguments, "is a logger", Logger.getLogger("test"), LoggerFactory.getLogger("test"));
		refuse(arguments, "is part of the application", new GenericApplicationContext());
		refuse(arguments, "no copy rule for the JDK's class", new SynchronousQueue<>(),
				Collections.checkedList(new ArrayList<>(), String.class));
		refuse(arguments, "extends the JDK's class java.util.Date", new Birthday());
		return arguments;
	}

	private static void refuse(List<Arguments> arguments, String reason, Object... values) {
		for (Object value : values) {
			arguments.add(Arguments.of(reason, value));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.hibernate.proxy.HibernateProxy", "org.hibernate.collection.spi.PersistentCollection",
			"org.springframework.web.multipart.MultipartFile", "org.apache.logging.log4j.Logger",
			"jakarta.persistence.EntityManager", "javax.sql.DataSource", "jakarta.servlet.ServletRequest" })
	void typeOfALibraryIsRefusedByTheNameOfItsInterface(String name) throws Exception {
		try (MadeUpClasses classes = new MadeUpClasses()) {
			Object value = classes.instanceImplementing(name);
			assertThatExceptionOfType(DataCloneException.class)
				.isThrownBy(() -> this.clones.clone("message", new Carrier(value)))
				.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("message.content"));
			assertThat(Clones.STRUCTURED_CLONE.whyNeverCloneable(value.getClass())).startsWith("made.up.Value");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "made.up.Order$$SpringCGLIB$$0", "made.up.Order$HibernateProxy$x1",
			"made.up.Order_$$_jvst12_0", "made.up.Order$$EnhancerByCGLIB$$1a" })
	void generatedProxyIsRefusedByItsName(String name) throws Exception {
		try (MadeUpClasses classes = new MadeUpClasses()) {
			Object value = classes.instanceOf(name);
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("message", value))
				.withMessageContaining("is a generated proxy");
		}
	}

	@Test
	void classWithAFieldOfAMissingClassIsRefused() throws Exception {
		try (MadeUpClasses classes = new MadeUpClasses()) {
			Object value = classes.instanceWithFieldOf("made.up.Missing");
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("message", value))
				.withMessageContaining("needs a class that is missing")
				.withMessageContaining("made/up/Missing");
		}
	}

	@Test
	void anonymousClassThatHoldsItsCreatorIsRefused() {
		Object anonymous = new Object() {

			private final Clones outer = RefusalTests.this.clones;

			@Override
			public String toString() {
				return RefusalTests.this.toString() + this.outer;
			}

		};
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("message", anonymous))
			.withMessageContaining("holds the instance it was created in");
	}

	@Test
	void pathNamesFieldsIndexesAndKeys() {
		InputStream stream = InputStream.nullInputStream();
		Map<Object, Object> byNumber = new TreeMap<>(Map.of(7, new Object[][] { {}, { "a", stream } }));
		assertRefused("order.content[7][1][1]", new Carrier(byNumber));
		assertRefused("order[\"name\"].content", new HashMap<>(Map.of("name", new Carrier(stream))));
		assertRefused("order.keys[0].content", new HashMap<>(Map.of(new Carrier(stream), "name")));
		assertRefused("order.values[0]", new HashMap<>(Map.of(new Probe(1), stream)));
		assertRefused("order[0].content", Set.of(new Carrier(stream)));
		assertRefused("order.cause.content", new IllegalStateException(new CarrierException(stream)));
		assertRefused("order[\"a\"][0]", Collections.unmodifiableMap(new HashMap<>(Map.of("a", List.of(stream)))));
	}

	@Test
	void pathOfDeepValueIsShortened() {
		Object deep = inside(10_000);
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("message", deep))
			.satisfies((ex) -> assertThat(ex.getPath()).startsWith("message.content.content")
				.contains(" more) ")
				.hasSizeLessThan(400));
	}

	@Test
	void pathHasSixteenStepsOnEachSideOfWhatItLeavesOutAndTheLast() {
		String half = ".content".repeat(16);
		assertRefused("order" + half + half + ".content", inside(33));
		assertRefused("order" + half + " ... (1 more) ... " + half + ".content", inside(34));
		assertRefused("order" + half + " ... (2 more) ... " + half + ".content", inside(35));
	}

	private static Object inside(int carriers) {
		Object message = InputStream.nullInputStream();
		for (int i = 0; i < carriers; i++) {
			message = new Carrier(message);
		}
		return message;
	}

	@Test
	void refusedArgumentIsNamed() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.cloneArguments(new String[] { "id", "upload" },
					new Object[] { 1, new Carrier(InputStream.nullInputStream()) }))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("upload.content"));
	}

	@ParameterizedTest
	@ValueSource(classes = { InputStream.class, InputStream[].class, ByteArrayInputStream.class, Connection.class,
			Stream.class, Iterator.class, Thread.class, ClassLoader.class, CompletableFuture.class, Executor.class,
			Runnable.class, Callable.class, Function.class, Supplier.class, Logger.class, Random.class,
			ReentrantLock.class, SynchronousQueue.class, GenericApplicationContext.class })
	void typeThatCanNeverBeClonedIsKnownBefore(Class<?> type) {
		assertThat(Clones.STRUCTURED_CLONE.whyNeverCloneable(type)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, String.class, int.class, void.class, Void.class, byte[].class, List.class,
			Map.class, Comparable.class, Comparator.class, Carrier.class, Probe.class, Number.class, Exception.class,
			Enum.class, Iterable.class, Marker.class, Optional.class })
	void typeThatMayBeClonedPasses(Class<?> type) {
		assertThat(Clones.STRUCTURED_CLONE.whyNeverCloneable(type)).isNull();
	}

	private void assertRefused(String path, Object message) {
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("order", message))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo(path));
	}

	private static Object proxy(Class<?> type) {
		return Proxy.newProxyInstance(RefusalTests.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> "toString".equals(method.getName()) ? "proxy" : null);
	}

	static class Carrier {

		final Object content;

		Carrier(Object content) {
			this.content = content;
		}

	}

	static class CarrierException extends RuntimeException {

		private final transient Object content;

		CarrierException(Object content) {
			this.content = content;
		}

	}

	static class DirectExecutor implements Executor {

		@Override
		public void execute(Runnable command) {
			command.run();
		}

	}

	static class Birthday extends Date {

	}

	interface Marker {

		void mark();

	}

}
