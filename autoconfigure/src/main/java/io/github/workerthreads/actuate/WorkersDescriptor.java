package io.github.workerthreads.actuate;

import java.util.Map;

/**
 * All pools as {@code GET /actuator/workers} shows them.
 *
 * @param pools the pools by their names
 */
public record WorkersDescriptor(Map<String, PoolDescriptor> pools) {

}
