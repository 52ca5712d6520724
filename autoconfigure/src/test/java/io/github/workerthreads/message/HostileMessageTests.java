package io.github.workerthreads.message;

import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.UnknownFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for bytes that are made to do harm.
 */
@Timeout(60)
class HostileMessageTests {

	private static final int KIND_STRING = 8;

	private static final int KIND_INT = 9;

	private static final int KIND_LONG = 10;

	private static final int KIND_LONGS = 45;

	@Test
	@Tag("rounds")
	void mutatedMessagesEndInAMessageOrAnException() {
		assertThat(new Mutations().valid())
			.allSatisfy((message) -> assertThat(Clones.CODEC.decode("message", message)).isNotNull());
		MessageFuzzer fuzzer = new MessageFuzzer();
		fuzzer.run(0, 20_000);
		assertThat(fuzzer.decoded()).isBetween(100L, 19_900L);
	}

	@Test
	void eachBeginningOfAMessageIsMalformed() {
		byte[] message = Clones.CODEC.encode("list", new ArrayList<>(List.of("a", 1, new Probe(1), Map.of("b", 2))));
		for (int length = 0; length < message.length; length++) {
			byte[] beginning = Arrays.copyOf(message, length);
			assertMalformed(beginning);
		}
		assertMalformed(Arrays.copyOf(message, message.length + 1));
	}

