package io.github.workerthreads.runtime.process;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.github.workerthreads.runtime.BeanCall;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.InitializerCall;
import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.protocol.CallTarget;
import io.github.workerthreads.runtime.protocol.CallTarget.Kind;
import io.github.workerthreads.runtime.protocol.CallTarget.MethodName;

/**
 * Names of what calls run, by which other processes find it.
 */
final class CallTargets {

	private CallTargets() {
	}

	/**
	 * Return what calls of the same target have in common.
	 * @param call a call
	 * @return a key
	 */
	static Object keyOf(Call call) {
		if (call instanceof MethodCall methodCall) {
			return methodCall.signature();
		}
		if (call instanceof FunctionCall functionCall) {
			return functionCall.function();
		}
		return call;
	}

	/**
	 * Return the target of a call.
	 * @param call the call
	 * @return its target
	 */
	static CallTarget of(Call call) {
		if (call instanceof MethodCall methodCall) {
			return beans(Kind.METHOD, List.of(methodCall.signature()));
		}
		if (call instanceof BeanCall beanCall) {
			return beans(Kind.BEANS, beanCall.beans());
		}
		if (call instanceof InitializerCall initializerCall) {
			return new CallTarget(Kind.INITIALIZER, initializerCall.initializer().getName(), List.of());
		}
		return new CallTarget(Kind.FUNCTION, ((FunctionCall) call).function().getName(), List.of());
	}

	private static CallTarget beans(Kind kind, List<MethodSignature> signatures) {
		return new CallTarget(kind, "", signatures.stream().map(CallTargets::name).toList());
	}

	private static MethodName name(MethodSignature signature) {
		Method method = signature.method();
		return new MethodName(signature.beanName(), signature.beanClass().getName(),
				method.getDeclaringClass().getName(), method.getName(),
				Arrays.stream(method.getParameterTypes()).map(Class::getName).toList(),
				List.of(signature.argumentNames()), !signature.clonesResult());
	}

}
