package io.github.workerthreads.pool;

import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.MethodCall;

/**
 * Names of tasks that were given none.
 */
final class TaskNames {

	private TaskNames() {
	}

	static String nameOf(Call call) {
		if (call instanceof MethodCall methodCall) {
			return methodCall.method().getDeclaringClass().getSimpleName() + "." + methodCall.method().getName();
		}
		if (call instanceof FunctionCall functionCall) {
			return functionCall.function().getSimpleName();
		}
		return "lambda";
	}

}
