/**
 * Thumbnails of uploaded pictures, scaled on the workers of pool {@code images}.
 */
@NullMarked
package io.github.workerthreads.sample.thumbnail;

import org.jspecify.annotations.NullMarked;
