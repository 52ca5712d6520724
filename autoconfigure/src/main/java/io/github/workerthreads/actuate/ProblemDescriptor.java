package io.github.workerthreads.actuate;

/**
 * Why a request was refused.
 *
 * @param message the reason, with what would have been possible
 */
public record ProblemDescriptor(String message) {

}
