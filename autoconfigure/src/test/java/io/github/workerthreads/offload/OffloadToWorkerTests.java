package io.github.workerthreads.offload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OffloadToWorker} on methods whose callers wait.
 */
class OffloadToWorkerTests {

	private static OffloadContext context;

	private static Orders orders;

	@BeforeAll
	static void start() {
		context = OffloadContext.of(Orders.class);
		orders = context.getBean(Orders.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void bodyRunsOnWorkerOfDefaultPool() {
		assertThat(orders.thread()).startsWith("worker-default-");
	}

	@Test
	void bodyRunsOnWorkerOfNamedPool() {
		assertThat(orders.threadOfImages()).startsWith("worker-images-");
	}

	@Test
	void voidMethodReturnsWhenWorkIsDone() {
		int before = orders.count();
		orders.increment();
		assertThat(orders.count()).isEqualTo(before + 1);
	}

	@Test
	void methodWithoutAnnotationStaysOnCaller() {
		assertThat(orders.callerThread()).isEqualTo(Thread.currentThread().getName());
	}

	@Test
	void mutationOfArgumentByBodyDoesNotShow() {
		Order order = new Order(new ArrayList<>(List.of("pen")), new EnumMap<>(Map.of(Size.SMALL, new int[] { 1 })));
		assertThat(orders.mutate(order)).isEqualTo(1);
		assertThat(order.lines()).containsExactly("pen");
		assertThat(order.counts().get(Size.SMALL)).containsExactly(1);
	}

	@Test
	void mutationOfResultByCallerDoesNotShow() {
		Order first = orders.kept();
		first.lines().add("mine");
		first.counts().get(Size.SMALL)[0] = 99;
		Order second = orders.kept();
		assertThat(second.lines()).containsExactly("kept");
		assertThat(second.counts().get(Size.SMALL)).containsExactly(7);
	}

	@Test
	void argumentsThatShareAnObjectShareItsCopy() {
		List<String> list = new ArrayList<>();
		assertThat(orders.isSame(list, list)).isTrue();
		assertThat(orders.isSame(list, new ArrayList<>())).isFalse();
	}

	@Test
	void transferredArgumentAndResultAreHandedOverAsTheyAre() throws IOException {
		InputStream stream = new ByteArrayInputStream(new byte[] { 4, 5 });
		assertThat(orders.skipOne(stream)).isSameAs(stream);
		assertThat(stream.read()).isEqualTo(5);
	}

	@Test
	void nullArgumentsAndResultsCross() {
		assertThat(orders.echo(null)).isNull();
	}

	@Test
	void checkedExceptionKeepsTypeAndShowsBothStacks() {
		assertThatExceptionOfType(OrderException.class).isThrownBy(() -> orders.fail("late"))
			.withMessage("late")
			.satisfies((ex) -> assertThat(ex.getStackTrace()).extracting(StackTraceElement::getMethodName)
				.contains("fail", "checkedExceptionKeepsTypeAndShowsBothStacks"));
	}

	@Test
	void errorKeepsType() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> orders.error()).withMessage("broken");
	}

	@Test
	void argumentThatCannotBeClonedIsRefusedWithItsPath() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> orders.echo(new ArrayList<>(List.of(new StreamHolder(InputStream.nullInputStream())))))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("value[0].stream"));
	}

	@Test
	void resultThatCannotBeClonedIsRefused() {
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> orders.leak())
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("result"));
	}

	@Test
	void timeoutOfAnnotationStopsBody() {
		assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> orders.hang())
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED));
		assertThat(Orders.interrupted.getCount()).isZero();
	}

	@Test
	void queueTimeoutOfAnnotationEndsWait() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		context.getBean(WorkerPools.class).get("images").submit(() -> release.await(10, TimeUnit.SECONDS));
		try {
			assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> orders.impatient())
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(StopOutcome.DEQUEUED));
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void taskIsNamedAfterBeanClassAndMethod() {
		orders.threadOfImages();
		assertThatExceptionOfType(OrderException.class).isThrownBy(() -> orders.fail("named"));
		assertThat(context.getBean(WorkerPools.class).get("default").snapshot().failures())
			.anySatisfy((failure) -> assertThat(failure.task()).isEqualTo("OffloadToWorkerTests.Orders.fail"));
	}

	static class Orders {

		private int count;

		static final CountDownLatch interrupted = new CountDownLatch(1);

		private final Order kept = new Order(new ArrayList<>(List.of("kept")),
				new EnumMap<>(Map.of(Size.SMALL, new int[] { 7 })));

		@OffloadToWorker
		String thread() {
			return Thread.currentThread().getName();
		}

		@OffloadToWorker("images")
		protected String threadOfImages() {
			return Thread.currentThread().getName();
		}

		String callerThread() {
			return Thread.currentThread().getName();
		}

		@OffloadToWorker
		void increment() {
			this.count++;
		}

		int count() {
			return this.count;
		}

		@OffloadToWorker
		int mutate(Order order) {
			order.lines().add("rubber");
			return ++order.counts().get(Size.SMALL)[0] - 1;
		}

		@OffloadToWorker
		Order kept() {
			return this.kept;
		}

		@OffloadToWorker
		boolean isSame(List<String> first, List<String> second) {
			return first == second;
		}

		@OffloadToWorker
		@Transfer
		InputStream skipOne(@Transfer InputStream stream) throws IOException {
			stream.read();
			return stream;
		}

		@OffloadToWorker
		@Nullable Object echo(@Nullable Object value) {
			return value;
		}

		@OffloadToWorker
		void fail(String message) throws OrderException {
			throw new OrderException(message);
		}

		@OffloadToWorker
		void error() {
			throw new AssertionError("broken");
		}

		@OffloadToWorker
		Object leak() {
			return InputStream.nullInputStream();
		}

		@OffloadToWorker(timeout = "50ms")
		void hang() {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}

		@OffloadToWorker(pool = "images", queueTimeout = "PT0.02S", timeout = "0")
		void impatient() {
		}

	}

	record Order(List<String> lines, Map<Size, int[]> counts) {

	}

	record StreamHolder(InputStream stream) {

	}

	enum Size {

		SMALL

	}

	static class OrderException extends Exception {

		OrderException(String message) {
			super(message);
		}

	}

}
