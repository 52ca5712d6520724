package io.github.workerthreads.pool;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.worker.TransferList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskNames}.
 */
class TaskNamesTests {

	@Test
	void nameSaysWhatIsCalled() {
		assertThat(TaskNames.nameOf(new LambdaCall(() -> null))).isEqualTo("lambda");
		assertThat(TaskNames.nameOf(new BeanCall(List.of()))).isEqualTo("beans");
		assertThat(TaskNames.nameOf(new FunctionCall(PoolFunctions.Loop.class, null, TransferList.nothing())))
			.isEqualTo("Loop");
	}

}
