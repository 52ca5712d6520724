/**
 * Workers that are threads of this JVM: what the rungs of such workers have in common.
 */
@NullMarked
package io.github.workerthreads.runtime.local;

import org.jspecify.annotations.NullMarked;
