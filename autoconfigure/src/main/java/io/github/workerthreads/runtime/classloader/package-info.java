/**
 * The class-loader rung: workers with classes and statics of their own, whose code can be
 * stopped.
 */
@NullMarked
package io.github.workerthreads.runtime.classloader;

import org.jspecify.annotations.NullMarked;
