package io.github.workerthreads.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WaiterTable}, {@link TableLock} and {@link SharedDirectory}: what
 * processes that were killed leave behind.
 */
class WaiterTableTests {

	private static final int PID_OF_FIRST_SLOT = 64 + 4;

	private static long dead;

	private final ByteBuffer header = ByteBuffer.allocateDirect(WaiterTable.LENGTH).order(ByteOrder.nativeOrder());

	private final WaiterTable table = new WaiterTable(this.header);

	@BeforeAll
	static void findDeadProcess() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		process.waitFor();
		dead = process.pid();
	}

	@Test
	void notificationGoesToThoseThatWaitLongest() {
		int first = this.table.claim(8);
		int other = this.table.claim(4);
		int second = this.table.claim(8);
		assertThat(this.table.cancel(first)).isTrue();
		int third = this.table.claim(8);
		assertThat(third).isEqualTo(first);
		List<Integer> woken = new ArrayList<>();
		assertThat(this.table.notify(8, 1, woken::add)).isEqualTo(1);
		assertThat(this.table.notify(8, 5, woken::add)).isEqualTo(1);
		assertThat(woken).containsExactly(second, third);
		assertThat(this.table.takeNotification(other)).isFalse();
		assertThat(this.table.cancel(second)).isFalse();
		assertThat(this.table.takeNotification(second)).isTrue();
		assertThat(this.table.takeNotification(second)).isFalse();
	}

	@Test
	void tableIsEmptyAgainAfterAllHaveLeft() {
		assertThat(this.table.isEmpty()).isTrue();
		int slot = this.table.claim(0);
		assertThat(this.table.isEmpty()).isFalse();
		this.table.cancel(slot);
		assertThat(this.table.notify(0, 1, (woken) -> {
		})).isZero();
		assertThat(this.table.isEmpty()).isTrue();
	}

	@Test
	void waitersAreLimitedAndSlotsOfTheDeadAreTakenOver() {
		for (int i = 0; i < WaiterTable.CAPACITY; i++) {
			this.table.claim(0);
		}
		assertThatIllegalStateException().isThrownBy(() -> this.table.claim(0))
			.withMessageContaining("1024 threads wait on this shared memory already (limit 1024)");
		this.header.putInt(PID_OF_FIRST_SLOT, (int) dead);
		assertThat(this.table.claim(0)).isZero();
	}

	@Test
	void waiterOfADeadProcessIsNotNotified() {
		this.table.claim(0);
		this.header.putInt(PID_OF_FIRST_SLOT, (int) dead);
		int living = this.table.claim(0);
		List<Integer> woken = new ArrayList<>();
		assertThat(this.table.notify(0, 1, woken::add)).isEqualTo(1);
		assertThat(woken).containsExactly(living);
	}

	@Test
	void nonsenseInTheTableDoesNoHarm() {
		for (int i = 0; i < WaiterTable.LENGTH; i += 4) {
			this.header.putInt(i, 0x7f000001 * i);
		}
		this.header.putInt(8, Integer.MIN_VALUE);
		assertThat(this.table.isEmpty()).isTrue();
		this.header.putInt(8, Integer.MAX_VALUE);
		assertThat(this.table.notify(4, 3, (woken) -> {
		})).isBetween(0, 3);
	}

	@Test
	void lockOfADeadProcessIsTakenOver() {
		TableLock lock = new TableLock(this.header, WaiterTable.LOCK, true);
		this.header.putInt(WaiterTable.LOCK, (int) dead);
		lock.lock();
		assertThat(this.header.getInt(WaiterTable.LOCK)).isEqualTo((int) ProcessHandle.current().pid());
		lock.unlock();
		assertThat(this.header.getInt(WaiterTable.LOCK)).isZero();
	}

	@Test
	void lockOfALivingProcessIsWaitedForAlthoughTheThreadIsInterrupted() throws Exception {
		TableLock lock = new TableLock(this.header, WaiterTable.LOCK, true);
		this.header.putInt(WaiterTable.LOCK, (int) ProcessHandle.current().pid());
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			Thread.currentThread().interrupt();
			lock.lock();
			interrupted.complete(Thread.interrupted());
			lock.unlock();
		});
		thread.setDaemon(true);
		thread.start();
		await().pollInterval(Duration.ofMillis(1)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		assertThat(interrupted).isNotDone();
		this.header.putInt(WaiterTable.LOCK, 0);
		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
		thread.join();
		assertThat(this.header.getInt(WaiterTable.LOCK)).isZero();
	}

	@Test
	void lockIsExportedWhileItIsHeld() {
		TableLock lock = new TableLock(this.header, WaiterTable.LOCK, false);
		lock.lock();
		assertThat(this.header.getInt(WaiterTable.LOCK)).isZero();
		lock.export();
		lock.export();
		assertThat(this.header.getInt(WaiterTable.LOCK)).isEqualTo((int) ProcessHandle.current().pid());
		lock.unlock();
		assertThat(this.header.getInt(WaiterTable.LOCK)).isZero();
	}

	@Test
	void sweepRemovesFilesOfTheDeadOnly(@TempDir Path directory) throws IOException {
		SharedDirectory shared = new SharedDirectory(directory);
		SharedRegion region = SharedRegion.allocate(8, List.of(shared));
		Path orphan = named(directory, dead, "0");
		Path living = named(directory, ProcessHandle.current().pid(), "1");
		Path foreign = Files.createFile(directory.resolve("worker-threads-notes.shm"));
		shared.sweep();
		assertThat(orphan).doesNotExist();
		assertThat(List.of(living, foreign, region.path())).allSatisfy((file) -> assertThat(file).exists());
		region.release();
	}

	private static Path named(Path directory, long pid, String digit) throws IOException {
		return Files.createFile(directory.resolve("worker-threads-%d-%s.shm".formatted(pid, digit.repeat(32))));
	}

}
