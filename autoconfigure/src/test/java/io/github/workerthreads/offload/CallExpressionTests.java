package io.github.workerthreads.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.WorkerContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CallExpression}, and for the attributes of {@link OffloadToWorker}
 * that say who runs next.
 */
@Timeout(60)
class CallExpressionTests {

	private final OffloadContext context = OffloadContext.of(Desk.class, Tariff.class);

	private final Desk desk = this.context.getBean(Desk.class);

	private final WorkerPool images = this.context.getBean(WorkerPools.class).get("images");

	@AfterEach
	void close() {
		this.context.close();
		Desk.ran.clear();
	}

	@Test
	void urgentCallsRunFirst() throws Exception {
		this.images.pause();
		List<CompletableFuture<String>> calls = List.of(this.desk.usual("a"), this.desk.urgent("b"),
				this.desk.usual("c"), this.desk.urgent("d"));
		this.images.resume();
		for (CompletableFuture<String> call : calls) {
			call.get();
		}
		assertThat(Desk.ran).containsExactly("b", "d", "a", "c");
	}

	@Test
	void callsOfOneKeyRunOnOneWorker() {
		this.context.awaitIdle("default");
		List<String> workers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			workers.add(this.desk.book(new Order("k", i)));
		}
		assertThat(workers).containsOnly(workers.get(0));
		assertThat(Desk.ran).hasSize(20);
	}

	@Test
	void floodOfOneShareLeavesRoomWhateverTheMethodReturns() throws Exception {
		// Calls may wait for workers that still start, beyond the queue's capacity
		this.images.submit(() -> "started").get();
		this.images.pause();
		List<CompletableFuture<?>> flood = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			flood.add(this.desk.share("flood"));
		}
		assertThat(flood).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(8);
		assertThat(this.desk.share("other")).isNotDone();
		assertThatExceptionOfType(PoolSaturatedException.class).isThrownBy(() -> this.desk.shareOfMono("flood").block())
			.withMessageContaining("Share 'flood'");
		assertThatExceptionOfType(PoolSaturatedException.class)
			.isThrownBy(() -> this.desk.shareOfFlux("flood").blockLast())
			.withMessageContaining("Share 'flood'");
		assertThatExceptionOfType(PoolSaturatedException.class).isThrownBy(() -> this.desk.shareOfDetached("flood"))
			.withMessageContaining("Share 'flood'");
		this.images.resume();
	}

	@Test
	void beansAndPlaceholdersMayTakePart() {
		assertThat(this.desk.tariff("basic")).isEqualTo("basic");
	}

	@Test
	void noKeyIsNoKey() {
		assertThat(this.desk.book(new Order(null, 1))).startsWith("worker-default-");
	}

	@Test
	void failureOfAnExpressionIsOneOfTheCall() {
		assertThatIllegalStateException().isThrownBy(() -> this.desk.book(null))
			.withMessageContaining("The key of ")
			.withMessageContaining("Desk.book(")
			.withMessageContaining("'#order.id' failed");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.desk.share(null).get())
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("The share of ");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.shareOfMono(null).block());
		assertThatIllegalStateException().isThrownBy(() -> this.desk.shareOfDetached(null));
		assertThat(Desk.ran).isEmpty();
	}

	record Order(@Nullable String id, int number) {

	}

	public static class Tariff {

		public String of(String tenant) {
			return tenant;
		}

	}

	static class Desk {

		private static final List<String> ran = new CopyOnWriteArrayList<>();

		@OffloadToWorker("images")
		CompletableFuture<String> usual(String name) {
			ran.add(name);
			return CompletableFuture.completedFuture(name);
		}

		@OffloadToWorker(pool = "images", priority = 7)
		CompletableFuture<String> urgent(String name) {
			ran.add(name);
			return CompletableFuture.completedFuture(name);
		}

		@OffloadToWorker(key = "#order.id")
		String book(@Nullable Order order) {
			ran.add("booked");
			return WorkerContext.current().workerName();
		}

		@OffloadToWorker(pool = "images", share = "#p0.toString()")
		CompletableFuture<String> share(@Nullable String tenant) {
			ran.add("shared");
			return CompletableFuture.completedFuture(String.valueOf(tenant));
		}

		@OffloadToWorker(pool = "images", share = "#tenant.toString()")
		Mono<String> shareOfMono(@Nullable String tenant) {
			return Mono.just(String.valueOf(tenant));
		}

		@OffloadToWorker(pool = "images", share = "#tenant.toString()")
		Flux<String> shareOfFlux(String tenant) {
			return Flux.just(tenant);
		}

		@OffloadToWorker(pool = "images", share = "#tenant.toString()", await = false)
		void shareOfDetached(@Nullable String tenant) {
			ran.add("detached");
		}

		@OffloadToWorker(key = "${desk.key:#a0}", share = "@'callExpressionTests.Tariff'.of(#tenant)")
		String tariff(String tenant) {
			return tenant;
		}

	}

}
