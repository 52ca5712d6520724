package io.github.workerthreads.pool;

import java.lang.reflect.Method;

import io.github.workerthreads.runtime.BeanCall;
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
			Method method = methodCall.signature().method();
			return method.getDeclaringClass().getSimpleName() + "." + method.getName();
		}
		if (call instanceof BeanCall) {
			return "beans";
		}
		if (call instanceof FunctionCall functionCall) {
			return functionCall.function().getSimpleName();
		}
		return "lambda";
	}

}
