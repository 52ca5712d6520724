package io.github.workerthreads.message;

import java.time.Duration;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Decodes mutated messages and fails if one ends in anything but a message or a
 * {@link DataCloneException}, or takes too long. CONTRIBUTING.md says how to run it.
 */
public final class MessageFuzzer {

	private static final Duration LONGEST = Duration.ofSeconds(20);

	private final Mutations mutations = new Mutations();

	private volatile long current;

	private volatile long started;

	/**
	 * Number of messages that were decoded in spite of their mutations.
	 */
	private long decoded;

	/**
	 * Decode messages.
	 * @param first the first seed
	 * @param count the number of messages
	 */
	void run(long first, long count) {
		Thread watchdog = new Thread(() -> watch(first + count), "watchdog");
		watchdog.setDaemon(true);
		this.started = System.nanoTime();
		this.current = first;
		watchdog.start();
		try {
			for (long seed = first; seed < first + count; seed++) {
				this.started = System.nanoTime();
				this.current = seed;
				decode(seed);
			}
		}
		finally {
			watchdog.interrupt();
		}
	}

	long decoded() {
		return this.decoded;
	}

	private void decode(long seed) {
		byte[] message = this.mutations.message(seed);
		try {
			Clones.CODEC.decode("message", message);
			this.decoded++;
		}
		catch (DataCloneException ex) {
			// as it should be
		}
		catch (Throwable ex) {
			throw new AssertionError("The message of seed %s ended in %s".formatted(seed, ex), ex);
		}
	}

	private void watch(long end) {
		Object monitor = new Object();
		synchronized (monitor) {
			while (this.current < end && !Thread.currentThread().isInterrupted()) {
				if (System.nanoTime() - this.started > LONGEST.toNanos()) {
					System.err.printf("The message of seed %s takes longer than %s%n", this.current, LONGEST);
					Runtime.getRuntime().halt(3);
				}
				try {
					monitor.wait(500);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}
	}

	/**
	 * Run the fuzzer.
	 * @param arguments the number of messages, and the first seed
	 */
	public static void main(String[] arguments) {
		long count = (arguments.length > 0) ? Long.parseLong(arguments[0]) : 1_000_000;
		long first = (arguments.length > 1) ? Long.parseLong(arguments[1]) : 1_000_000;
		MessageFuzzer fuzzer = new MessageFuzzer();
		long start = System.nanoTime();
		fuzzer.run(first, count);
		System.out.printf("%s mutated messages from seed %s on: %s decoded, %s refused, in %s s with a heap of %s MB%n",
				count, first, fuzzer.decoded(), count - fuzzer.decoded(), (System.nanoTime() - start) / 1_000_000_000,
				Runtime.getRuntime().maxMemory() >> 20);
	}

}
