package io.github.workerthreads.runtime.process;

import java.util.Objects;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.message.ProcessMessageCodec;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.MethodCall;

/**
 * The messages of prepared calls.
 */
final class CallMessages {

	private static final ProcessMessage NOTHING = new ProcessMessageCodec(
			new BinaryMessageCodec(null, AllowedTypes.ofJdk(), MessageLimits.defaults()))
		.encode(new String[0], new Object[0]);

	private CallMessages() {
	}

	/**
	 * Return the message of a call.
	 * @param prepared the prepared call
	 * @return what goes to the worker
	 */
	static ProcessMessage of(Call prepared) {
		if (prepared instanceof MethodCall methodCall) {
			return (ProcessMessage) Objects.requireNonNull(methodCall.arguments()[0]);
		}
		return (prepared instanceof FunctionCall functionCall)
				? (ProcessMessage) Objects.requireNonNull(functionCall.input()) : NOTHING;
	}

	/**
	 * Let go of the memory of a call that has ended: its worker has opened it, or never
	 * will.
	 * @param prepared the prepared call
	 */
	static void release(Call prepared) {
		of(prepared).close();
		if (prepared instanceof FunctionCall functionCall) {
			functionCall.release();
		}
	}

}
