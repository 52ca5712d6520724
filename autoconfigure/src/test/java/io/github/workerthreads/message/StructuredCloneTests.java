package io.github.workerthreads.message;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StructuredClone}: what a message is and what becomes of it.
 */
@ParameterizedClass
@EnumSource
class StructuredCloneTests {

	@Parameter
	Clones clones;

	@Test
	void nullIsClonedToNull() {
		assertThat(this.clones.<Object>clone("value", null)).isNull();
	}

	@Test
	void deeplyImmutableRecordIsShared() {
		Price price = new Price("EUR", new BigDecimal("12.50"), LocalDate.EPOCH);
		this.clones.assertShared(price, this.clones.clone("price", price));
	}

	@Test
	void beanKeepsClassPrivateFinalAndInheritedFields() {
		Special original = new Special("bolt", 7, new Date(42));
		Special copy = this.clones.clone("special", original);
		assertThat(copy).isNotSameAs(original).hasSameClassAs(original);
		assertThat(copy.name).isEqualTo("bolt");
		assertThat(copy.amount).isEqualTo(7);
		assertThat(copy.since).isEqualTo(original.since).isNotSameAs(original.since);
		assertThat(copy.cached).isEqualTo("BOLT");
	}

	@Test
	void mutatingTheOriginalNeverShowsInTheCopy() {
		Map<String, List<int[]>> original = new LinkedHashMap<>();
		original.put("a", new ArrayList<>(List.of(new int[] { 1, 2 })));
		Map<String, List<int[]>> copy = this.clones.clone("map", original);
		original.get("a").get(0)[0] = 99;
		original.get("a").clear();
		original.clear();
		assertThat(copy).containsOnlyKeys("a");
		assertThat(copy.get("a")).hasSize(1);
		assertThat(copy.get("a").get(0)).containsExactly(1, 2);
	}

	@Test
	void identityInsideAMessageIsKept() {
		Date shared = new Date(1);
		List<Date> copy = this.clones.clone("dates", new ArrayList<>(List.of(shared, shared, new Date(1))));
		assertThat(copy.get(0)).isSameAs(copy.get(1)).isNotSameAs(copy.get(2)).isNotSameAs(shared);
	}

	@Test
	void identityBetweenArgumentsIsKept() {
		int[] data = { 1 };
		List<int[]> holder = new ArrayList<>(List.of(data));
		Object[] copies = this.clones.cloneArguments(new String[] { "data", "holder" }, new Object[] { data, holder });
		assertThat(copies[0]).isNotSameAs(data);
		assertThat(((List<?>) copies[1]).get(0)).isSameAs(copies[0]);
	}

	@Test
	void transferredArgumentIsPassedAsIsWhereverTheMessageRefersToIt() {
		byte[] data = { 1 };
		List<byte[]> holder = new ArrayList<>(List.of(data));
		Object[] copies = Clones.STRUCTURED_CLONE.cloneArguments(new String[] { "holder", "data" },
				new boolean[] { false, true }, new Object[] { holder, data });
		assertThat(copies[1]).isSameAs(data);
		assertThat(copies[0]).isNotSameAs(holder);
		assertThat(((List<?>) copies[0]).get(0)).isSameAs(data);
	}

	@Test
	void recordInItsOwnListKeepsItsIdentity() {
		Team original = new Team("a", new ArrayList<>());
		original.members().add("first");
		original.members().add(original);
		original.members().add("last");
		Team copy = this.clones.clone("team", original);
		assertThat(copy.members()).isNotSameAs(original.members()).hasSize(3).startsWith("first").endsWith("last");
		assertThat(copy.members().get(1)).isSameAs(copy);
	}

	@Test
	void listThatHoldsARecordOfItselfKeepsItsIdentity() {
		List<Object> original = new ArrayList<>();
		original.add(new Team("a", original));
		List<Object> copy = this.clones.clone("list", original);
		assertThat(copy).isNotSameAs(original);
		assertThat(((Team) copy.get(0)).members()).isSameAs(copy);
	}

	@Test
	void deepLinkedListIsClonedOnASmallStack() throws Exception {
		Link first = new Link(null);
		for (int i = 1; i < 100_000; i++) {
			first = new Link(first);
		}
		Link original = first;
		Link[] copy = new Link[1];
		Throwable[] failure = new Throwable[1];
		Thread thread = new Thread(null, () -> copy[0] = this.clones.clone("link", original), "small", 512 * 1024);
		thread.setUncaughtExceptionHandler((failed, ex) -> failure[0] = ex);
		thread.start();
		thread.join();
		assertThat(failure[0]).isNull();
		int length = 0;
		for (Link link = copy[0]; link != null; link = link.next) {
			length++;
		}
		assertThat(length).isEqualTo(100_000);
	}

	@Test
	void setsOfSetsFindTheirElements() {
		Set<Set<List<Date>>> original = new HashSet<>();
		original.add(new HashSet<>(List.of(new ArrayList<>(List.of(new Date(1))))));
		Set<Set<List<Date>>> copy = this.clones.clone("sets", original);
		assertThat(copy.contains(new HashSet<>(List.of(new ArrayList<>(List.of(new Date(1))))))).isTrue();
	}

	@Test
	void refusalNamesThePathThreeLevelsDown() {
		Map<String, Object> order = new HashMap<>();
		order.put("lines", new ArrayList<>(List.of(new Upload(new ByteArrayInputStream(new byte[0])))));
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("order", order))
			.withMessage("Cannot clone 'order[\"lines\"][0].stream': java.io.ByteArrayInputStream is a stream or "
					+ "file that only one side can use; send its bytes, or what was read from it")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("order[\"lines\"][0].stream"));
	}

	record Price(String currency, BigDecimal amount, LocalDate since) {

	}

	record Team(String name, List<Object> members) {

	}

	static class Plain {

		private final Date since;

		protected int amount;

		Plain(int amount, Date since) {
			this.amount = amount;
			this.since = since;
		}

	}

	static final class Special extends Plain {

		private final String name;

		private transient String cached;

		private final Date since;

		Special(String name, int amount, Date since) {
			super(amount, new Date());
			this.name = name;
			this.cached = name.toUpperCase();
			this.since = since;
		}

	}

	static class Link {

		final Link next;

		Link(Link next) {
			this.next = next;
		}

	}

	static class Upload {

		InputStream stream;

		Upload(InputStream stream) {
			this.stream = stream;
		}

	}

}
