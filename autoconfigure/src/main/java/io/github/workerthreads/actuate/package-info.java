/**
 * Actuator endpoint and health indicator.
 */
@NullMarked
package io.github.workerthreads.actuate;

import org.jspecify.annotations.NullMarked;
