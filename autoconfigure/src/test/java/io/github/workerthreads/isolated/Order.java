package io.github.workerthreads.isolated;

import java.util.List;

/**
 * What is ordered.
 *
 * @param id the number of the order
 * @param lines what is in it
 */
public record Order(String id, List<String> lines) {

}
