package io.github.workerthreads.worker;

/**
 * What a message to a receiver elsewhere may hold, and how large it may be. The sender's
 * {@link MessageRealm} keeps to it, and the receiver's does not believe that it did. Made
 * for rungs. Implementations are thread-safe.
 */
public interface MessageRules {

}
