package io.github.workerthreads.message;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AllowedTypes}.
 */
class AllowedTypesTests {

	@Test
	void typesOfTheJdkAreAllowedButForUrls() {
		AllowedTypes types = AllowedTypes.ofJdk();
		assertThat(Stream.of(String.class, int.class, int[][].class, List.of().getClass(), TimeUnit.class,
				IOException.class, Object[].class))
			.allMatch(types::allows);
		assertThat(Stream.of(URL.class, URL[].class, Order.class, Order[].class)).noneMatch(types::allows);
		assertThat(types.withPatterns(List.of("java.net.URL")).allows(URL.class)).isTrue();
	}

	@Test
	void whatSignaturesReachIsAllowed() {
		AllowedTypes types = AllowedTypes.ofJdk().withMethods(List.of(Shop.class.getDeclaredMethods()));
		assertThat(Stream.of(Order.class, Line.class, Line[][].class, Customer.class, Person.class, Status.class,
				Circle.class, Square.class, SoldOut.class, Receipt.class, Node.class))
			.allMatch(types::allows);
		assertThat(Stream.of(Gadget.class, Special.class, Shape.class, Shop.class, InputStream[].class.getClass(),
				Plugin.class, Unrelated.class))
			.filteredOn(types::allows)
			.containsExactly(Class.class);
	}

	@Test
	void implementationOfAnInterfaceIsRefusedWithTheProperty() {
		MessageCodec codec = new BinaryMessageCodec(getClass().getClassLoader(),
				AllowedTypes.ofJdk().withReachableFrom(List.of(Holder.class)), MessageLimits.defaults());
		assertThat(codec.decode("holder", codec.encode("holder", new Holder("text")))).isEqualTo(new Holder("text"));
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> codec.encode("holder", new Holder(List.of(new Gadget()))))
			.withMessageContaining(Gadget.class.getName() + " is not among the types that messages in bytes may hold")
			.withMessageContaining("implementations of interfaces and subclasses")
			.withMessageEndingWith("Add it to 'worker-threads.allowed-types'")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("holder.content[0]"));
	}

	@Test
	void patternsNameClassesAndPackages() {
		AllowedTypes types = AllowedTypes.ofJdk()
			.withPatterns(List.of(Gadget.class.getName(), "com.acme.*", "com.acme.Named"));
		assertThat(types.allows(Gadget[].class)).isTrue();
		assertThat(types.allows(Special.class)).isFalse();
		assertThat(Stream.of("com.acme.Order", "com.acme.sub.Order", "[Lcom.acme.Order;", "[[Lcom.acme.Order;"))
			.allMatch(types::allowsName);
		assertThat(Stream.of("com.acmeOrder", "com.acme", "org.acme.Order", "[com.acme.Order", "x[Lcom.acme.Order;"))
			.noneMatch(types::allowsName);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", ".*", "com..acme", "com.acme.", ".com", "com.acme.Or*", "com acme", "[I" })
	void patternThatIsNeitherIsRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedTypes.ofJdk().withPatterns(List.of(pattern)))
			.withMessageContaining("worker-threads.allowed-types")
			.withMessageContaining("'" + pattern + "'");
	}

	interface Shop {

		CompletableFuture<Optional<Receipt>> buy(Order order, Map<String, ? extends Customer> customers) throws SoldOut;

		<T extends Node<T>> void walk(T node, Supplier<Shape> shape, InputStream stream);

	}

	record Order(List<Line[]> lines, Object anything, Status status) {

	}

	record Line(Plugin plugin) {

	}

	static class Person {

		private String name = "a";

	}

	static class Customer extends Person {

	}

	static class Special extends Customer {

	}

	static class Node<T> {

		private T next;

	}

	enum Status {

		OPEN

	}

	sealed interface Shape permits Circle, Square {

	}

	record Circle(int radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

	static class SoldOut extends Exception {

	}

	record Receipt(String text) {

	}

	interface Plugin {

	}

	static class Gadget implements Plugin {

		private int number = 1;

	}

	record Holder(Object content) {

	}

	static class Unrelated {

	}

}
