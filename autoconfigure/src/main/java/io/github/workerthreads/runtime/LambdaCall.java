package io.github.workerthreads.runtime;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Call of code that cannot be named, only shared; runs on rungs that share the heap. What
 * the lambda captures is shared, its result is cloned.
 *
 * @param body the code
 */
public record LambdaCall(Callable<? extends @Nullable Object> body) implements Call {

}
