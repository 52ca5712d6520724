/**
 * Spring Boot auto-configuration.
 */
@NullMarked
package io.github.workerthreads.autoconfigure;

import org.jspecify.annotations.NullMarked;