	@Test
	void hugeLengthInTenBytesReservesNothing() {
		for (int kind = 0; kind < 256; kind++) {
			byte[] message = { Tags.VERSION, (byte) kind, -1, -1, -1, -1, 7, 0, 0, 0 };
			decodeOrRefuse(message);
			long before = allocated();
			decodeOrRefuse(message);
			assertThat(allocated() - before).as("kind %s", kind).isLessThan(1 << 20);
		}
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> Clones.CODEC.decode("text",
					new byte[] { Tags.VERSION, KIND_STRING, -2, -1, -1, -1, 7, 0, 0, 0 }))
			.withMessage("Cannot clone 'text': the bytes are malformed at 7 of 10: a length of 1073741823 does not fit "
					+ "the 3 bytes that are left")
			.satisfies((ex) -> assertThat(ex.getOffset()).isEqualTo(7))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("text"));
		assertMalformed(Tags.VERSION, KIND_LONGS, -1, -1, -1, -1, 7, 0, 0, 0);
	}

	@Test
	void nestedArraysCannotEachClaimAllThatIsLeft() {
		MessageOutput output = output();
		for (int i = 0; i < 1_000; i++) {
			output.writeByte(Tags.NODE);
			output.writeClass(Object[].class);
			output.writeSize(0);
			output.writeSize(50_000);
		}
		output.writeBytes(new byte[60_000]);
		byte[] message = output.toBytes();
		long before = allocated();
		assertMalformed(message);
		assertThat(allocated() - before).isLessThan(10 << 20);
	}

	@Test
	void classThatIsNotAllowedIsNotInitialized() {
		byte[] message = Clones.CODEC.encode("bean", new Trap());
		Trap.INITIALIZED.set(false);
		byte[] renamed = replace(message, "HostileMessageTests$Trap", "HostileMessageTests$Bait");
		MessageCodec strict = codec(AllowedTypes.ofJdk(), MessageLimits.defaults());
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> strict.decode("bean", renamed))
			.withMessageContaining("HostileMessageTests$Bait is not among the types that messages in bytes may hold")
			.withMessageContaining("worker-threads.allowed-types");
		assertThat(Trap.INITIALIZED).isFalse();
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> Clones.CODEC.decode("bean", renamed))
			.withMessageContaining("has other fields at the sender than here");
	}

	@Test
	void classOfTheJdkThatIsNoMessageIsRefused() {
		for (String name : List.of("java.lang.Thread", "java.lang.ProcessBuilder", "java.io.FileInputStream",
				"sun.misc.Unsafe", "java.util.concurrent.ForkJoinPool", "javax.script.ScriptEngineManager",
				"java.net.URLClassLoader", "java.util.Comparator", "int", "no.such.Type", "java.no.Such", "[[[")) {
			assertMalformed(instanceOf(name));
		}
	}

	@Test
	void urlThatWouldAskTheNetworkIsRefused() throws Exception {
		byte[] message = Clones.CODEC.encode("url", new URL("http://localhost"));
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> codec(AllowedTypes.ofJdk(), MessageLimits.defaults()).decode("url", message))
			.withMessageContaining("java.net.URL");
	}

	@Test
	@SuppressWarnings("unchecked")
	void listsThatTakeForeverToHashAreRefusedAsKeys() {
		List<Object> list = new ArrayList<>(List.of("a"));
		for (int i = 0; i < 60; i++) {
			list = new ArrayList<>(List.of(list, list));
		}
		Map<Object, Object> asValue = new LinkedHashMap<>(Map.of("a", list));
		List<Object> decoded = (List<Object>) Clones.BYTES.clone("map", asValue).get("a");
		assertThat(decoded.get(0)).isSameAs(decoded.get(1));
		byte[] hostile = asSet(Clones.CODEC.encode("set", linked(list)));
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Clones.CODEC.decode("set", hostile))
			.withMessageContaining("to compare its keys takes more than")
			.withMessageContaining("maxWork");
	}

	@Test
	void setThatComparesEachElementWithAllOthersIsRefused() {
		List<Integer> numbers = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			numbers.add(i);
		}
		byte[] message = Clones.CODEC.encode("list", new CopyOnWriteArrayList<>(numbers));
		assertThat((List<?>) Clones.CODEC.decode("list", message)).hasSize(100_000);
		assertMalformed(replace(message, "java.util.concurrent.CopyOnWriteArrayList",
				"java.util.concurrent.CopyOnWriteArraySet"));
		Set<Integer> few = new CopyOnWriteArraySet<>(numbers.subList(0, 1_000));
		assertThat(Clones.BYTES.clone("set", few)).isEqualTo(few);
	}

	@Test
	void deepKeyIsRefusedBeforeItIsHashed() {
		byte[] message = Clones.CODEC.encode("list", linked(deepList(100_000)));
		assertThat(Clones.CODEC.decode("list", message)).isInstanceOf(List.class);
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> Clones.CODEC.decode("set", asSet(message)))
			.withMessageContaining("a key has more than 500 values inside one another");
	}

	@Test
	void keyOfFiveHundredValuesInsideOneAnotherIsTheDeepest() {
		assertThat((Set<?>) Clones.CODEC.decode("set", asSet(Clones.CODEC.encode("list", linked(deepList(500))))))
			.hasSize(1);
		byte[] deeper = asSet(Clones.CODEC.encode("list", linked(deepList(501))));
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Clones.CODEC.decode("set", deeper))
			.withMessageContaining("a key has more than 500 values inside one another");
	}

	private static Object deepList(int depth) {
		Object deep = "a";
		for (int i = 0; i < depth; i++) {
			deep = new ArrayList<>(List.of(deep));
		}
		return deep;
	}

	@Test
	void numberOfTooManyBytesIsMalformed() {
		for (int kind : new int[] { KIND_INT, KIND_LONG }) {
			byte[] message = new byte[20];
			Arrays.fill(message, (byte) 0x80);
			message[0] = Tags.VERSION;
			message[1] = (byte) kind;
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> Clones.CODEC.decode("number", message))
				.withMessageContaining("a number has too many bytes");
		}
	}

	@Test
	void nameThatIsTooLongForAClassIsNotLookedFor() {
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> Clones.CODEC.decode("message", instanceOf("a".repeat(1_001))))
			.withMessageContaining("A name of 1001 characters is none of a class");
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> Clones.CODEC.decode("message", instanceOf("a\n".repeat(500))))
			.withMessageContaining("a?".repeat(100) + "...")
			.withMessageNotContaining("a?".repeat(101));
	}

	private static byte[] instanceOf(String name) {
		MessageOutput output = output();
		output.writeByte(Tags.NODE);
		output.writeSize(0);
		output.writeText(name);
		output.writeFixed(0, 8);
		output.writeSize(0);
		output.writeSize(0);
		return output.toBytes();
	}

	@Test
	void messageFarBeyondItsLimitIsRefusedBeforeMemoryIsReserved() {
		MessageCodec limited = codec(AllowedTypes.ofJdk(), MessageLimits.defaults().withMaxBytes(500));
		for (Object message : List.of("a".repeat(10_000_000), "\u20ac".repeat(10_000_000),
				ByteBuffer.allocateDirect(10_000_000), new byte[10_000_000], new long[1_000_000])) {
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> limited.encode("message", message));
			long before = allocated();
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> limited.encode("message", message))
				.withMessageContaining("more than 500 bytes");
			assertThat(allocated() - before).isLessThan(1 << 20);
		}
	}

	@Test
	void failureThatNamesItselfHasNoCause() {
		Object self = new Object[] { "a.B", "text", new StackTraceElement[0], new int[] { 0, -1, 0 }, null, "strange" };
		Throwable failure = Clones.CODEC.decodeFailure(Clones.CODEC.encode("failure", new Object[] { self }));
		assertThat(failure).isInstanceOf(UnknownFailureException.class).hasNoCause().hasNoSuppressedExceptions();
		assertThat(failure).hasMessageContaining("a.B: text (a stand-in: strange");
	}

	@Test
	void keyThatHoldsItselfEndsInAnException() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		byte[] message = asSet(Clones.CODEC.encode("list", linked(list)));
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Clones.CODEC.decode("set", message))
			.withMessageContaining("to compare keys takes all the stack");
		assertThat(Clones.BYTES.clone("list", list)).hasSize(1);
	}

	@Test
	void keysThatWereChosenToCollideAreRefused() {
		List<Object> texts = new ArrayList<>(List.of(""));
		for (int i = 0; i < 14; i++) {
			List<Object> longer = new ArrayList<>();
			texts.forEach((text) -> longer.addAll(List.of(text + "Aa", text + "BB")));
			texts = longer;
		}
		List<Object> harmless = new ArrayList<>();
		for (int i = 0; i < 16_384; i++) {
			harmless.add("text " + i);
		}
		assertThat(texts).extracting(Object::hashCode).containsOnly(texts.get(0).hashCode());
		for (String type : List.of("java.util.ImmutableCollections$SetN", "java.util.HashSet")) {
			assertThat((Set<?>) Clones.CODEC.decode("set", nodes(type, harmless))).hasSize(16_384);
		}
		assertThat((Set<?>) Clones.CODEC.decode("set", nodes("java.util.HashSet", texts))).hasSize(16_384);
		assertCollides(nodes("java.util.ImmutableCollections$SetN", texts));
		List<Object> entries = new ArrayList<>();
		texts.forEach((text) -> entries.addAll(List.of(text, 1)));
		assertCollides(nodes("java.util.Hashtable", entries));
		List<Object> probes = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			probes.add(new Constant(i));
		}
		assertCollides(nodes("java.util.HashSet", probes));
	}

	private static void assertCollides(byte[] message) {
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> Clones.CODEC.decode("set", message))
			.withMessageContaining("too many of its keys have the same hash code");
	}

	/**
	 * Write a collection or map of a class that takes too long to make.
	 */
	private static byte[] nodes(String type, List<Object> parts) {
		return replace(Clones.CODEC.encode("array", parts.toArray()), "[Ljava.lang.Object;", type);
	}

	@Test
	void capacityIsReservedWithinTheLimitOnly() {
		ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(1_000);
		MessageCodec small = codec(AllowedTypes.ofJdk(), MessageLimits.defaults().withMaxValues(500));
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> small.encode("queue", queue))
			.withMessageContaining("its capacity goes beyond 500");
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> small.decode("queue", Clones.CODEC.encode("queue", queue)));
		assertThat(((ArrayBlockingQueue<?>) codec(AllowedTypes.ofJdk(), MessageLimits.defaults()).decode("queue",
				Clones.CODEC.encode("queue", queue)))
			.remainingCapacity()).isEqualTo(1_000);
	}

	@Test
	void patternThatTakesAllTheStackIsRefused() {
		MessageOutput output = output();
		output.writeByte(104);
		output.writeText("(".repeat(1_000_000));
		output.writeInt(0);
		assertMalformed(output.toBytes());
		Pattern original = Pattern.compile("(a|[b-c])*", Pattern.CASE_INSENSITIVE);
		Pattern copy = Clones.BYTES.clone("pattern", original);
		assertThat(copy.pattern()).isEqualTo(original.pattern());
		assertThat(copy.flags()).isEqualTo(original.flags());
	}

	@Test
	void limitsHoldOnBothSides() {
		MessageLimits limits = MessageLimits.defaults();
		Object text = "a".repeat(1_000);
		assertLimited("more than 500 bytes", "more bytes than 500", limits.withMaxBytes(500), text);
		List<Object> many = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			many.add(new Object());
		}
		assertLimited("more than 50 values", "more than 50 values", limits.withMaxValues(50), many);
		Object deep = "a";
		for (int i = 0; i < 100; i++) {
			deep = new ArrayList<>(List.of(deep));
		}
		assertLimited("inside more than 50 others", "inside more than 50 others", limits.withMaxDepth(50), deep);
	}

	@Test
	void messageAtALimitIsTakenAndOneBeyondItIsRefusedByItsSenderToo() {
		MessageLimits limits = MessageLimits.defaults();
		assertEdge("more than 500 bytes", limits.withMaxBytes(500), 496, "a"::repeat);
		assertEdge("more than 500 bytes", limits.withMaxBytes(500), 248, "\u20ac"::repeat);
		assertEdge("more than 500 bytes", limits.withMaxBytes(500), 496, byte[]::new);
		assertEdge("more than 50 values", limits.withMaxValues(50), 49,
				(count) -> Stream.generate(Object::new).limit(count).toArray());
		assertEdge("capacity goes beyond 50", limits.withMaxValues(50), 49, ArrayBlockingQueue::new);
		assertEdge("inside more than 50 others", limits.withMaxDepth(50), 50, (depth) -> {
			Object deep = "a";
			for (int i = 0; i < depth; i++) {
				deep = new ArrayList<>(Collections.singletonList(deep));
			}
			return deep;
		});
	}

	private static void assertEdge(String refusal, MessageLimits limits, int most, IntFunction<Object> message) {
		MessageCodec limited = codec(Clones.ALLOWED_TYPES, limits);
		assertThat(limited.decode("message", limited.encode("message", message.apply(most)))).isNotNull();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> limited.encode("message", message.apply(most + 1)))
			.withMessageStartingWith("Cannot clone 'message")
			.withMessageContaining(refusal);
		byte[] bytes = Clones.CODEC.encode("message", message.apply(most + 1));
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> limited.decode("message", bytes));
	}

	@Test
	void typeThatIsNotAllowedIsRefusedByItsSenderThoughItHasAFormOfItsOwn() throws Exception {
		MessageCodec strict = codec(AllowedTypes.ofJdk(), MessageLimits.defaults());
		URL url = new URL("http://localhost");
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> strict.encode("list", new ArrayList<>(List.of(url))))
			.withMessageContaining("java.net.URL is not among the types that messages in bytes may hold")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("list[0]"));
	}

	@Test
	void limitsAreChecked() {
		MessageLimits limits = MessageLimits.defaults();
		assertLimitIsChecked("maxBytes", limits::withMaxBytes);
		assertLimitIsChecked("maxValues", limits::withMaxValues);
		assertLimitIsChecked("maxDepth", limits::withMaxDepth);
		assertLimitIsChecked("maxWork", limits::withMaxWork);
	}

	private static void assertLimitIsChecked(String name, IntFunction<MessageLimits> change) {
		assertThat(change.apply(1)).hasFieldOrProperty(name).isNotEqualTo(MessageLimits.defaults());
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> change.apply(0))
			.withMessage("'%s' must be at least 1 but was 0", name);
	}

	@Test
	void bytesThatAreNoFailureAreMalformed() {
		for (Object value : new Object[] { null, "a", new Object[0], new Object[] { "a" },
				new Object[] { new Object[6] },
				new Object[] { new Object[] { "a.B", null, new StackTraceElement[0], new int[1], null, "x" } },
				new Object[] { new Object[] { "a.B", null, new StackTraceElement[0], new int[2], null, "x", "y" } },
				new Object[] { new Object[] { "a.B", null, new StackTraceElement[] { null }, new int[2], null, "x" } },
				new Object[] {
						new Object[] { "a.B", null, new StackTraceElement[0], new int[] { 7, 7 }, null, "x" } } }) {
			assertThatExceptionOfType(DataCloneException.class)
				.isThrownBy(() -> Clones.CODEC.decodeFailure(Clones.CODEC.encode("failure", value)));
		}
	}

	private static void assertLimited(String refusal, String malformed, MessageLimits limits, Object message) {
		MessageCodec limited = codec(Clones.ALLOWED_TYPES, limits);
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> limited.encode("message", message))
			.withMessageContaining(refusal);
		byte[] bytes = Clones.CODEC.encode("message", message);
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> limited.decode("message", bytes))
			.withMessageContaining(malformed);
	}

	private static MessageCodec codec(AllowedTypes allowedTypes, MessageLimits limits) {
		return new BinaryMessageCodec(HostileMessageTests.class.getClassLoader(), allowedTypes, limits);
	}

	private static MessageOutput output() {
		TypePlans plans = new TypePlans(BackEnd.BYTES, TypeCloners.NONE);
		MessageOutput output = new MessageOutput(1 << 24, new SentClasses(plans, Clones.ALLOWED_TYPES));
		output.writeByte(Tags.VERSION);
		return output;
	}

	private static void assertMalformed(int... message) {
		byte[] bytes = new byte[message.length];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) message[i];
		}
		assertMalformed(bytes);
	}

	private static void assertMalformed(byte[] message) {
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> Clones.CODEC.decode("message", message));
	}

	private static void decodeOrRefuse(byte[] message) {
		try {
			Clones.CODEC.decode("message", message);
		}
		catch (DataCloneException ex) {
			assertThat(ex).hasMessageStartingWith("Cannot clone 'message");
		}
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
			.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	private static List<Object> linked(Object element) {
		return new LinkedList<>(Collections.singletonList(element));
	}

	private static byte[] asSet(byte[] message) {
		return replace(message, "java.util.LinkedList", "java.util.HashSet");
	}

	/**
	 * Replace the name of a class in a message by one that is as long, or by another name
	 * of less than 64 characters.
	 */
	private static byte[] replace(byte[] message, String name, String replacement) {
		String latin = new String(message, StandardCharsets.ISO_8859_1);
		int start = latin.indexOf(name);
		assertThat(start).isPositive();
		char[] changed = (latin.substring(0, start) + replacement + latin.substring(start + name.length()))
			.toCharArray();
		if (name.length() != replacement.length()) {
			changed[start - 1] = (char) (replacement.length() << 1);
		}
		return new String(changed).getBytes(StandardCharsets.ISO_8859_1);
	}

	record Constant(int number) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Constant constant && constant.number == this.number;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	static class Trap {

		static final AtomicBoolean INITIALIZED = new AtomicBoolean();

		private int number = 1;

		private String text = "a";

	}

	static class Bait {

		static {
			Trap.INITIALIZED.set(true);
		}

		private int other;

	}

}
