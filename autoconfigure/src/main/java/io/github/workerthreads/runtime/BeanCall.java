package io.github.workerthreads.runtime;

import java.util.List;

/**
 * Makes the worker's own instances of beans, so that it is known whether there can be
 * any. Does nothing on rungs whose workers use the application's own. It has no result.
 *
 * @param beans the beans, each by one of its methods
 */
public record BeanCall(List<MethodSignature> beans) implements Call {

}
