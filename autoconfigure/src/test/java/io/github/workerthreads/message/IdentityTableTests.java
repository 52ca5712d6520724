package io.github.workerthreads.message;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdentityTable}.
 */
class IdentityTableTests {

	private final IdentityTable table = new IdentityTable();

	@Test
	void entriesAreNumberedInTheOrderInWhichTheyAreMet() {
		assertThat(this.table.claim(new Probe(1))).isEqualTo(~0);
		assertThat(this.table.claim(new Probe(1))).isEqualTo(~1);
		assertThat(this.table.size()).isEqualTo(2);
	}

	@Test
	void originalIsFoundByIdentityAlone() {
		Probe original = new Probe(1);
		this.table.claim(new Probe(1));
		int added = ~this.table.claim(original);
		this.table.set(added, "copy");
		original.change(2);
		assertThat(this.table.claim(original)).isEqualTo(added);
		assertThat(this.table.original(added)).isSameAs(original);
		assertThat(this.table.get(added)).isEqualTo("copy");
	}

	@Test
	void entriesSurviveGrowth() {
		Probe[] originals = new Probe[100_000];
		for (int i = 0; i < originals.length; i++) {
			originals[i] = new Probe(1);
			assertThat(this.table.claim(originals[i]) == ~i).isTrue();
			this.table.set(i, i);
		}
		for (int i = 0; i < originals.length; i++) {
			assertThat(this.table.claim(originals[i]) == i).isTrue();
			assertThat(this.table.get(i).equals(i)).isTrue();
		}
	}

}
