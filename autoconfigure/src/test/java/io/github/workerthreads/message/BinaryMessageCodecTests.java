package io.github.workerthreads.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.message.PlanLifetimeTests.IsolatedLoader;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.UnknownFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BinaryMessageCodec}, apart from what holds for copies too.
 */
class BinaryMessageCodecTests {

	private final MessageCodec codec = Clones.CODEC;

	private final MessageCodec small = new BinaryMessageCodec(getClass().getClassLoader(), Clones.ALLOWED_TYPES,
			MessageLimits.defaults().withMaxBytes(50_000));

	@Test
	void receiverOfAnotherClassLoaderGetsInstancesOfItsOwnClasses() throws Exception {
		try (IsolatedLoader loader = new IsolatedLoader()) {
			MessageCodec receiver = new BinaryMessageCodec(loader, Clones.ALLOWED_TYPES, MessageLimits.defaults());
			Object message = List.of(new PlanLifetimeTests.ForeignBean(), new PlanLifetimeTests.ForeignList(),
					new PlanLifetimeTests.ForeignRecord(new StringBuilder("b"), new ArrayList<>()), Kind.SPECIAL);
			List<?> received = (List<?>) receiver.decode("message", this.codec.encode("message", message));
			assertThat(received).hasSize(4)
				.allSatisfy((value) -> assertThat(
						((value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass())
							.getClassLoader())
					.isSameAs(loader));
			List<?> returned = (List<?>) this.codec.decode("message", receiver.encode("message", received));
			assertThat(returned.get(2)).isInstanceOf(PlanLifetimeTests.ForeignRecord.class);
			assertThat(returned.get(3)).isSameAs(Kind.SPECIAL);
		}
	}

	@Test
	void otherVersionOfAClassIsToldAndNotMistaken() throws Exception {
		try (Versions sending = new Versions(int.class, "amount");
				Versions same = new Versions(int.class, "amount");
				Versions renamed = new Versions(int.class, "sum");
				Versions retyped = new Versions(long.class, "amount")) {
			byte[] message = sending.codec().encode("order", sending.instance());
			assertThat(same.codec().decode("order", message)).hasFieldOrPropertyWithValue("amount", 0);
			for (Versions other : List.of(renamed, retyped)) {
				assertThatExceptionOfType(MalformedMessageException.class)
					.isThrownBy(() -> other.codec().decode("order", message))
					.withMessageContaining("made.up.Order has other fields at the sender than here")
					.withMessageContaining("same version");
			}
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> this.codec.decode("order", message))
				.withMessageContaining("class made.up.Order is missing here");
		}
	}

