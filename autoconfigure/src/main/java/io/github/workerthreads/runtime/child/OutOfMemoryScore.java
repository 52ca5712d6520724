package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How readily Linux ends this process when the machine runs out of memory: before the
 * application that has started it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_oom_score_adj.5.html">
 * proc_pid_oom_score_adj(5)</a>
 */
final class OutOfMemoryScore {

	private static final Path FILE = Path.of("/proc/self/oom_score_adj");

	private static final int SCORE = 500;

	private OutOfMemoryScore() {
	}

	/**
	 * Raise the score, where there is one. Any process may raise its own.
	 */
	static void raise() {
		try {
			if (Integer.parseInt(Files.readString(FILE).strip()) < SCORE) {
				Files.writeString(FILE, String.valueOf(SCORE));
			}
		}
		catch (IOException | NumberFormatException ex) {
			// Not Linux, or not allowed: as it is
		}
	}

}
