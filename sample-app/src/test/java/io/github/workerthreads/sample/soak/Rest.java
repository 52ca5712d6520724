package io.github.workerthreads.sample.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Brings a desk to rest, and checks what must be true then: nothing waits or runs, and
 * each call that was accepted has ended in one way.
 *
 * @param desk the desk
 * @param ledger gets what is not as it must be
 */
record Rest(Desk desk, Ledger ledger) {

	// Longer than any runaway and any limit of the pools
	private static final Duration LONGEST = Duration.ofSeconds(60);

	/**
	 * Wait until nothing goes on.
	 * @throws Exception if the endpoint does not answer
	 */
	void await() throws Exception {
		for (Map.Entry<String, Integer> pool : Desk.POOLS.entrySet()) {
			this.desk.change(pool.getKey(), "{\"action\":\"resume\"}");
			this.desk.change(pool.getKey(), "{\"size\":%d,\"minSize\":%1$d}".formatted(pool.getValue()));
		}
		List<String> unrest = new ArrayList<>();
		try {
			Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> {
				unrest.clear();
				unrest.addAll(unrest());
				return unrest.isEmpty();
			});
		}
		catch (ConditionTimeoutException ex) {
			this.ledger.violation("No rest after %s: %s".formatted(LONGEST, unrest));
		}
	}

	private List<String> unrest() throws Exception {
		List<String> unrest = new ArrayList<>();
		DocumentContext all = JsonPath.parse(Answers.text(this.desk.client().get("/actuator/workers")));
		long processes = 0;
		for (Map.Entry<String, Integer> pool : Desk.POOLS.entrySet()) {
			DocumentContext view = JsonPath.parse(all.<Object>read("$.pools." + pool.getKey()));
			addUnrest(pool.getKey(), view, pool.getValue(), unrest);
			if (pool.getKey().equals(Desk.PROCESSES)) {
				processes = count(view, "$.workers[*].id") + count(view, "$.spares[*].id");
			}
		}
		long children = this.desk.process().descendants().count();
		if (children != processes) {
			unrest.add("%d processes, but %d of workers".formatted(children, processes));
		}
		return unrest;
	}

	private static void addUnrest(String pool, DocumentContext view, int size, List<String> unrest) {
		long idle = count(view, "$.workers[?(@.state == 'IDLE')].id");
		boolean whole = idle == size && count(view, "$.workers[*].id") == size;
		boolean spared = pool.equals("cpu") || count(view, "$.spares[?(@.state == 'IDLE')].id") == 1;
		if (!whole || !spared || !view.read("$.status").equals("RUNNING") || number(view, "$.queue.size") != 0
				|| count(view, "$.abandoned[*].id") != 0 || number(view, "$.counts.accepted") != completed(view)) {
			unrest.add(pool + ": " + view.jsonString());
		}
	}

	/**
	 * Compare the counts of the pools with what callers have seen.
	 * @throws Exception if the endpoint does not answer
	 */
	void checkCounts() throws Exception {
		DocumentContext all = JsonPath.parse(Answers.text(this.desk.client().get("/actuator/workers")));
		for (String pool : Desk.POOLS.keySet()) {
			DocumentContext view = JsonPath.parse(all.<Object>read("$.pools." + pool));
			long accepted = number(view, "$.counts.accepted");
			if (accepted != completed(view)) {
				this.ledger
					.violation("Pool '%s' accepted %d calls, but %d ended".formatted(pool, accepted, completed(view)));
			}
			long succeeded = number(view, "$.counts.succeeded");
			long served = this.ledger.servedBy(pool);
			// A picture of pool cpu is more than one task
			long most = (pool.equals("cpu")) ? Long.MAX_VALUE : served + this.ledger.withoutResult(pool);
			if (succeeded < served || succeeded > most) {
				this.ledger.violation("Pool '%s' says that %d calls succeeded, but callers have results of %d to %d"
					.formatted(pool, succeeded, served, most));
			}
		}
	}

	/**
	 * Return how many calls have succeeded so far, such as those that make sure at the
	 * start that workers have their beans.
	 * @return the numbers by pool
	 * @throws Exception if the endpoint does not answer
	 */
	Map<String, Long> succeeded() throws Exception {
		DocumentContext all = JsonPath.parse(Answers.text(this.desk.client().get("/actuator/workers")));
		Map<String, Long> succeeded = new HashMap<>();
		for (String pool : Desk.POOLS.keySet()) {
			succeeded.put(pool, number(all, "$.pools.%s.counts.succeeded".formatted(pool)));
		}
		return succeeded;
	}

	private static long completed(DocumentContext view) {
		return List.of("succeeded", "failed", "timedOut", "cancelled", "terminated")
			.stream()
			.mapToLong((count) -> number(view, "$.counts." + count))
			.sum();
	}

	private static long number(DocumentContext view, String path) {
		return view.<Number>read(path).longValue();
	}

	private static long count(DocumentContext view, String path) {
		return view.<List<?>>read(path).size();
	}

}
