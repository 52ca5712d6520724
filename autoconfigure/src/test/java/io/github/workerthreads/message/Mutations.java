package io.github.workerthreads.message;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Messages that were valid before some of their bytes were changed. Each is made again
 * from its seed.
 */
final class Mutations {

	private static final int[] NUMBERS = { 0, 1, 0x7F, 0x80, 0xFF };

	private final List<byte[]> valid = new ArrayList<>();

	Mutations() {
		for (int seed = 0; seed < 20; seed++) {
			this.valid.add(Clones.CODEC.encode("message", new RandomGraph(new Random(seed), 5 + seed).build()));
		}
		values().forEach((value) -> this.valid.add(Clones.CODEC.encode("message", value)));
	}

	private static List<Object> values() {
		Map<String, Object> tree = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		tree.put("a", new ArrayList<>(List.of(1, 2L, 3.0, "text", "\u20ac")));
		tree.put("b", Collections.unmodifiableMap(new HashMap<>(Map.of(TimeUnit.DAYS, new Probe(1)))));
		Map<Object, Object> ordered = new LinkedHashMap<>(4, 0.75F, true);
		ordered.put(new Probe(1), Collections.nCopies(3, "x"));
		IllegalStateException failure = new IllegalStateException("a", new RuntimeException("b"));
		failure.addSuppressed(new Error("c"));
		return List.of(tree, ordered, failure, new EnumMap<>(Map.of(TimeUnit.DAYS, new int[] { 1, 2 })),
				new Object[] { new byte[100], new long[] { 1 }, new String[][] { { "a" }, null },
						EnumSet.allOf(TimeUnit.class) },
				List.of(Instant.now(), ZonedDateTime.now(), new Date(), new GregorianCalendar(), UUID.randomUUID(),
						new BigDecimal("1.5"), Locale.GERMANY, Pattern.compile("(a[b-c])*")),
				new HashSet<>(Set.of(List.of(new Probe(1)), Optional.of("a"), Map.of("k", Set.of(1, 2, 3)))),
				List.of(new ArrayBlockingQueue<>(3), new ConcurrentHashMap<>(Map.of(1, 2)),
						new CopyOnWriteArrayList<>(List.of(1)), Arrays.asList(1, 2), ordered.keySet(), ordered));
	}

	/**
	 * Return the messages before they are changed.
	 * @return the messages
	 */
	List<byte[]> valid() {
		return this.valid;
	}

	byte[] message(long seed) {
		Random random = new Random(seed);
		byte[] message = this.valid.get(random.nextInt(this.valid.size())).clone();
		int changes = 1 + random.nextInt(4);
		for (int i = 0; i < changes; i++) {
			message = change(message, random);
		}
		return message;
	}

	private byte[] change(byte[] message, Random random) {
		if (message.length == 0) {
			return message;
		}
		int position = random.nextInt(message.length);
		switch (random.nextInt(6)) {
			case 0:
				return Arrays.copyOf(message, position);
			case 1:
				byte[] other = this.valid.get(random.nextInt(this.valid.size()));
				return splice(message, position, other, random.nextInt(other.length));
			case 2:
				message[position] = (byte) NUMBERS[random.nextInt(NUMBERS.length)];
				return message;
			case 3:
				message[position] ^= (byte) (1 << random.nextInt(8));
				return message;
			case 4:
				Arrays.fill(message, position, Math.min(position + 1 + random.nextInt(5), message.length), (byte) 0xFF);
				return message;
			default:
				message[position] = (byte) random.nextInt();
				return message;
		}
	}

	private static byte[] splice(byte[] first, int end, byte[] second, int start) {
		byte[] spliced = Arrays.copyOf(first, end + second.length - start);
		System.arraycopy(second, start, spliced, end, second.length - start);
		return spliced;
	}

}
