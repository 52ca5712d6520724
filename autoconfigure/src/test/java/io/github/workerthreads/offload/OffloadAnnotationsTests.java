package io.github.workerthreads.offload;

import java.io.Closeable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OffloadAnnotations}: where the annotation is found.
 */
class OffloadAnnotationsTests {

	private final OffloadAnnotations annotations = new OffloadAnnotations();

	@Test
	void valueIsAliasOfPool() {
		assertThat(find(Plain.class, "byValue").pool()).isEqualTo("images");
		assertThat(find(Plain.class, "byPool").value()).isEqualTo("images");
	}

	@Test
	void metaAnnotationIsFoundWithItsAttributes() {
		OffloadToWorker annotation = find(Plain.class, "composed");
		assertThat(annotation.pool()).isEqualTo("images");
		assertThat(annotation.timeout()).isEqualTo("7s");
		assertThat(annotation.queueTimeout()).isEqualTo("1s");
	}

	@Test
	void overloadIsItsOwnMethod() {
		assertThat(poolsByMethod(Overloaded.class)).containsOnly(Map.entry("scale(int)", "images"));
	}

	@Test
	void typeLevelAnnotationCoversPublicInstanceMethodsOnly() {
		assertThat(poolsByMethod(TypeLevel.class)).containsOnly(Map.entry("first()", "images"),
				Map.entry("own()", "own"), Map.entry("inherited()", "images"));
	}

	@Test
	void typeLevelAnnotationOnSuperclassCoversItsMethodsOnly() {
		assertThat(poolsByMethod(ExtendsTypeLevel.class)).containsOnly(Map.entry("first()", "images"),
				Map.entry("own()", "own"), Map.entry("inherited()", "images"));
	}

	@Test
	void typeLevelAnnotationOnInterfaceCoversItsMethodsOnly() {
		assertThat(poolsByMethod(AnnotatedRenderer.class)).containsOnly(Map.entry("render(String)", "images"),
				Map.entry("renderTwice(String)", "images"));
	}

	@Test
	void annotationOnInterfaceMethodIsFoundOnImplementation() throws NoSuchMethodException {
		assertThat(poolsByMethod(TextConverter.class)).containsOnly(Map.entry("convert(String)", "generic"));
		Method generic = Converter.class.getMethod("convert", Object.class);
		assertThat(this.annotations.find(generic, TextConverter.class)).isNotNull();
		Method bridge = TextConverter.class.getMethod("convert", Object.class);
		assertThat(bridge.isBridge()).isTrue();
		assertThat(this.annotations.find(bridge, TextConverter.class)).isNotNull();
	}

	@Test
	void annotationOnOverridingMethodWins() {
		assertThat(find(OwnPool.class, "convert").pool()).isEqualTo("own");
	}

	@Test
	void annotationOnDefaultMethodIsFound() {
		assertThat(poolsByMethod(UsesDefault.class)).containsOnly(Map.entry("answer()", "defaults"));
	}

	@Test
	void annotationIsFoundOnProxyOfInterfaces() {
		Object proxy = java.lang.reflect.Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Converter.class }, (self, method, arguments) -> null);
		assertThat(poolsByMethod(proxy.getClass())).containsOnly(Map.entry("convert(Object)", "generic"));
	}

	@Test
	void classWithoutAnnotationHasNone() {
		assertThat(this.annotations.methodsOf(String.class)).isEmpty();
		assertThat(this.annotations.methodsOf(Duration.class)).isEmpty();
		assertThat(this.annotations.methodsOf(OffloadAnnotationsTests.class)).isEmpty();
	}

	private OffloadToWorker find(Class<?> type, String name) {
		OffloadToWorker annotation = this.annotations.find(ReflectionUtils.findMethod(type, name, (Class<?>[]) null),
				type);
		assertThat(annotation).isNotNull();
		return annotation;
	}

	private Map<String, String> poolsByMethod(Class<?> type) {
		return this.annotations.methodsOf(type).entrySet().stream().collect(Collectors.toMap((entry) -> {
			String description = MethodNames.describe(entry.getKey().getDeclaringClass(), entry.getKey());
			return description.substring(description.substring(0, description.indexOf('(')).lastIndexOf('.') + 1);
		}, (entry) -> entry.getValue().pool()));
	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@OffloadToWorker(pool = "images", timeout = "5s", queueTimeout = "1s")
	@interface OnImages {

		@AliasFor(annotation = OffloadToWorker.class)
		String timeout() default "6s";

	}

	static class Plain {

		@OffloadToWorker("images")
		void byValue() {
		}

		@OffloadToWorker(pool = "images")
		void byPool() {
		}

		@OnImages(timeout = "7s")
		void composed() {
		}

	}

	static class Overloaded {

		@OffloadToWorker("images")
		void scale(int width) {
		}

		void scale(long width) {
		}

		void scale(int width, int height) {
		}

	}

	public static class Parent {

		public void inherited() {
		}

	}

	@OffloadToWorker("images")
	public static class TypeLevel extends Parent implements BeanNameAware, InitializingBean, Closeable {

		public void first() {
		}

		@OffloadToWorker("own")
		void own() {
		}

		void packagePrivate() {
		}

		protected void visibleToSubclasses() {
		}

		public static void ofClass() {
		}

		@Override
		public void setBeanName(String name) {
		}

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void close() {
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public String toString() {
			return "type level";
		}

	}

	public static class ExtendsTypeLevel extends TypeLevel {

		@Override
		public void first() {
		}

		public void added() {
		}

	}

	@OffloadToWorker("images")
	public interface Renderer {

		String render(String text);

		default String renderTwice(String text) {
			return render(render(text));
		}

	}

	public static class AnnotatedRenderer implements Renderer {

		@Override
		public String render(String text) {
			return text;
		}

		public void helper() {
		}

	}

	interface Converter<T> {

		@OffloadToWorker("generic")
		T convert(T value);

	}

	static class TextConverter implements Converter<String> {

		@Override
		public String convert(String value) {
			return value;
		}

	}

	static class OwnPool implements Converter<String> {

		@Override
		@OffloadToWorker("own")
		public String convert(String value) {
			return value;
		}

	}

	interface HasDefault {

		@OffloadToWorker("defaults")
		default int answer() {
			return 42;
		}

	}

	static class UsesDefault implements HasDefault {

	}

}
