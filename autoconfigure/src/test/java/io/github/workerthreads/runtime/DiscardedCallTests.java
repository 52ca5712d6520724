package io.github.workerthreads.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerRuntime#discard} on all rungs.
 */
class DiscardedCallTests {

	private final SharedMemory memory = SharedMemory.allocate(8);

	private final SharedMemory handedOver = SharedMemory.allocate(8);

	private final Path file = Path.of(this.memory.handle().file());

	static Stream<WorkerRuntime> runtimes() {
		return Stream.of(new ThreadWorkerRuntime(), new ClassLoaderWorkerRuntime(), new ProcessWorkerRuntime());
	}

	@AfterEach
	void close() {
		this.memory.close();
		this.handedOver.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void handlesInArgumentsAreClosedAndWhatWasHandedOverIsTheCallersStill(WorkerRuntime runtime) throws Exception {
		MethodSignature signature = MethodSignature.of("painter", Painter.class,
				Painter.class.getDeclaredMethod("paint", Map.class, SharedMemory.class, List.class),
				new boolean[] { false, true, false }, true);
		Object[] arguments = { Map.of("canvas", new Canvas(this.memory, "red")), this.handedOver,
				List.of(this.handedOver, this.memory) };
		Call prepared = runtime.prepare(new MethodCall(signature, arguments, (all) -> null, MethodCall.Handling.VALUE));
		this.memory.close();
		assertThat(this.file).exists();
		runtime.discard(prepared);
		assertThat(this.file).doesNotExist();
		assertThat(this.handedOver.getInt(0)).isZero();
		assertThat(Path.of(this.handedOver.handle().file())).exists();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void handlesInAnInputAreClosed(WorkerRuntime runtime) {
		Canvas canvas = new Canvas(this.memory, "red");
		Call prepared = runtime.prepare(new FunctionCall(Paint.class, canvas, TransferList.nothing()));
		this.memory.close();
		assertThat(this.file).exists();
		runtime.discard(prepared);
		assertThat(this.file).doesNotExist();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void whatMovedWithAnInputIsClosedUnlessItWasGivenBack(WorkerRuntime runtime) {
		FunctionCall call = new FunctionCall(Paint.class, new Canvas(this.memory, "red"), TransferList.of(this.memory));
		FunctionCall refused = (FunctionCall) runtime.prepare(call);
		assertThat(this.memory.isDetached()).isTrue();
		refused.takeBack();
		runtime.discard(refused);
		assertThat(this.memory.getInt(0)).isZero();
		assertThat(this.file).exists();
		Call prepared = runtime.prepare(call);
		assertThat(this.memory.isDetached()).isTrue();
		assertThat(this.file).exists();
		runtime.discard(prepared);
		assertThat(this.file).doesNotExist();
		assertThat(this.memory.isDetached()).isTrue();
	}

	record Canvas(SharedMemory memory, String color) {
	}

	static class Painter {

		void paint(Map<String, Canvas> canvases, SharedMemory whole, List<SharedMemory> parts) {
			throw new UnsupportedOperationException();
		}

	}

	static class Paint implements WorkerFunction<Canvas, Integer> {

		@Override
		public Integer apply(Canvas canvas) {
			throw new UnsupportedOperationException();
		}

	}

}
