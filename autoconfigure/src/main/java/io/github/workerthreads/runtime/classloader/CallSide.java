package io.github.workerthreads.runtime.classloader;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.LoaderMessageCodec;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.SentMessage;
import io.github.workerthreads.worker.Transferable;

/**
 * One side of calls between class loaders: that of the callers, or of a worker.
 * Thread-safe.
 *
 * @param codec reads and writes the messages of this side
 * @param realm where ports live that are handed over to this side
 */
record CallSide(LoaderMessageCodec codec, MessageRealm realm) {

	/**
	 * Read arguments that the other side has written, and have ports among them speak the
	 * classes of this side from now on.
	 * @param names what the arguments are called in paths
	 * @param message the message
	 * @return the arguments
	 */
	@Nullable Object[] receive(String[] names, EncodedMessage message) {
		List<Transferable> handedOver = message.carried()
			.stream()
			.filter(Transferable.class::isInstance)
			.map(Transferable.class::cast)
			.toList();
		new SentMessage(null, handedOver, List.of()).enter(this.realm);
		return this.codec.decodeArguments(names, message);
	}

}
