package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.Date;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BeanCopier} and {@link PartCopier}.
 */
class BeanCopierTests {

	private static final MethodType FIELDS = MethodType.methodType(void.class, Object.class, DirectCopier.class,
			Object.class);

	private final DirectCopier copier = new DirectCopier(new TypePlans(BackEnd.COPY, new TypeCloners(List.of())),
			new IdentityTable());

	private final Constructor<?> constructor = new Instantiator(StringBuilder.class, StringBuilder.class).constructor();

	@Test
	void eachConstantIsOneOfAClassOfItsOwn() throws Exception {
		BeanCopier one = BeanCopier.of(this.constructor, appending("one"));
		BeanCopier other = BeanCopier.of(this.constructor, appending("other"));
		assertThat(one.copy("", this.copier)).hasToString("one");
		assertThat(other.copy("", this.copier)).hasToString("other");
		assertThat(one.getClass()).isNotSameAs(other.getClass()).matches(Class::isHidden);
	}

	@Test
	void whatIsNoConstantDoesTheSame() throws Exception {
		BeanCopier held = new HeldBeanCopier(this.constructor, appending("held"));
		assertThat(held.copy("", this.copier)).isInstanceOf(StringBuilder.class).hasToString("held");
	}

	@Test
	void whatAHandleThrowsIsThrown() {
		MethodHandle failing = MethodHandles.dropArguments(
				MethodHandles.insertArguments(MethodHandles.throwException(void.class, IllegalStateException.class), 0,
						new IllegalStateException("no")),
				0, FIELDS.parameterList());
		for (BeanCopier failed : List.of(BeanCopier.of(this.constructor, failing),
				new HeldBeanCopier(this.constructor, failing))) {
			assertThatIllegalStateException().isThrownBy(() -> failed.copy("", this.copier)).withMessage("no");
		}
	}

	@Test
	void oneFieldMayHoldValuesOfManyClasses() {
		StructuredClone structuredClone = new StructuredClone();
		Date date = new Date(1);
		Object[] contents = { date, "text", new int[] { 1 }, List.of(date), new Box("inner"), 1, date };
		for (Object content : contents) {
			Box copy = structuredClone.clone("box", new Box(content));
			assertThat(copy.content).usingRecursiveComparison().isEqualTo(content);
			assertThat(copy.content == content).isEqualTo(content instanceof String || content instanceof Integer);
		}
		assertThat(structuredClone.clone("box", new Box(null)).content).isNull();
	}

	private static MethodHandle appending(String text) throws ReflectiveOperationException {
		MethodHandle append = MethodHandles.publicLookup()
			.findVirtual(StringBuilder.class, "append", MethodType.methodType(StringBuilder.class, String.class));
		MethodHandle appending = MethodHandles.insertArguments(append, 1, text);
		return MethodHandles.dropArguments(appending, 1, DirectCopier.class, Object.class).asType(FIELDS);
	}

	private static final class Box {

		private final @Nullable Object content;

		Box(@Nullable Object content) {
			this.content = content;
		}

	}

}
