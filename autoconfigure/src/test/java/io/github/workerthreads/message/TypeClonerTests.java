package io.github.workerthreads.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.Shareable;
import io.github.workerthreads.worker.TypeCloner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TypeCloner} and {@link Shareable}, in copies and in bytes.
 */
class TypeClonerTests {

	private static final List<TypeCloner<?>> CLONERS = List.of(new StreamCloner(), new TicketCloner());

	private final StructuredClone copy = new StructuredClone(CLONERS);

	private final MessageCodec bytes = new BinaryMessageCodec(TypeClonerTests.class.getClassLoader(),
			AllowedTypes.ofJdk().withReachableFrom(List.of(Box.class)), MessageLimits.defaults(), CLONERS);

	@Test
	void typeThatIsRefusedOtherwiseCrossesOver() throws Exception {
		Box original = new Box(new ByteArrayInputStream(new byte[] { 1, 2, 3 }));
		Box copied = this.copy.clone("box", original);
		assertThat(((InputStream) copied.content()).readAllBytes()).containsExactly(1, 2, 3);
		Box decoded = (Box) this.bytes.decode("box",
				this.bytes.encode("box", new Box(new ByteArrayInputStream(new byte[] { 4 }))));
		assertThat(((InputStream) decoded.content()).readAllBytes()).containsExactly(4);
		assertThat(this.copy.whyNeverCloneable(InputStream.class)).isNull();
	}

	@Test
	void partsAreClonedAndIdentityIsKept() {
		Ticket ticket = new Ticket(new ArrayList<>(List.of(new StringBuilder("a"))));
		List<Object> original = new ArrayList<>(List.of(ticket, ticket));
		for (List<?> clone : List.<List<?>>of(this.copy.clone("list", original), decode(original))) {
			Ticket cloned = (Ticket) clone.get(0);
			assertThat(cloned).isNotSameAs(ticket).isSameAs(clone.get(1));
			assertThat(cloned.rebuilt).isTrue();
			assertThat((Object) cloned.notes.get(0)).hasToString("a").isNotSameAs(ticket.notes.get(0));
		}
	}

	@Test
	void partThatCannotBeClonedIsRefusedWithItsPath() {
		Box original = new Box(new Ticket(new ArrayList<>(List.of("a", new ReentrantLock()))));
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.copy.clone("box", original))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("box.content[1]"));
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.bytes.encode("box", original))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("box.content[1]"));
	}

	@Test
	void clonerThatFailsIsTold() {
		byte[] message = this.bytes.encode("box", new Box(new Ticket(new ArrayList<>(List.of("bad")))));
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.bytes.decode("box", message))
			.withMessageContaining("bad note")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("box.content"));
	}

	@Test
	void shareableIsSharedOnTheHeapOnly() {
		Registry registry = new Registry();
		Box original = new Box(List.of(registry, new ArrayList<>()));
		assertThat(((List<?>) this.copy.clone("box", original).content()).get(0)).isSameAs(registry);
		MessageCodec open = new BinaryMessageCodec(getClass().getClassLoader(), Clones.ALLOWED_TYPES,
				MessageLimits.defaults());
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> open.encode("box", original))
			.withMessageContaining(
					"Registry is marked @Shareable, which holds only where sender and receiver share a heap")
			.withMessageContaining("synchronizes threads")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("box.content[0]"));
		Settings settings = new Settings();
		assertThat(this.copy.clone("settings", settings)).isSameAs(settings);
		assertThat(((Settings) open.decode("settings", open.encode("settings", settings))).values)
			.isEqualTo(Map.of("a", "b"));
	}

	private List<?> decode(Object message) {
		return (List<?>) this.bytes.decode("list", this.bytes.encode("list", message));
	}

	record Box(Object content) {

	}

	static final class Ticket {

		private final List<Object> notes;

		private final boolean rebuilt;

		Ticket(List<Object> notes) {
			this(notes, false);
		}

		private Ticket(List<Object> notes, boolean rebuilt) {
			this.notes = notes;
			this.rebuilt = rebuilt;
		}

	}

	@Shareable
	static class Registry extends ReentrantLock {

	}

	@Shareable
	static class Settings {

		private final Map<String, String> values = new HashMap<>(Map.of("a", "b"));

	}

	private static final class StreamCloner implements TypeCloner<InputStream> {

		@Override
		public Class<InputStream> type() {
			return InputStream.class;
		}

		@Override
		public Object takeApart(InputStream value) {
			try {
				return value.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public InputStream rebuild(@Nullable Object parts) {
			return new ByteArrayInputStream((byte[]) parts);
		}

	}

	private static final class TicketCloner implements TypeCloner<Ticket> {

		@Override
		public Class<Ticket> type() {
			return Ticket.class;
		}

		@Override
		public Object takeApart(Ticket value) {
			return value.notes;
		}

		@Override
		@SuppressWarnings("unchecked")
		public Ticket rebuild(@Nullable Object parts) {
			List<Object> notes = (List<Object>) parts;
			if (notes.contains("bad")) {
				throw new IllegalArgumentException("bad note");
			}
			return new Ticket(notes, true);
		}

	}

}
