package io.github.workerthreads.sample.soak;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import com.jayway.jsonpath.JsonPath;

/**
 * Threads that kill and starve the workers of a desk, and turn its pools upside down,
 * until they are told to stop. Thread-safe.
 */
final class Vandals implements AutoCloseable {

	private static final long PAUSE_MILLIS = 400;

	private static final long LONGEST_STARVATION_MILLIS = 1500;

	// Longer than the heartbeat that the desk expects
	private static final long DEADLY_STARVATION_MILLIS = 6000;

	private static final List<String> NAMES = Desk.POOLS.keySet().stream().sorted().toList();

	private final Desk desk;

	private final Ledger ledger;

	private final CountDownLatch over = new CountDownLatch(1);

	private final List<Thread> threads = new ArrayList<>();

	Vandals(Desk desk, Ledger ledger, SplittableRandom random) {
		this.desk = desk;
		this.ledger = ledger;
		for (int i = 0; i < SoakOptions.VANDALS; i++) {
			SplittableRandom own = random.split();
			Thread thread = new Thread(() -> harmUntilTheEnd(own), "vandal-" + i);
			thread.start();
			this.threads.add(thread);
		}
	}

	private void harmUntilTheEnd(RandomGenerator random) {
		try {
			while (!this.over.await(random.nextLong(PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
				harm(random);
			}
		}
		catch (InterruptedException ex) {
			this.ledger.violation("A vandal was interrupted");
		}
	}

	private void harm(RandomGenerator random) throws InterruptedException {
		try {
			String pool = NAMES.get(random.nextInt(NAMES.size()));
			switch (random.nextInt(18)) {
				case 0, 1, 2, 3, 4 -> terminate(pool, random);
				case 5, 6, 7, 8 -> kill(random);
				case 9, 10 -> starve(random);
				case 11 -> change(pool, "pause", "resume", random);
				case 12 -> change(pool, "drain", "resume", random);
				case 13 -> post(pool, "{\"action\":\"recycle\"}", "recycle");
				case 14 -> post(pool, "{\"size\":%d}".formatted(random.nextInt(1, 5)), "resize");
				case 15 -> post(pool, "{\"action\":\"cancel-pending\"}", "cancel-pending");
				case 16 -> cancel(pool, random);
				default -> look(pool, random);
			}
		}
		catch (IOException ex) {
			if (!this.desk.isStopping()) {
				this.ledger.violation("The endpoint did not answer: " + ex);
			}
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.ledger.violation("Harm had an odd answer: " + ex);
		}
	}

	private void terminate(String pool, RandomGenerator random) throws Exception {
		Optional<Integer> worker = anyOf(this.desk.find(pool, "$.workers[*].id"), random);
		if (worker.isPresent()) {
			HttpResponse<byte[]> response = this.desk.client().delete("/actuator/workers/" + pool + "/" + worker.get());
			if (wasDone(response, "terminate")) {
				this.ledger.killed("terminate in %s: %s".formatted(pool,
						JsonPath.<String>read(Answers.text(response), "$.outcome")));
			}
		}
	}

	private void kill(RandomGenerator random) throws Exception {
		Optional<ProcessHandle> worker = anyProcess(random);
		if (worker.isPresent() && worker.get().destroyForcibly()) {
			this.ledger.killed("kill -9 of a process");
		}
	}

	private void starve(RandomGenerator random) throws Exception {
		Optional<ProcessHandle> worker = anyProcess(random);
		if (worker.isPresent()) {
			boolean deadly = random.nextInt(12) == 0;
			signal("STOP", worker.get());
			try {
				this.over.await((deadly) ? DEADLY_STARVATION_MILLIS : random.nextLong(LONGEST_STARVATION_MILLIS),
						TimeUnit.MILLISECONDS);
			}
			finally {
				signal("CONT", worker.get());
			}
			this.ledger.harmed((deadly) ? "starved for longer than the heartbeat" : "starved");
		}
	}

	// Of a process that has ended meanwhile there is nothing to signal
	private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
		if (process.isAlive()) {
			new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
	}

	/**
	 * Find the process of a worker as an operator does. Only a child of the desk is ever
	 * returned.
	 * @param random decides over the worker
	 * @return the process, or nothing if the worker has ended meanwhile
	 */
	private Optional<ProcessHandle> anyProcess(RandomGenerator random) throws Exception {
		Optional<Integer> worker = anyOf(this.desk.find(Desk.PROCESSES, "$.workers[?(@.state != 'STARTING')].id"),
				random);
		if (worker.isEmpty()) {
			return Optional.empty();
		}
		HttpResponse<byte[]> response = this.desk.client()
			.get("/actuator/workers/%s/%d".formatted(Desk.PROCESSES, worker.get()));
		if (!wasDone(response, "look at a process")) {
			return Optional.empty();
		}
		long pid = JsonPath.<Number>read(Answers.text(response), "$.pid").longValue();
		return this.desk.process().children().filter((child) -> child.pid() == pid).findFirst();
	}

	private void change(String pool, String action, String back, RandomGenerator random) throws Exception {
		post(pool, "{\"action\":\"%s\"}".formatted(action), action);
		this.over.await(random.nextLong(PAUSE_MILLIS), TimeUnit.MILLISECONDS);
		post(pool, "{\"action\":\"%s\"}".formatted(back), back);
	}

	private void post(String pool, String json, String what) throws Exception {
		if (wasDone(this.desk.change(pool, json), what)) {
			this.ledger.harmed("%s in %s".formatted(what, pool));
		}
	}

	private void cancel(String pool, RandomGenerator random) throws Exception {
		Optional<Integer> task = anyOf(this.desk.find(pool, "$.tasks[*].id"), random);
		if (task.isPresent() && wasDone(
				this.desk.client().delete("/actuator/workers/%s/tasks/%d".formatted(pool, task.get())), "cancel")) {
			this.ledger.harmed("cancel in " + pool);
		}
	}

	private void look(String pool, RandomGenerator random) throws Exception {
		String path = List.of("/actuator/workers", "/actuator/health", "/actuator/metrics/workers.task")
			.get(random.nextInt(3));
		HttpResponse<byte[]> response = this.desk.client().get(path);
		// A pool that is paused or drained is out of service
		if (response.statusCode() != 200 && !(path.endsWith("health") && response.statusCode() == 503)) {
			throw Answers.wrong(response, "expected 200");
		}
		Optional<Integer> worker = anyOf(this.desk.find(Desk.PROCESSES, "$.workers[?(@.state == 'IDLE')].id"), random);
		if (worker.isPresent()) {
			String process = "/actuator/workers/%s/%d".formatted(Desk.PROCESSES, worker.get());
			wasDone(this.desk.post(process, "{\"action\":\"thread-dump\"}"), "thread dump");
		}
		this.ledger.harmed("look around");
	}

	// A worker or task may have gone meanwhile (404) or while it was asked (503)
	private boolean wasDone(HttpResponse<byte[]> response, String what) throws Exception {
		if (response.statusCode() == 200) {
			return true;
		}
		if (response.statusCode() != 404 && response.statusCode() != 503 && !this.desk.isStopping()) {
			throw Answers.wrong(response, what);
		}
		return false;
	}

	private static <T> Optional<T> anyOf(List<T> all, RandomGenerator random) {
		return (all.isEmpty()) ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
	}

	/**
	 * Wait until no more harm is done, and what was starved goes on.
	 */
	@Override
	public void close() throws InterruptedException {
		this.over.countDown();
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
