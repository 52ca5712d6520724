package io.github.workerthreads.runaway;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Code that never ends by itself, in all the ways that are known to keep a thread.
 */
enum Runaway {

	EMPTY_LOOP {
		@Override
		void run() {
			for (;;) {
				// Nothing at all
			}
		}
	},

	INCREMENT {
		@Override
		void run() {
			int i = 0;
			while (true) {
				i++;
				sink = i;
			}
		}
	},

	COUNTED_LOOP {
		@Override
		void run() {
			for (int round = 0; round >= 0; round++) {
				int sum = 0;
				for (int i = 0; i < Integer.MAX_VALUE; i++) {
					sum += i ^ round;
				}
				sink = sum;
			}
		}
	},

	NESTED_LOOPS {
		@Override
		void run() {
			for (int i = 0; i < 1_000_000; i++) {
				for (int j = 0; j < 1_000_000; j++) {
					for (int k = 0; k < 1_000_000; k++) {
						sink += i * j ^ k;
					}
				}
			}
		}
	},

	DO_WHILE {
		@Override
		void run() {
			int i = 0;
			do {
				i = (i + 7) % 13;
			}
			while (i >= 0);
			sink = i;
		}
	},

	SWITCH_LOOP {
		@Override
		void run() {
			int state = 0;
			while (true) {
				switch (state) {
					case 0 -> state = 1;
					case 1 -> state = 2;
					default -> state = 0;
				}
			}
		}
	},

	RECURSION {
		@Override
		void run() {
			while (true) {
				sink = recurse(40);
			}
		}

		private int recurse(int depth) {
			return (depth < 2) ? depth : recurse(depth - 1) + recurse(depth - 2);
		}
	},

	CATCH_THROWABLE {
		@Override
		void run() {
			while (true) {
				try {
					work();
				}
				catch (Throwable ex) {
					sink++;
				}
			}
		}
	},

	CATCH_IN_CATCH {
		@Override
		void run() {
			while (true) {
				try {
					while (true) {
						try {
							work();
						}
						catch (Throwable ex) {
							work();
						}
					}
				}
				catch (Throwable ex) {
					sink++;
				}
			}
		}
	},

	FINALLY_CONTINUE {
		@Override
		@SuppressWarnings("finally")
		void run() {
			while (true) {
				try {
					work();
				}
				finally {
					continue;
				}
			}
		}
	},

	SYNCHRONIZED_LOOP {
		@Override
		void run() {
			while (true) {
				synchronized (this) {
					for (int i = 0; i < 1000; i++) {
						sink += i;
					}
				}
			}
		}
	},

	CLASS_INITIALIZER {
		@Override
		void run() {
			sink = Endless.VALUE;
		}
	},

	STREAM_WITH_LAMBDA {
		@Override
		void run() {
			sink = IntStream.generate(() -> 1).map((i) -> i + sink).sum();
		}
	},

	PARALLEL_STREAM {
		@Override
		void run() {
			sink = (int) LongStream.range(0, Long.MAX_VALUE).parallel().map((i) -> i ^ sink).sum();
		}
	},

	STRING_FORMAT {
		@Override
		void run() {
			while (true) {
				sink = String.format("%08d %s", sink, "text").length();
			}
		}
	},

	SORT_WITH_COMPARATOR {
		@Override
		void run() {
			Integer[] numbers = IntStream.range(0, 100_000).boxed().toArray(Integer[]::new);
			while (true) {
				Arrays.sort(numbers, (a, b) -> Integer.compare(a % 1009, b % 1009));
			}
		}
	},

	REGEX_OVER_OWN_CHARS {
		@Override
		void run() {
			sink = EXPLODING.matcher(new Chars(LETTERS)).matches() ? 1 : 0;
		}
	},

	SLEEP {
		@Override
		void run() throws InterruptedException {
			TimeUnit.DAYS.sleep(1);
		}
	},

	SLEEP_AGAIN {
		@Override
		void run() {
			while (true) {
				try {
					TimeUnit.DAYS.sleep(1);
				}
				catch (InterruptedException ex) {
					sink++;
				}
			}
		}
	},

