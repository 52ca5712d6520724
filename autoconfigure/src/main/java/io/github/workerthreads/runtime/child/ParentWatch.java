package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.github.workerthreads.runtime.protocol.Protocol;

/**
 * Thread that ends this process as soon as the one which started it has ended, whatever
 * else runs here.
 */
final class ParentWatch implements Runnable {

	private final InputStream input;

	private ParentWatch(InputStream input) {
		this.input = input;
	}

	/**
	 * Watch.
	 * @param input the end of the pipe that only the parent holds
	 */
	static void start(InputStream input) {
		Thread thread = new Thread(null, new ParentWatch(input), "parent-watch", 0, false);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void run() {
		try {
			// Nothing more is said here
			this.input.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// The pipe is broken: as its end
		}
		finally {
			Runtime.getRuntime().halt(Protocol.ORPHANED);
		}
	}

}
