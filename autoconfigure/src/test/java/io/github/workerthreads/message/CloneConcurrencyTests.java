package io.github.workerthreads.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for several threads that copy, and for messages that change meanwhile.
 */
class CloneConcurrencyTests {

	private static final int THREADS = 8;

	@Test
	void threadsThatMeetClassesForTheFirstTimeCopyCorrectly() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			for (int round = 0; round < 50; round++) {
				StructuredClone structuredClone = new StructuredClone();
				CyclicBarrier start = new CyclicBarrier(THREADS);
				List<Future<Object>> copies = new ArrayList<>();
				for (int i = 0; i < THREADS; i++) {
					copies.add(executor.submit(() -> {
						start.await();
						return structuredClone.clone("message", message());
					}));
				}
				for (Future<Object> copy : copies) {
					assertThat(copy.get()).isEqualTo(message());
				}
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void threadsThatCopyTheSameMessageGetCopiesOfTheirOwn() throws Exception {
		StructuredClone structuredClone = new StructuredClone();
		Map<String, Object> message = message();
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			Callable<Map<String, Object>> copying = () -> {
				Map<String, Object> copy = structuredClone.clone("message", message);
				for (int i = 0; i < 500; i++) {
					copy = structuredClone.clone("message", message);
				}
				return copy;
			};
			List<Map<String, Object>> copies = new ArrayList<>();
			for (Future<Map<String, Object>> copy : executor.invokeAll(Collections.nCopies(THREADS, copying))) {
				copies.add(copy.get());
			}
			copies.get(0).clear();
			assertThat(copies.subList(1, THREADS)).allMatch(message()::equals);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void changeOfACollectionUnderItsViewIsTold() {
		List<String> list = new ArrayList<>(List.of("a"));
		List<String> stale = list.subList(0, 1);
		list.add("b");
		Map<String, Object> message = new HashMap<>(Map.of("part", List.of(stale)));
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> new StructuredClone().clone("message", message))
			.withMessageContaining("changed while it was being copied")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("message[\"part\"][0]"));
	}

	@Test
	void changeByAnotherThreadIsTold() throws Exception {
		StructuredClone structuredClone = new StructuredClone();
		List<Integer> list = new ArrayList<>(Collections.nCopies(100_000, 1));
		AtomicBoolean told = new AtomicBoolean();
		Thread meddler = new Thread(() -> {
			while (!told.get()) {
				list.add(1);
				list.remove(list.size() - 1);
			}
		});
		meddler.start();
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ZERO).until(() -> {
				try {
					structuredClone.clone("list", list);
					return false;
				}
				catch (DataCloneException ex) {
					assertThat(ex).hasMessageContaining("changed while it was being copied");
					return true;
				}
			});
		}
		finally {
			told.set(true);
			meddler.join();
		}
	}

	private static Map<String, Object> message() {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("list", new ArrayList<>(List.of(new Probe(1))));
		message.put("set", new HashSet<>(Set.of(new Probe(2))));
		message.put("record", new Note("a", new ArrayList<>(List.of(new Probe(3)))));
		message.put("wrapper", Collections.unmodifiableList(new ArrayList<>(List.of(new Probe(4)))));
		message.put("map", new ConcurrentHashMap<>(Map.of(1, new Probe(5))));
		message.put("many", IntStream.range(0, 100).mapToObj(Probe::new).toList());
		return message;
	}

	record Note(String text, List<Probe> probes) {

	}

}
