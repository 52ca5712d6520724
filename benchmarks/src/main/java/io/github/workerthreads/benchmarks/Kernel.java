package io.github.workerthreads.benchmarks;

import java.util.BitSet;
import java.util.function.LongSupplier;

/**
 * Computations whose loops the compiler optimizes in different ways. Each takes some tens
 * or hundreds of microseconds.
 */
public enum Kernel implements LongSupplier {

	/**
	 * Adds numbers that are computed.
	 */
	INT_SUM {
		@Override
		public long getAsLong() {
			int sum = SEED;
			for (int i = 0; i < 100_000; i++) {
				sum += i * 31 ^ sum;
			}
			return sum;
		}
	},

	/**
	 * Multiplies two matrices.
	 */
	MATRIX {
		@Override
		public long getAsLong() {
			double[] product = new double[MATRIX_SIZE * MATRIX_SIZE];
			for (int i = 0; i < MATRIX_SIZE; i++) {
				for (int j = 0; j < MATRIX_SIZE; j++) {
					double sum = 0;
					for (int k = 0; k < MATRIX_SIZE; k++) {
						sum += NUMBERS[i * MATRIX_SIZE + k] * NUMBERS[k * MATRIX_SIZE + j];
					}
					product[i * MATRIX_SIZE + j] = sum;
				}
			}
			return (long) product[SEED & 7];
		}
	},

	/**
	 * Mixes bytes, as hashes do.
	 */
	BYTES {
		@Override
		public long getAsLong() {
			long hash = SEED;
			for (byte each : CONTENT) {
				hash = (hash ^ (long) each) * 0x100000001B3L;
			}
			return hash;
		}
	},

	/**
	 * Builds a text piece by piece.
	 */
	STRINGS {
		@Override
		public long getAsLong() {
			StringBuilder text = new StringBuilder();
			for (int i = 0; i < 5_000; i++) {
				text.append(i + SEED).append(',');
			}
			return text.toString().hashCode();
		}
	},

	/**
	 * Calls itself.
	 */
	FIBONACCI {
		@Override
		public long getAsLong() {
			return fibonacci(20 + (SEED & 1));
		}
	},

	/**
	 * Looks for prime numbers.
	 */
	SIEVE {
		@Override
		public long getAsLong() {
			BitSet composite = new BitSet(20_000);
			int primes = 0;
			for (int i = 2; i < 20_000; i++) {
				if (!composite.get(i)) {
					primes++;
					for (int j = 2 * i; j < 20_000; j += i) {
						composite.set(j);
					}
				}
			}
			return (long) primes + SEED;
		}
	},

	/**
	 * Moves bodies that attract each other.
	 */
	N_BODY {
		@Override
		public long getAsLong() {
			double[] place = { 0, 1, 3, 7, 15 };
			double[] speed = new double[5];
			for (int step = 0; step < 1_000; step++) {
				for (int i = 0; i < 5; i++) {
					for (int j = 0; j < 5; j++) {
						double distance = place[j] - place[i];
						speed[i] += distance / (Math.sqrt(distance * distance) * distance * distance + 0.1);
					}
				}
				for (int i = 0; i < 5; i++) {
					place[i] += speed[i] * 0.001;
				}
			}
			return (long) (place[SEED & 3] * 1000);
		}
	},

	/**
	 * Adds arrays, which the compiler does with vectors.
	 */
	ARRAY_ADD {
		@Override
		public long getAsLong() {
			int[] sums = new int[ADDENDS.length];
			for (int round = 0; round < 10; round++) {
				for (int i = 0; i < sums.length; i++) {
					sums[i] += ADDENDS[i];
				}
			}
			return sums[SEED & 7];
		}
	};

	private static final int MATRIX_SIZE = 64;

	private static final double[] NUMBERS = new double[MATRIX_SIZE * MATRIX_SIZE];

	private static final byte[] CONTENT = new byte[100_000];

	private static final int[] ADDENDS = new int[50_000];

	private static final int SEED = Integer.getInteger("kernel.seed", 1);

	static {
		for (int i = 0; i < NUMBERS.length; i++) {
			NUMBERS[i] = i % 17 * 0.5;
		}
		for (int i = 0; i < CONTENT.length; i++) {
			CONTENT[i] = (byte) (i * 7);
		}
		for (int i = 0; i < ADDENDS.length; i++) {
			ADDENDS[i] = i;
		}
	}

	private static long fibonacci(int n) {
		return (n < 2) ? n : fibonacci(n - 1) + fibonacci(n - 2);
	}

}
