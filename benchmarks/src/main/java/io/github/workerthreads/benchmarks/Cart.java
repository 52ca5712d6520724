package io.github.workerthreads.benchmarks;

import java.util.List;

/**
 * A record that can change if its list can.
 *
 * @param id the number of the cart
 * @param items what is in it
 */
record Cart(long id, List<String> items) {

}
