package io.github.workerthreads.message;

import java.util.List;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how forms are found by their numbers and types.
 */
class ValueFormsTests {

	@Test
	void numbersOfBasicFormsAreThoseOfTheirTypes() {
		check(BasicForms.FIRST, BasicForms.TYPES, BasicForms::create);
		check(ArrayForms.FIRST, ArrayForms.TYPES, ArrayForms::create);
	}

	private static void check(int first, List<Class<?>> types, IntFunction<@Nullable ValueForm> create) {
		for (int i = 0; i < types.size(); i++) {
			int number = first + i;
			ValueForm form = create.apply(number);
			assertThat(form.number()).isEqualTo(number);
			assertThat(form.type()).isEqualTo(types.get(i));
			assertThat(ValueForms.planFor(types.get(i), BackEnd.BYTES)).isSameAs(ValueForms.of(number));
		}
		assertThat(create.apply(first - 1)).isNull();
		assertThat(create.apply(first + types.size())).isNull();
	}

	@Test
	void numbersWithoutAFormHaveNone() {
		assertThat(ValueForms.of(0)).isNull();
		assertThat(ValueForms.of(30)).isNull();
		assertThat(ValueForms.of(48)).isNull();
		assertThat(ValueForms.of(255)).isNull();
	}

}
