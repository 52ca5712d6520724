package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a {@link WorkerStarter} is to start: made by a {@link WorkerBuilder}.
 *
 * @param script the class of what the worker runs
 * @param scope what the worker knows of itself
 * @param port the parent's end of the channel to the worker
 * @param isolation the name of the rung, such as {@code thread}
 * @param isolate names of packages and classes that the worker has of its own, beside the
 * package of the script, where the rung knows that
 * @param limits the limits of the worker
 * @param jvmOptions options of its JVM, if it has one to itself
 * @param terminateGrace how long a worker that is terminated may take before it is
 * abandoned
 * @param events where the parent's listeners are called, one at a time
 * @param listeners adds the parent's listeners to the worker before that is started
 */
public record WorkerOrder(Class<? extends WorkerScript> script, WorkerScope scope, MessagePort port, String isolation,
		List<String> isolate, ResourceLimits limits, List<String> jvmOptions, Duration terminateGrace, Executor events,
		Consumer<Worker> listeners) {

}
