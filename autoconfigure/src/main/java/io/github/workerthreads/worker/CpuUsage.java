package io.github.workerthreads.worker;

import java.time.Duration;

/**
 * CPU time that a worker has used.
 *
 * @param user in its own code
 * @param system in the operating system on its behalf
 */
public record CpuUsage(Duration user, Duration system) {

}
