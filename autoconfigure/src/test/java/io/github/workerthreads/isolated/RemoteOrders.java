package io.github.workerthreads.isolated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.workerthreads.offload.OffloadToWorker;
import io.github.workerthreads.offload.Transfer;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.WorkerContext;

/**
 * Service whose methods run on workers in other processes.
 */
@OffloadToWorker("isolated")
public class RemoteOrders {

	private static int calls;

	@Value("${shop.name:none}")
	private @Nullable String shop;

	public int count() {
		return ++calls;
	}

	public long pid() {
		return ProcessHandle.current().pid();
	}

	public @Nullable String trace() {
		return MDC.get("traceId") + " " + MDC.get("user");
	}

	public @Nullable String shop() {
		return this.shop;
	}

	public Order add(Order order, String line) {
		List<String> lines = new ArrayList<>(order.lines());
		lines.add(line);
		return new Order(order.id(), lines);
	}

	public Order[][] table(int[] sizes, Order... orders) {
		return new Order[][] { orders,
				{ new Order("sizes", IntStream.of(sizes).mapToObj(Integer::toString).toList()) } };
	}

	public CompletableFuture<Order> later(Order order) {
		return CompletableFuture.supplyAsync(() -> new Order(order.id() + " later", order.lines()));
	}

	public Mono<Order> one(Order order) {
		return Mono.just(order).map((each) -> new Order(each.id() + " once", each.lines()));
	}

	public Flux<Order> many(int count) {
		return Flux.range(0, count).map((i) -> new Order("number " + i, List.of()));
	}

	public Flux<Order> emitted() {
		WorkerContext.current().emit(new Order("emitted", List.of()));
		return Flux.just(new Order("returned", List.of()));
	}

	public Flux<Order> endless() {
		return Flux.interval(Duration.ofMillis(1)).onBackpressureBuffer().map((i) -> new Order("" + i, List.of()));
	}

	public Flux<Order> silent() {
		return Flux.never();
	}

	public Flux<Order> failing() {
		return Flux.concat(Flux.just(new Order("1", List.of())),
				Flux.error(() -> new OrderException("2", new IllegalStateException())));
	}

	public String fail(String id) {
		throw new OrderException(id, new IllegalStateException("out of stock"));
	}

	@Transfer
	public TransferableBuffer sign(@Transfer TransferableBuffer buffer) {
		buffer.putLong(0, pid());
		return buffer;
	}

	public byte[] fill(@Transfer byte[] bytes) {
		bytes[0] = 42;
		return bytes;
	}

	@OffloadToWorker(pool = "isolated", timeout = "100ms")
	public void loop() {
		while (true) {
			calls++;
		}
	}

}
