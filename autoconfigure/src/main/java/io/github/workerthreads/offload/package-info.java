/**
 * The {@code @OffloadToWorker} annotation and what turns a call into a task.
 */
@NullMarked
package io.github.workerthreads.offload;

import org.jspecify.annotations.NullMarked;
