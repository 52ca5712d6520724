package io.github.workerthreads.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.github.workerthreads.pool.TaskOutcome;

/**
 * Timers {@code workers.task} of one pool by task and outcome, found without allocation.
 * Tasks beyond the first {@value #MAX_TASKS} share the name {@value #OTHER}, so that
 * names made at run time cannot flood the registry. Thread-safe.
 */
final class TaskTimers {

	static final int MAX_TASKS = 100;

	static final String OTHER = "other";

	private final MeterRegistry registry;

	private final Tags tags;

	private final Map<String, Map<TaskOutcome, Timer>> timers = new ConcurrentHashMap<>();

	private final Map<TaskOutcome, Timer> others = new ConcurrentHashMap<>();

	TaskTimers(MeterRegistry registry, Tags tags) {
		this.registry = registry;
		this.tags = tags;
	}

	Timer of(String task, TaskOutcome outcome) {
		Map<TaskOutcome, Timer> outcomes = this.timers.get(task);
		if (outcomes == null) {
			outcomes = admit(task);
		}
		Timer timer = outcomes.get(outcome);
		if (timer == null) {
			timer = register((outcomes != this.others) ? task : OTHER, outcome);
			outcomes.put(outcome, timer);
		}
		return timer;
	}

	private Map<TaskOutcome, Timer> admit(String task) {
		// may be passed by as many as get here at once, not by more
		return (this.timers.size() < MAX_TASKS) ? this.timers.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>())
				: this.others;
	}

	private Timer register(String task, TaskOutcome outcome) {
		return Timer.builder("workers.task")
			.description("Time that calls ran, 0 for those that never started")
			.tags(this.tags.and("task", task, "outcome", TagValues.of(outcome)))
			.register(this.registry);
	}

}
