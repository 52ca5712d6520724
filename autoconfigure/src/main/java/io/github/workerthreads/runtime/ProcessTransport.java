package io.github.workerthreads.runtime;

import java.util.Locale;

/**
 * How messages reach a worker that is a process.
 */
public enum ProcessTransport {

	/**
	 * Memory that both processes see, with a Unix domain socket to wake who sleeps, or a
	 * TCP socket where there are no others.
	 */
	SHARED_MEMORY,

	/**
	 * A Unix domain socket, or a TCP socket where there are no others.
	 */
	UNIX,

	/**
	 * A TCP socket of this machine only. Other users can connect to it, and are refused
	 * for want of a token.
	 */
	TCP;

	/**
	 * Return the name as it is written in configuration.
	 * @return the name, such as {@code shared-memory}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
