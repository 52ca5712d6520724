package io.github.workerthreads.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JVM of its own that shares memory with the one of a test, and the program in it.
 */
public final class SharedMemoryProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private SharedMemoryProcess(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	static SharedMemoryProcess start(String program, SharedMemoryHandle handle) throws IOException {
		return start(program, handle.file(), Integer.toString(handle.byteLength()));
	}

	static SharedMemoryProcess start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), SharedMemoryProcess.class.getName()));
		command.addAll(Arrays.asList(arguments));
		return new SharedMemoryProcess(
				new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/**
	 * Wait for what the program says.
	 * @return the next line, or {@code null} if it has ended
	 */
	String says() throws IOException {
		return this.output.readLine();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

	/**
	 * Run a program.
	 * @param arguments its name, and the file and length of the region
	 */
	public static void main(String[] arguments) throws Exception {
		if (arguments[0].equals("allocate")) {
			SharedMemory memory = SharedMemory.allocate(1 << 20);
			System.out.println(memory.handle().file());
			System.in.read();
			memory.close();
			return;
		}
		SharedMemoryHandle handle = new SharedMemoryHandle(Path.of(arguments[1]).toString(),
				Integer.parseInt(arguments[2]));
		try (SharedMemory memory = SharedMemory.open(handle)) {
			run(arguments[0], memory);
		}
		System.out.println("closed");
		System.in.read();
	}

	private static void run(String program, SharedMemory memory) throws InterruptedException {
		switch (program) {
			case "answer" -> {
				memory.putLong(16, memory.getLong(8) + 1);
				memory.atomicInts().setRelease(0, 1);
				System.out.println(memory.notify(0, 5));
			}
			case "wait" -> {
				System.out.println("waits");
				System.out.println(memory.waitWhile(0, 0, Duration.ofSeconds(30)));
			}
			case "count" -> {
				System.out.println("counts");
				for (int i = 0; i < 200_000; i++) {
					memory.atomicInts().getAndAdd(4, 1);
				}
			}
			case "echo" -> {
				System.out.println("echoes");
				for (int turn = 1; turn < 2000; turn += 2) {
					// A notification may be an earlier one that came late
					while (memory.atomicInts().get(0) != turn) {
						memory.waitWhile(0, turn - 1, Duration.ofSeconds(30));
					}
					memory.atomicInts().set(0, turn + 1);
					memory.notify(0, 1);
				}
			}
			default -> throw new IllegalArgumentException(program);
		}
	}

}
