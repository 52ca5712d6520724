package io.github.workerthreads.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedMemory} between this JVM and another one.
 */
@Timeout(60)
class SharedMemoryProcessTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final SharedMemory memory = SharedMemory.allocate(64);

	@AfterEach
	void close() {
		this.memory.close();
	}

	@Test
	void childSeesWritesAndWakesAWaiter() throws Exception {
		this.memory.putLong(8, 41);
		CompletableFuture<WaitResult> waiter = CompletableFuture.supplyAsync(this::waitForFirst);
		try (SharedMemoryProcess child = SharedMemoryProcess.start("answer", this.memory.handle())) {
			int woken = Integer.parseInt(child.says());
			assertThat(waiter.join()).isEqualTo((woken == 1) ? WaitResult.OK : WaitResult.NOT_EQUAL);
			assertThat(this.memory.atomicInts().getAcquire(0)).isEqualTo(1);
			assertThat(this.memory.getLong(16)).isEqualTo(42);
		}
	}

	private WaitResult waitForFirst() {
		try {
			return this.memory.waitWhile(0, 0, LONG);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void waiterInAChildIsWokenAndCounted() throws Exception {
		try (SharedMemoryProcess child = SharedMemoryProcess.start("wait", this.memory.handle())) {
			assertThat(child.says()).isEqualTo("waits");
			await().atMost(LONG).until(() -> this.memory.notify(0, 1) == 1);
			assertThat(this.memory.notify(0, 1)).isZero();
			assertThat(child.says()).isEqualTo("OK");
		}
	}

	@Test
	void waiterInAKilledChildIsNotCounted() throws Exception {
		SharedRegion region = SharedRegion.open(Path.of(this.memory.handle().file()), 64);
		try (SharedMemoryProcess child = SharedMemoryProcess.start("wait", this.memory.handle())) {
			await().atMost(LONG).until(() -> !region.waiters().table().isEmpty());
			child.kill();
			assertThat(this.memory.notify(0, 1)).isZero();
			assertThat(this.memory.waitWhile(0, 0, Duration.ZERO)).isEqualTo(WaitResult.TIMED_OUT);
		}
		finally {
			region.release();
		}
	}

	@Test
	void processesAddWithoutLosingAny() throws Exception {
		try (SharedMemoryProcess child = SharedMemoryProcess.start("count", this.memory.handle())) {
			assertThat(child.says()).isEqualTo("counts");
			for (int i = 0; i < 200_000; i++) {
				this.memory.atomicInts().getAndAdd(4, 1);
			}
			assertThat(child.says()).isEqualTo("closed");
		}
		assertThat(this.memory.atomicInts().get(4)).isEqualTo(400_000);
	}

	@Test
	void processesWakeEachOtherManyTimes() throws Exception {
		try (SharedMemoryProcess child = SharedMemoryProcess.start("echo", this.memory.handle())) {
			assertThat(child.says()).isEqualTo("echoes");
			for (int turn = 0; turn < 2000; turn += 2) {
				this.memory.atomicInts().set(0, turn + 1);
				this.memory.notify(0, 1);
				while (this.memory.atomicInts().get(0) != turn + 2) {
					assertThat(this.memory.waitWhile(0, turn + 1, LONG)).isNotEqualTo(WaitResult.TIMED_OUT);
				}
			}
			assertThat(child.says()).isEqualTo("closed");
		}
	}

	@Test
	void regionLivesUntilItsLastProcessHasClosedIt() throws Exception {
		Path file = Path.of(this.memory.handle().file());
		try (SharedMemoryProcess child = SharedMemoryProcess.start("wait", this.memory.handle())) {
			assertThat(child.says()).isEqualTo("waits");
			try (SharedMemory last = this.memory.duplicate()) {
				await().atMost(LONG).until(() -> last.notify(0, 1) == 1);
			}
			assertThat(child.says()).isEqualTo("OK");
			assertThat(child.says()).isEqualTo("closed");
			assertThat(file).exists();
		}
		this.memory.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void regionOfAnotherProcessOpensWhileItIsClosedHere() throws Exception {
		try (SharedMemoryProcess child = SharedMemoryProcess.start("allocate")) {
			SharedMemoryHandle handle = new SharedMemoryHandle(child.says(), 1 << 20);
			CompletableFuture<Void> other = CompletableFuture.runAsync(() -> openOften(handle));
			openOften(handle);
			other.join();
			assertThat(Path.of(handle.file())).exists();
		}
	}

	private static void openOften(SharedMemoryHandle handle) {
		for (int i = 0; i < 3000; i++) {
			try (SharedMemory opened = SharedMemory.open(handle)) {
				opened.putInt(0, i);
			}
		}
	}

	@Test
	void regionOutlivesTheProcessThatAllocatedIt() throws Exception {
		try (SharedMemoryProcess child = SharedMemoryProcess.start("allocate")) {
			Path file = Path.of(child.says());
			SharedMemory opened = SharedMemory.open(new SharedMemoryHandle(file.toString(), 1 << 20));
			opened.putInt(1 << 19, 5);
			child.kill();
			new SharedDirectory(file.getParent()).sweep();
			assertThat(file).exists();
			assertThat(opened.getInt(1 << 19)).isEqualTo(5);
			opened.close();
			assertThat(file).doesNotExist();
		}
	}

	@Test
	void fileThatAKilledProcessShouldHaveRemovedIsRemovedHere() throws Exception {
		Path file = Path.of(this.memory.handle().file());
		try (SharedMemoryProcess child = SharedMemoryProcess.start("wait", this.memory.handle())) {
			assertThat(child.says()).isEqualTo("waits");
			this.memory.close();
			SharedMemory.tidyUp();
			assertThat(file).exists();
			child.kill();
			assertThat(file).exists();
		}
		SharedMemory.tidyUp();
		assertThat(file).doesNotExist();
	}

	@Test
	void fileOfAKilledProcessIsSwept() throws Exception {
		Path file;
		try (SharedMemoryProcess child = SharedMemoryProcess.start("allocate")) {
			file = Path.of(child.says());
			new SharedDirectory(file.getParent()).sweep();
			assertThat(file).exists();
		}
		assertThat(file).exists();
		new SharedDirectory(file.getParent()).sweep();
		assertThat(file).doesNotExist();
	}

}
