package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordPlan}.
 */
@ParameterizedClass
@EnumSource
class RecordCloneTests {

	@Parameter
	Clones clones;

	@Test
	void componentsOfAllTypesAreKept() {
		Everything original = new Everything(true, (byte) 1, (short) 2, 'c', 3, 4L, 5F, 6D, "text", TimeUnit.DAYS,
				new int[] { 7 }, new Probe(8), null, List.of(new Probe(9)));
		Everything copy = this.clones.clone("record", original);
		assertThat(copy).usingRecursiveComparison().isEqualTo(original);
		original.array()[0] = 0;
		original.probe().change(0);
		original.probes().get(0).change(0);
		assertThat(copy.array()).containsExactly(7);
		assertThat(copy.probe()).isEqualTo(new Probe(8));
		assertThat(copy.probes()).containsExactly(new Probe(9));
	}

	@Test
	void recordIsSharedIfItsComponentsTurnOutImmutable() {
		Loose original = new Loose("text", List.of(1, 2));
		this.clones.assertShared(original, this.clones.clone("record", original));
	}

	@Test
	void recordThatIsReferredToTwiceIsCopiedOnce() {
		Loose record = new Loose(new Probe(1), null);
		List<Loose> copy = this.clones.clone("records", new ArrayList<>(List.of(record, record)));
		assertThat(copy.get(0)).isSameAs(copy.get(1)).isNotSameAs(record);
	}

	@Test
	void valuesOfEnumMapInRecordAreNotShared() {
		Loose original = new Loose(new EnumMap<>(Map.of(TimeUnit.DAYS, new Probe(1))), null);
		Loose copy = this.clones.clone("record", original);
		((Probe) ((Map<?, ?>) original.first()).get(TimeUnit.DAYS)).change(2);
		assertThat((Map<?, ?>) copy.first()).hasToString("{DAYS=Probe 1}");
	}

	@Test
	void constructorThatCopiesDefensivelyGetsCompleteComponents() {
		Defensive original = new Defensive(new ArrayList<>(List.of(new Probe(1))), new int[] { 2 });
		Defensive copy = this.clones.clone("record", original);
		original.probes().get(0).change(0);
		assertThat(copy.probes()).isInstanceOf(ArrayList.class).containsExactly(new Probe(1));
		assertThat(copy.numbers()).containsExactly(2);
	}

	@Test
	void constructorThatWrapsMayDoSoAgain() {
		Wrapping original = new Wrapping(new ArrayList<>(List.of(new Probe(1))));
		Wrapping copy = this.clones.clone("record", original);
		assertThat(copy.probes()).hasSameClassAs(original.probes()).containsExactly(new Probe(1));
		assertThat(copy.probes().get(0)).isNotSameAs(original.probes().get(0));
	}

	@Test
	void constructorThatRefusesIsTold() {
		Picky original = new Picky(new Probe(1));
		original.probe().change(-1);
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("order", new Object[] { original }))
			.withMessageContaining("negative")
			.withCauseInstanceOf(IllegalArgumentException.class)
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("order[0]"));
	}

	@Test
	void constructorThatChangesWhatARecordHoldsIsRefused() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("record", new Counting(1, new Probe(1))))
			.withMessageContaining("changes what a record already holds");
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("record", new Nesting(new Probe(1))))
			.withMessageContaining("turns component 'content' into something else");
	}

	@Test
	void constructorThatCopiesItsOwnCycleIsRefused() {
		Defensive original = new Defensive(new ArrayList<>(), new int[0]);
		((List<Object>) (List<?>) original.probes()).add(original);
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("record", original))
			.withMessageContaining("copies component 'probes', which is in a cycle with it");
	}

	record Everything(boolean a, byte b, short c, char d, int e, long f, float g, double h, String i, TimeUnit j,
			int[] array, Probe probe, Probe none, List<Probe> probes) {

	}

	record Loose(Object first, Object second) {

	}

	record Defensive(List<Probe> probes, int[] numbers) {

		Defensive {
			probes = new ArrayList<>(probes);
			numbers = numbers.clone();
		}

	}

	record Wrapping(List<Probe> probes) {

		Wrapping {
			probes = Collections.unmodifiableList(probes);
		}

	}

	record Picky(Probe probe) {

		Picky {
			if (probe.value() < 0) {
				throw new IllegalArgumentException("negative");
			}
		}

	}

	record Counting(int count, Probe probe) {

		Counting {
			count++;
		}

	}

	record Nesting(Object content) {

		Nesting {
			content = List.of(content);
		}

	}

}