	@Test
	void classIsNamedOncePerMessage() {
		List<Probe> probes = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			probes.add(new Probe(i));
		}
		byte[] message = this.codec.encode("probes", probes);
		assertThat(message).hasSizeLessThan(1_000);
	}

	@Test
	void emptyMapOfAnEnumKeepsItsEnum() {
		EnumMap<TimeUnit, String> copy = Clones.BYTES.clone("map", new EnumMap<>(TimeUnit.class));
		copy.put(TimeUnit.DAYS, "a");
		assertThat(copy).hasSize(1);
		assertThatExceptionOfType(ClassCastException.class)
			.isThrownBy(() -> ((Map<Object, String>) (Map<?, String>) copy).put(Kind.PLAIN, "b"));
	}

	@Test
	void orderOfSmallLinkedMapsIsKept() {
		for (boolean ofAccess : new boolean[] { true, false }) {
			for (int size = 0; size < 3; size++) {
				Map<Object, Object> original = new LinkedHashMap<>(4, 0.75F, ofAccess);
				for (int i = 0; i < size; i++) {
					original.put("key " + i, i);
				}
				Map<Object, Object> copy = Clones.BYTES.clone("map", original);
				assertThat(copy).isEqualTo(original);
				copy.put("first", 1);
				copy.put("second", 2);
				copy.get("first");
				Object last = new ArrayList<>(copy.keySet()).get(copy.size() - 1);
				assertThat(last).isEqualTo(ofAccess ? "first" : "second");
				assertThat(original).hasSize(size);
			}
		}
	}

	@Test
	void mapByIdentityOfTextsIsKept() {
		String other = new String("a");
		Map<String, Integer> map = new IdentityHashMap<>();
		map.put("a", 1);
		map.put(other, 2);
		Object[] copy = Clones.BYTES.clone("array", new Object[] { "a", other, map });
		assertThat(((Map<?, ?>) copy[2]).get(copy[0])).isEqualTo(1);
		assertThat(((Map<?, ?>) copy[2]).get(copy[1])).isEqualTo(2);
	}

	@Test
	void textKeepsAllItsCharacters() {
		for (String text : List.of("", "a", "\u00e9", "\u20ac", "\ud83d\ude00", "\ud83d", "\u0000",
				"x".repeat(70_000))) {
			assertThat(Clones.BYTES.clone("text", text)).isEqualTo(text);
		}
	}

	@Test
	void numbersAreKept() {
		for (Number number : List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0, Long.MIN_VALUE, Long.MAX_VALUE, -1L,
				Double.NaN, -0.0, Float.MIN_VALUE, Short.MIN_VALUE, Byte.MIN_VALUE)) {
			assertThat(Clones.BYTES.clone("number", number)).isEqualTo(number);
		}
	}

	@Test
	void numbersAreKeptWhereverTheyAreInAMessage() {
		for (int length = 220; length < 260; length++) {
			List<Object> original = new ArrayList<>(List.of("x".repeat(length), Long.MIN_VALUE));
			assertThat(Clones.BYTES.clone("list", original)).isEqualTo(original);
		}
	}

	@Test
	void textOfWesternEuropeTakesOneByteForEachCharacter() {
		assertThat(this.codec.encode("text", "\u00ff".repeat(1_000))).hasSizeLessThan(1_010);
	}

	@Test
	void calendarsKeepWhatTheyAreSetTo() {
		for (Calendar original : List.of(new GregorianCalendar(2000, 1, 29),
				Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.forLanguageTag("ja-JP-u-ca-japanese")),
				Calendar.getInstance(Locale.forLanguageTag("th-TH-u-ca-buddhist")))) {
			original.setLenient(false);
			original.setFirstDayOfWeek(Calendar.WEDNESDAY);
			assertThat(Clones.BYTES.clone("calendar", original)).isEqualTo(original).hasSameClassAs(original);
		}
	}

	@Test
	void recordThatChangesWhatItGetsIsRefused() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> Clones.BYTES.clone("order", new Object[] { new Counter(1) }))
			.withMessageContaining("changes what a record already holds")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("order[0]"));
	}

	@Test
	void failureOfAClassThatTheReceiverLacksHasAStandIn() {
		MessageCodec stranger = new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults());
		IOException original = new IOException("outer", new OrderException("middle", new SQLException("inner")));
		original.addSuppressed(new OrderException("suppressed", null));
		Throwable copy = stranger.decodeFailure(this.codec.encodeFailure(original));
		assertThat(copy).isExactlyInstanceOf(IOException.class).hasMessage("outer");
		assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
		assertThat(copy.getCause()).isInstanceOfSatisfying(UnknownFailureException.class, (standIn) -> {
			assertThat(standIn.getOriginalType()).isEqualTo(OrderException.class.getName());
			assertThat(standIn.getOriginalMessage()).isEqualTo("middle");
			assertThat(standIn).hasMessageContaining("OrderException: middle (a stand-in: ")
				.hasMessageContaining("worker-threads.allowed-types");
			assertThat(standIn.getStackTrace()).isEqualTo(original.getCause().getStackTrace());
			assertThat(standIn.getCause()).isExactlyInstanceOf(SQLException.class).hasMessage("inner");
		});
		assertThat(copy.getSuppressed()).hasSize(1).allMatch(UnknownFailureException.class::isInstance);
	}

	@Test
	void standInsKeepCyclesAndNextExceptions() {
		UploadException first = new UploadException(new ByteArrayInputStream(new byte[0]));
		RuntimeException second = new RuntimeException("second", first);
		first.initCause(second);
		SQLException sql = new SQLException("sql");
		sql.setNextException(new SQLException("next"));
		second.addSuppressed(sql);
		Throwable copy = this.codec.decodeFailure(this.codec.encodeFailure(second));
		assertThat(copy.getCause()).isInstanceOf(UnknownFailureException.class).hasMessageContaining("stream");
		assertThat(copy.getCause().getCause()).isSameAs(copy);
		assertThat((Throwable) ((SQLException) copy.getSuppressed()[0]).getNextException()).hasMessage("next");
	}

	@Test
	void failureOfManyCausesIsDelivered() {
		Throwable deep = new UncheckedIOException(new IOException("first"));
		for (int i = 0; i < 100_000; i++) {
			deep = new RuntimeException("outer", deep);
			deep.setStackTrace(new StackTraceElement[0]);
		}
		Throwable copy = this.codec.decodeFailure(this.codec.encodeFailure(deep));
		int length = 0;
		for (Throwable cause = copy; cause != null; cause = cause.getCause()) {
			length++;
		}
		assertThat(length).isEqualTo(1_000);
	}

	@Test
	void failureThatTakesTooManyBytesIsDeliveredInBrief() {
		Throwable copy = this.small
			.decodeFailure(this.small.encodeFailure(new IllegalStateException("x".repeat(100_000))));
		assertThat(copy).isInstanceOfSatisfying(UnknownFailureException.class,
				(standIn) -> assertThat(standIn.getOriginalType()).isEqualTo("java.lang.IllegalStateException"));
		assertThat(copy.getMessage()).hasSizeLessThan(5_000).contains("more bytes than a message may have");
	}

	@Test
	void failureInBriefHasTheBeginningOfItsMessageAndTheTopOfItsStack() {
		IllegalStateException original = new IllegalStateException("x".repeat(100_000), new IOException("cause"));
		StackTraceElement[] stack = new StackTraceElement[200];
		for (int i = 0; i < stack.length; i++) {
			stack[i] = new StackTraceElement("Type", "method", "File.java", i);
		}
		original.setStackTrace(stack);
		UnknownFailureException brief = (UnknownFailureException) this.small
			.decodeFailure(this.small.encodeFailure(original));
		assertThat(brief.getOriginalMessage()).isEqualTo("x".repeat(4_000));
		assertThat(brief.getStackTrace()).containsExactly(Arrays.copyOf(stack, 100));
		assertThat(brief).hasNoCause();
	}

	@Test
	void failureWhoseMessageFailsIsDeliveredWithoutIt() {
		Throwable copy = this.codec.decodeFailure(this.codec.encodeFailure(new SilentException()));
		assertThat(copy).isInstanceOfSatisfying(UnknownFailureException.class,
				(standIn) -> assertThat(standIn.getOriginalMessage()).isNull());
	}

	@Test
	void numberOfValuesHasToMatch() {
		byte[] message = this.codec.encode(new String[] { "a", "b" }, new Object[] { 1, 2 });
		assertThat(this.codec.decode(new String[] { "a", "b" }, message)).containsExactly(1, 2);
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> this.codec.decode(new String[] { "a" }, message));
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> this.codec.decode(new String[] { "a", "b", "c" }, message));
	}

	@Test
	void lambdaThatCapturesIsRefused() {
		Supplier<Object> lambda = () -> this.codec;
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.codec.encode("value", Arrays.asList(1, lambda)))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("value[1]"));
	}

	enum Kind {

		PLAIN,

		SPECIAL {

			@Override
			public String toString() {
				return "special";
			}

		}

	}

	record Counter(int count) {

		Counter {
			count++;
		}

	}

	static class OrderException extends RuntimeException {

		OrderException(String message, Throwable cause) {
			super(message, cause);
		}

	}

	static class SilentException extends RuntimeException {

		private final Thread thread = new Thread();

		@Override
		public String getMessage() {
			throw new IllegalStateException(this.thread.getName());
		}

	}

	static class UploadException extends RuntimeException {

		private final InputStream stream;

		UploadException(InputStream stream) {
			this.stream = stream;
		}

	}

	/**
	 * Loader of one version of a class.
	 */
	private static final class Versions extends ClassLoader implements AutoCloseable {

		private final Class<?> order;

		Versions(Class<?> type, String field) {
			super(null);
			byte[] bytes = new ByteBuddy().subclass(Object.class)
				.name("made.up.Order")
				.defineField(field, type, Visibility.PUBLIC)
				.make()
				.getBytes();
			this.order = defineClass("made.up.Order", bytes, 0, bytes.length);
		}

		Object instance() throws ReflectiveOperationException {
			return this.order.getConstructor().newInstance();
		}

		MessageCodec codec() {
			return new BinaryMessageCodec(this, Clones.ALLOWED_TYPES, MessageLimits.defaults());
		}

		@Override
		public void close() {
			// nothing to close
		}

	}

}