	WAIT {
		@Override
		void run() throws InterruptedException {
			synchronized (this) {
				while (sink != Integer.MIN_VALUE) {
					wait();
				}
			}
		}
	},

	PARK {
		@Override
		void run() {
			while (true) {
				LockSupport.park();
			}
		}
	},

	QUEUE_TAKE {
		@Override
		void run() throws InterruptedException {
			new LinkedBlockingQueue<>().take();
		}
	},

	CHILD_THREADS {
		@Override
		void run() throws InterruptedException {
			List<Thread> threads = Stream.<Runnable>of(this::spin, this::nap, this::spin).map(Thread::new).toList();
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
		}

		private void spin() {
			while (true) {
				sink++;
			}
		}

		private void nap() {
			while (true) {
				LockSupport.park();
			}
		}
	},

	SOCKET_READ {
		@Override
		void run() throws IOException {
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
					Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
				sink = socket.getInputStream().read();
			}
		}
	},

	SOCKET_ACCEPT {
		@Override
		void run() throws IOException {
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				server.accept();
			}
		}
	},

	REGEX_OVER_STRING(false) {
		@Override
		void run() {
			sink = EXPLODING.matcher(LETTERS).matches() ? 1 : 0;
		}
	},

	BIG_INTEGER(false) {
		@Override
		void run() {
			sink = BigInteger.valueOf(3).pow(12_000_000).bitCount();
		}
	},

	STREAM_OF_THE_JDK(false) {
		@Override
		void run() {
			sink = (int) LongStream.rangeClosed(0, Long.MAX_VALUE).asDoubleStream().sum();
		}
	},

	LOCK_HELD_ELSEWHERE(false) {
		@Override
		void run() {
			((Lock) System.getProperties().get(HELD)).lock();
		}
	},

	BLOCKED_ON_SYNCHRONIZED(false) {
		@Override
		void run() {
			synchronized (System.getProperties().get(HELD)) {
				sink++;
			}
		}
	};

	/**
	 * Where a lock of everybody is, whose monitor and which itself another thread holds.
	 */
	static final String HELD = "runaway.held";

	// Takes exponential time to find no match
	private static final Pattern EXPLODING = Pattern.compile("(?:(a|aa)\\1?)+c");

	private static final String LETTERS = "a".repeat(200) + "bc";

	static volatile int sink;

	private final boolean stoppable;

	Runaway() {
		this(true);
	}

	Runaway(boolean stoppable) {
		this.stoppable = stoppable;
	}

	/**
	 * Return whether termination points stop this.
	 * @param isolation the rung; workers that share classes have the agent, in parts of
	 * the JDK too
	 * @return whether it ends
	 */
	boolean isStoppable(Isolation isolation) {
		if (isolation == Isolation.CLASS_LOADER) {
			return this.stoppable;
		}
		return (this.stoppable || this == REGEX_OVER_STRING || this == BIG_INTEGER) && this != SOCKET_READ
				&& this != SOCKET_ACCEPT;
	}

	abstract void run() throws Exception;

	private static void work() {
		sink++;
		if (sink % 7 == 0) {
			throw new IllegalStateException();
		}
	}

	/**
	 * Emits that it begins, and runs away.
	 */
	static final class Function implements WorkerFunction<String, String> {

		@Override
		public String apply(@Nullable String name) throws Exception {
			WorkerContext.current().emit("begins");
			Runaway.valueOf(name).run();
			return "ended by itself";
		}

	}

	/**
	 * Class that can't be initialized.
	 */
	private static final class Endless {

		static final int VALUE = endless();

		private static int endless() {
			int value = 0;
			while (value >= 0) {
				value = (value + 1) % 1000;
			}
			return value;
		}

	}

	/**
	 * Text that is no string.
	 *
	 * @param text the text
	 */
	private record Chars(String text) implements CharSequence {

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new Chars(this.text.substring(start, end));
		}

	}

}
