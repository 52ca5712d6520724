package io.github.workerthreads.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SerialExecutor}.
 */
class SerialExecutorTests {

	private final Queue<Runnable> handed = new ArrayDeque<>();

	private final SerialExecutor executor = new SerialExecutor(this.handed::add);

	private final List<Integer> turns = new ArrayList<>();

	@Test
	void turnsRunOneAfterTheOtherInOrder() {
		for (int i = 0; i < 3; i++) {
			int turn = i;
			this.executor.execute(() -> this.turns.add(turn));
		}
		for (int i = 0; i < 3; i++) {
			assertThat(this.handed).hasSize(1);
			this.handed.remove().run();
			assertThat(this.turns).hasSize(i + 1);
		}
		assertThat(this.turns).containsExactly(0, 1, 2);
	}

	@Test
	void turnAfterAPauseIsHandedOverAgain() {
		this.executor.execute(() -> this.turns.add(0));
		runAll();
		this.executor.execute(() -> this.turns.add(1));
		runAll();
		assertThat(this.turns).containsExactly(0, 1);
	}

	@Test
	void turnThatFailsKeepsNoOtherFromRunning() {
		this.executor.execute(() -> {
			throw new IllegalStateException("turn");
		});
		this.executor.execute(() -> this.turns.add(1));
		assertThatIllegalStateException().isThrownBy(this::runAll).withMessage("turn");
		runAll();
		assertThat(this.turns).containsExactly(1);
	}

	private void runAll() {
		while (!this.handed.isEmpty()) {
			this.handed.remove().run();
		}
	}

}
