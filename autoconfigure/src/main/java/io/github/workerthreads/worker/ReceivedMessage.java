package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * A message that was asked for, which tells one that is {@code null} from none.
 *
 * @param message the message
 */
public record ReceivedMessage(@Nullable Object message) {

}
