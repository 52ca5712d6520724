/**
 * Markdown of strangers, rendered by workers that have the library for themselves.
 */
@NullMarked
package io.github.workerthreads.sample.markdown;

import org.jspecify.annotations.NullMarked;
