package io.github.workerthreads.actuate;

import java.util.List;
import java.util.Map;

/**
 * All pools and long-lived workers as {@code GET /actuator/workers} shows them.
 *
 * @param pools the pools by their names
 * @param dedicated the long-lived workers of this process
 */
public record WorkersDescriptor(Map<String, PoolDescriptor> pools, List<DedicatedWorkerDescriptor> dedicated) {

}
