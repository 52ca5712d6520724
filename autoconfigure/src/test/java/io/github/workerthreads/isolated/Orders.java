package io.github.workerthreads.isolated;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.workerthreads.offload.OffloadToWorker;
import io.github.workerthreads.offload.Transfer;
import io.github.workerthreads.worker.WorkerContext;

/**
 * Service whose methods run on workers.
 */
@OffloadToWorker("isolated")
public class Orders {

	private static int calls;

	@Value("${shop.name:none}")
	private @Nullable String shop;

	private final List<String> kept = new ArrayList<>();

	public int count() {
		return ++calls;
	}

	public String loader() {
		return String.valueOf(getClass().getClassLoader().getName()) + " " + Thread.currentThread().getName();
	}

	public @Nullable String shop() {
		return this.shop;
	}

	public Order add(Order order, String line) {
		this.kept.add(line);
		List<String> lines = new ArrayList<>(order.lines());
		lines.addAll(this.kept);
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

	public String fail(String id) {
		throw new OrderException(id, new IllegalStateException("out of stock"));
	}

	public int length(@Transfer InputStream stream) throws IOException {
		return stream.readAllBytes().length;
	}

	@Transfer
	public InputStream open(String text) {
		return new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
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

	public String lambdas(int count) {
		IntFunction<String> number = (i) -> new Order("" + i, List.of()).id();
		return IntStream.range(0, count).mapToObj(number).collect(Collectors.joining(","));
	}

	@PreDestroy
	void destroy() {
		System.getProperties().merge("orders.destroyed", 1, (a, b) -> (int) a + (int) b);
	}

}
