package io.github.workerthreads.worker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose instances sender and receiver may both hold, since they never
 * change, or are thread-safe and meant to be shared. Where both share a heap, instances
 * are handed over as they are, with all that they hold. Where they exchange bytes,
 * nothing can be shared: instances are cloned by the usual rules, or refused. Not
 * inherited by subclasses.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shareable {

}
