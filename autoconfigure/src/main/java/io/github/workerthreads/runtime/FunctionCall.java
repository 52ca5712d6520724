package io.github.workerthreads.runtime;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SentMessage;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Call of a {@link WorkerFunction} by its class; runs on every rung.
 *
 * @param function the class of the function, instantiated by the worker
 * @param input the input
 * @param transfer what moves to the worker with the input
 * @param sent what has moved, once the call is prepared
 */
public record FunctionCall(Class<? extends WorkerFunction<?, ?>> function, @Nullable Object input,
		TransferList transfer, @Nullable SentMessage sent) implements Call {

	/**
	 * Create a call.
	 * @param function the class of the function
	 * @param input the input
	 * @param transfer what moves to the worker with the input
	 */
	public FunctionCall(Class<? extends WorkerFunction<?, ?>> function, @Nullable Object input, TransferList transfer) {
		this(function, input, transfer, null);
	}

	/**
	 * Return this call with the worker's input.
	 * @param sent the input, and what moved with it
	 * @return a prepared call
	 */
	public FunctionCall sent(SentMessage sent) {
		return new FunctionCall(this.function, sent.message(), TransferList.nothing(), sent);
	}

	/**
	 * Give back what moved with this prepared call, since it was not accepted.
	 */
	public void takeBack() {
		if (this.sent != null) {
			this.sent.takeBack();
		}
	}

	/**
	 * Let go of what moved with this prepared call.
	 */
	public void release() {
		if (this.sent != null) {
			this.sent.release();
		}
	}

}
