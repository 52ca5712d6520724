package io.github.workerthreads.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.RestartPolicy;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no call is lost or doubled, and nothing is left, when processes of workers
 * are killed while calls go on. System property {@code kills} sets how many.
 */
@Timeout(600)
class KillsUnderLoadTests {

	private static final int KILLS = Integer.getInteger("kills", 20);

	private static final int CALLERS = 8;

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger succeeded = new AtomicInteger();

	private final AtomicInteger lost = new AtomicInteger();

	private final List<Throwable> unexpected = new ArrayList<>();

	@Test
	void everyCallEndsOnceAndNothingIsLeft() throws Exception {
		long directories = directories();
		long files = -1;
		ProcessWorkerRuntime runtime = new ProcessWorkerRuntime(getClass().getClassLoader(), List.of(), List.of(),
				List.of(), null, Map::of, ProcessOptions.DEFAULTS);
		for (int round = 0; round < 2; round++) {
			try (WorkerPool pool = pool(runtime)) {
				if (round == 0) {
					pool.run(Deed.class, "pid").get();
				}
				else {
					killWhileCallsGoOn(pool);
				}
			}
			Awaitility.await().until(() -> children() == 0);
			files = (round == 0) ? files() : files;
		}
		assertThat(directories()).as("directories of sockets").isLessThanOrEqualTo(directories);
		long before = files;
		Awaitility.await().untilAsserted(() -> assertThat(files()).as("open files").isLessThanOrEqualTo(before + 2));
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
				.noneMatch((name) -> name.startsWith("worker-kills-")));
	}

	private static WorkerPool pool(ProcessWorkerRuntime runtime) {
		return new WorkerPoolBuilder().isolation(Isolation.PROCESS)
			.size(2)
			.warmSpares(1)
			.maxHeap(32 << 20)
			.jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"))
			.restart(RestartPolicy.defaults().withIntensity(10_000).withBackoff(Duration.ofMillis(1)))
			.drainPeriod(Duration.ofSeconds(30))
			.build("kills", runtime);
	}

	private void killWhileCallsGoOn(WorkerPool pool) throws Exception {
		CountDownLatch ended = new CountDownLatch(CALLERS);
		for (int i = 0; i < CALLERS; i++) {
			new Thread(() -> {
				call(pool);
				ended.countDown();
			}, "caller-" + i).start();
		}
		for (int kills = 0; kills < KILLS; kills++) {
			int before = this.succeeded.get();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.succeeded.get() > before + 20);
			List<ProcessHandle> children = ProcessHandle.current().children().toList();
			if (!children.isEmpty()) {
				children.get(ThreadLocalRandom.current().nextInt(children.size())).destroyForcibly();
			}
		}
		this.over.set(true);
		ended.await();
		PoolCounts counts = pool.snapshot().counts();
		System.out.printf("%d kills: %d calls succeeded, %d ended with their worker, %d workers were replaced%n", KILLS,
				this.succeeded.get(), this.lost.get(), counts.restarts());
		assertThat(this.unexpected).isEmpty();
		assertThat(counts.accepted()).isEqualTo(counts.completed()).isEqualTo(this.succeeded.get() + this.lost.get());
		assertThat(counts.succeeded()).isEqualTo(this.succeeded.get());
		assertThat(this.lost.get()).isLessThanOrEqualTo(KILLS);
	}

	private void call(WorkerPool pool) {
		while (!this.over.get()) {
			try {
				pool.run(Deed.class, "pid").get();
				this.succeeded.incrementAndGet();
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof WorkerTerminatedException) {
					this.lost.incrementAndGet();
				}
				else {
					fail(ex);
				}
			}
			catch (InterruptedException ex) {
				fail(ex);
			}
		}
	}

	private void fail(Throwable failure) {
		synchronized (this.unexpected) {
			this.unexpected.add(failure);
		}
		this.over.set(true);
	}

	private static long children() {
		return ProcessHandle.current().children().count();
	}

	private static long directories() throws IOException {
		try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return entries.filter((entry) -> entry.getFileName().toString().matches("wt\\d+")).count();
		}
	}

	private static long files() {
		return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
	}

}
