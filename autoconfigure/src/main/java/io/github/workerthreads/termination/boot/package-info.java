/**
 * What woven code calls on threads whose classes everybody shares. The agent lets the
 * bootstrap class loader load it, so that there is one of it, which all classes see.
 */
@NullMarked
package io.github.workerthreads.termination.boot;

import org.jspecify.annotations.NullMarked;
