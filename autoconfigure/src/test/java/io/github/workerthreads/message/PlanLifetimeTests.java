package io.github.workerthreads.message;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that plans keep no class loader alive.
 */
class PlanLifetimeTests {

	private final StructuredClone structuredClone = new StructuredClone();

	@Test
	void loaderOfCopiedObjectsIsCollected() throws Exception {
		WeakReference<ClassLoader> loader = copyObjectsOfANewLoader(this.structuredClone);
		awaitCollection(loader);
		assertThat(this.structuredClone.clone("list", new ArrayList<>(List.of(new Probe(1))))).hasSize(1);
	}

	@Test
	void fieldThatOnceHadAnObjectOfALoaderDoesNotKeepItAlive() throws Exception {
		Holder holder = new Holder();
		WeakReference<ClassLoader> loader = fill(holder);
		assertThat(this.structuredClone.clone("holder", holder).content).isNotSameAs(holder.content);
		holder.content = null;
		awaitCollection(loader);
		assertThat(this.structuredClone.clone("holder", holder)).isNotSameAs(holder);
	}

	@Test
	void loaderOfTheLibraryIsCollectedThoughItCopiedObjectsOfTheJdk() throws Exception {
		awaitCollection(useALibraryOfItsOwn());
	}

	private WeakReference<ClassLoader> fill(Holder holder) throws Exception {
		try (IsolatedLoader loader = new IsolatedLoader()) {
			holder.content = loader.instanceOf(ForeignBean.class);
			return new WeakReference<>(loader);
		}
	}

	private WeakReference<ClassLoader> copyObjectsOfANewLoader(StructuredClone structuredClone) throws Exception {
		try (IsolatedLoader loader = new IsolatedLoader()) {
			for (Class<?> type : List.of(ForeignBean.class, ForeignList.class, ForeignException.class)) {
				Object original = loader.instanceOf(type);
				assertThat(original.getClass()).isNotSameAs(type);
				Object copy = structuredClone.clone("value", List.of(original, Collections.singletonList(original)));
				assertThat(((List<?>) copy).get(0)).isNotSameAs(original).hasSameClassAs(original);
			}
			Object record = ((Supplier<?>) loader.instanceOf(ForeignSupplier.class)).get();
			assertThat(structuredClone.clone("record", record)).isNotSameAs(record).hasSameClassAs(record);
			return new WeakReference<>(loader);
		}
	}

	private WeakReference<ClassLoader> useALibraryOfItsOwn() throws Exception {
		try (IsolatedLoader loader = new IsolatedLoader()) {
			Object library = loader.instanceOf(StructuredClone.class);
			assertThat(library.getClass()).isNotSameAs(StructuredClone.class);
			Object copy = library.getClass()
				.getMethod("clone", String.class, Object.class)
				.invoke(library, "value", new ArrayList<>(List.of(new Probe(1), Collections.emptyList())));
			assertThat(copy).isEqualTo(List.of(new Probe(1), List.of()));
			return new WeakReference<>(loader);
		}
	}

	private void awaitCollection(WeakReference<ClassLoader> loader) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).until(() -> {
			System.gc();
			return loader.get() == null;
		});
	}

	/**
	 * Loader that defines this library's classes again.
	 */
	static final class IsolatedLoader extends URLClassLoader {

		IsolatedLoader() {
			super(new URL[0], PlanLifetimeTests.class.getClassLoader());
		}

		Object instanceOf(Class<?> type) throws ReflectiveOperationException {
			var constructor = loadClass(type.getName()).getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				if (!name.startsWith("io.github.workerthreads.") || name.equals(Probe.class.getName())) {
					return super.loadClass(name, resolve);
				}
				byte[] bytes = bytes(name);
				return defineClass(name, bytes, 0, bytes.length);
			}
		}

		private byte[] bytes(String name) throws ClassNotFoundException {
			try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

	static class Holder {

		private @Nullable Object content;

	}

	static class ForeignBean {

		private final List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder("a")));

		private int number = 1;

		private String text = "a";

	}

	static class ForeignList extends ArrayList<Object> {

		private final StringBuilder builder = new StringBuilder("a");

		ForeignList() {
			add(this.builder);
		}

	}

	static class ForeignException extends RuntimeException {

		private final StringBuilder builder = new StringBuilder("a");

	}

	record ForeignRecord(StringBuilder builder, List<Object> list) {

	}

	static class ForeignSupplier implements Supplier<Object> {

		@Override
		public Object get() {
			return new ForeignRecord(new StringBuilder("a"), new ArrayList<>());
		}

	}

}
