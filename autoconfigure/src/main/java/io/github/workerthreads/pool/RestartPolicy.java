package io.github.workerthreads.pool;

import java.time.Duration;

/**
 * How workers that die are replaced, by the rules of Erlang's supervisors. A worker dies
 * if it fails, is killed or has to be given up on; one that ends because somebody asked
 * for it does not count. Immutable.
 *
 * @param intensity the most deaths within the window; one more, and the pool starts no
 * workers until it is resumed
 * @param window the window
 * @param backoff how long the pool waits after a worker died before it was of use, twice
 * as long after each further one
 * @param maxBackoff the longest such wait
 * @see <a href=
 * "https://www.erlang.org/doc/system/sup_princ.html#maximum-restart-intensity">Maximum
 * Restart Intensity</a>
 */
public record RestartPolicy(int intensity, Duration window, Duration backoff, Duration maxBackoff) {

	public RestartPolicy {
		WorkerPoolBuilder.requireRange("intensity", intensity, 0, Integer.MAX_VALUE);
		WorkerPoolBuilder.requirePositive("window", window);
		WorkerPoolBuilder.requirePositiveOrZero("backoff", backoff);
		WorkerPoolBuilder.requirePositiveOrZero("maxBackoff", maxBackoff);
	}

	/**
	 * Return the policy of pools that set none: 10 deaths a minute, waits from 100
	 * milliseconds to 10 seconds.
	 * @return the policy
	 */
	public static RestartPolicy defaults() {
		return new RestartPolicy(10, Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofSeconds(10));
	}

	/**
	 * Return this policy with another intensity.
	 * @param intensity the most deaths within the window, 0 or more
	 * @return a new policy
	 */
	public RestartPolicy withIntensity(int intensity) {
		return new RestartPolicy(intensity, this.window, this.backoff, this.maxBackoff);
	}

	/**
	 * Return this policy with another window.
	 * @param window the window, longer than 0
	 * @return a new policy
	 */
	public RestartPolicy withWindow(Duration window) {
		return new RestartPolicy(this.intensity, window, this.backoff, this.maxBackoff);
	}

	/**
	 * Return this policy with another first wait.
	 * @param backoff the first wait
	 * @return a new policy
	 */
	public RestartPolicy withBackoff(Duration backoff) {
		return new RestartPolicy(this.intensity, this.window, backoff, this.maxBackoff);
	}

	/**
	 * Return this policy with another longest wait.
	 * @param maxBackoff the longest wait
	 * @return a new policy
	 */
	public RestartPolicy withMaxBackoff(Duration maxBackoff) {
		return new RestartPolicy(this.intensity, this.window, this.backoff, maxBackoff);
	}

}
