package io.github.workerthreads.offload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Hands a value of an {@link OffloadToWorker} method over as is instead of cloning it: an
 * argument if it is on the parameter, the result if it is on the method. Whoever gives
 * the value away promises not to touch it again. Of a future or publisher the values that
 * it gives are handed over.
 */
@Target({ ElementType.PARAMETER, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Transfer {

}
