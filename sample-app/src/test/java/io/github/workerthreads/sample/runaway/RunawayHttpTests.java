package io.github.workerthreads.sample.runaway;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.TaskFailure;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.Pictures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /runaway} over HTTP, with what people do about runaways.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class RunawayHttpTests {

	private final DeskClient desk;

	private final WorkerPools pools;

	RunawayHttpTests(@LocalServerPort int port, @Autowired WorkerPools pools) {
		this.desk = new DeskClient(port);
		this.pools = pools;
	}

	@Test
	void sleepingRunawayIsTerminated() throws Exception {
		WorkerSnapshot worker = start("/runaway?kind=sleep&pool=cpu", "cpu");
		HttpResponse<byte[]> response = this.desk.delete("/actuator/workers/cpu/" + worker.id());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(DeskClient.<String>json(response, "$.outcome")).isEqualTo("TERMINATED");
		WorkerPool cpu = this.pools.get("cpu");
		assertThat(workerIds("cpu")).doesNotContain(worker.id()).hasSize(cpu.options().size());
		assertThat(cpu.snapshot().abandoned()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sleep", "loop" })
	void runawayInAProcessIsKilled(String kind) throws Exception {
		WorkerSnapshot worker = start("/runaway?kind=" + kind, "images");
		HttpResponse<byte[]> response = this.desk.delete("/actuator/workers/images/" + worker.id());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(DeskClient.<String>json(response, "$.outcome")).isEqualTo("KILLED");
		assertThat(this.pools.get("images").snapshot().abandoned()).isEmpty();
		DeskClient.assertPicture(this.desk.upload("/thumbnails", Pictures.rocket()), 240, 160);
	}

	@ParameterizedTest
	@CsvSource({ "memory, ran out of memory", "exit, exited with code 7", "crash, crashed; see" })
	void runawayTakesDownItsProcessAndNotTheDesk(String kind, String reason) throws Exception {
		HttpResponse<byte[]> response = this.desk.post("/runaway?kind=" + kind);
		assertThat(response.statusCode()).isEqualTo(202);
		int task = DeskClient.json(response, "$.task");
		String failure = "$.failures[?(@.taskId == %d)].reason".formatted(task);
		List<String> reasons = Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.until(() -> DeskClient.json(this.desk.get("/actuator/workers/images"), failure),
					(found) -> !found.isEmpty());
		assertThat(reasons.get(0)).contains("The process of worker 'worker-images-", reason);
		DeskClient.assertPicture(this.desk.upload("/thumbnails", Pictures.rocket()), 240, 160);
	}

	@Test
	void loopingRunawayIsAbandonedUntilItEndsByItself() throws Exception {
		WorkerSnapshot worker = start("/runaway?kind=loop&pool=cpu&seconds=20", "cpu");
		HttpResponse<byte[]> response = this.desk.delete("/actuator/workers/cpu/" + worker.id());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(DeskClient.<String>json(response, "$.outcome")).isEqualTo("ABANDONED");
		WorkerPool cpu = this.pools.get("cpu");
		assertThat(workerIds("cpu")).doesNotContain(worker.id()).hasSize(cpu.options().size());
		assertThat(cpu.snapshot().abandoned()).extracting(WorkerSnapshot::id).containsExactly(worker.id());
		Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> cpu.snapshot().abandoned().isEmpty());
	}

	@Test
	void throwingRunawayIsSeenAmongTheFailures() throws Exception {
		HttpResponse<byte[]> response = this.desk.post("/runaway?kind=throw&pool=cpu");
		assertThat(response.statusCode()).isEqualTo(202);
		int task = DeskClient.json(response, "$.task");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.pools.get("cpu").snapshot().failures()).extracting(TaskFailure::taskId)
				.contains((long) task));
		HttpResponse<byte[]> pool = this.desk.get(DeskClient.json(response, "$.watch"));
		assertThat(DeskClient.<List<String>>json(pool, "$.failures[*].reason"))
			.anyMatch((reason) -> reason.contains("Thrown on purpose by a runaway of kind 'throw'"));
	}

	@Test
	void runawayEndsByItself() throws Exception {
		HttpResponse<byte[]> response = this.desk.post("/runaway?kind=sleep&pool=cpu&seconds=1");
		assertThat(DeskClient.<Integer>json(response, "$.seconds")).isEqualTo(1);
		Awaitility.await()
			.until(() -> this.pools.get("cpu")
				.snapshot()
				.workers()
				.stream()
				.allMatch((worker) -> worker.task() == null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"kind=explode | 'kind' must be one of loop, sleep, throw, memory, exit, crash but was 'explode'",
			"kind=exit&pool=cpu | 'exit' would take down this application in pool 'cpu', which has isolation 'thread'",
			"kind=crash&pool=markdown | Choose a pool with isolation 'process'", "pool=images | kind",
			"kind=loop&pool=nowhere | but was 'nowhere'",
			"kind=loop&seconds=0 | 'seconds' must be from 1 to 600 but was 0",
			"kind=loop&seconds=601 | 'seconds' must be from 1 to 600 but was 601" })
	void wrongOrderIsABadRequest(String query, String detail) throws Exception {
		DeskClient.assertProblem(this.desk.post("/runaway?" + query), 400, detail);
	}

	private WorkerSnapshot start(String path, String pool) throws Exception {
		HttpResponse<byte[]> response = this.desk.post(path);
		assertThat(response.statusCode()).isEqualTo(202);
		int task = DeskClient.json(response, "$.task");
		return Awaitility.await()
			.atMost(60, TimeUnit.SECONDS)
			.until(() -> this.pools.get(pool)
				.snapshot()
				.workers()
				.stream()
				.filter((worker) -> worker.task() != null && worker.task().id() == task)
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private List<Long> workerIds(String pool) {
		return this.pools.get(pool).snapshot().workers().stream().map(WorkerSnapshot::id).toList();
	}

}
