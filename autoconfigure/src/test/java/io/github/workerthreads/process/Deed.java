package io.github.workerthreads.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * What code on a worker may do to its process.
 */
public class Deed implements WorkerFunction<String, String> {

	private static int calls;

	private static volatile long sink;

	@Override
	public String apply(String deed) throws Exception {
		WorkerContext context = WorkerContext.current();
		switch (deed) {
			case "pid" -> {
				return "%d %d".formatted(ProcessHandle.current().pid(), ++calls);
			}
			case "memory" -> fillMemory();
			case "exit" -> System.exit(7);
			case "halt" -> Runtime.getRuntime().halt(9);
			case "stack" -> overflow(1);
			case "internal" -> throw new InternalError("of the body");
			case "flood" -> {
				for (int i = 0; i < 100_000; i++) {
					System.out.println("line " + i);
				}
				System.err.print("no end of line");
			}
			case "input" -> {
				return String.valueOf(System.in.read());
			}
			case "loop" -> {
				context.emit("started");
				loop();
			}
			case "counted" -> {
				context.emit("started");
				counted();
			}
			case "wait" -> {
				context.emit("started");
				new CountDownLatch(1).await();
			}
			default -> throw new IllegalArgumentException(deed);
		}
		return "done";
	}

	private static void fillMemory() {
		List<long[]> all = new ArrayList<>();
		while (true) {
			all.add(new long[100_000]);
			sink += all.size();
		}
	}

	private static long overflow(long depth) {
		return overflow(depth + 1) + sink;
	}

	@SuppressWarnings("InfiniteLoopStatement")
	private static void loop() {
		while (true) {
			// Nothing ends this
		}
	}

	// Without safepoints, unless the JVM is told to have some in such loops
	private static void counted() {
		while (true) {
			long sum = 0;
			for (int i = 0; i < Integer.MAX_VALUE; i++) {
				sum += i ^ sum;
			}
			sink = sum;
		}
	}

}
