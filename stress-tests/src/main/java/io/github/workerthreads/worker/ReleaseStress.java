package io.github.workerthreads.worker;

import java.nio.ByteBuffer;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * No access meets memory that is gone, and it does go.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The access came first; the memory went after it")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "The access was refused")
@Outcome(id = "1, .*", expect = Expect.FORBIDDEN, desc = "The memory went while the access was running")
@Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "The memory never went")
@Outcome(expect = Expect.FORBIDDEN, desc = "The memory went more than once")
@State
public class ReleaseStress {

	private static final ByteBuffer BYTES = ByteBuffer.allocateDirect(WaiterTable.LENGTH);

	private final CountedMapping mapping = new CountedMapping(BYTES);

	private volatile int gone;

	/**
	 * Run by one of the threads.
	 * @param result what it finds
	 */
	@Actor
	public void user(II_Result result) {
		try {
			this.mapping.enter();
		}
		catch (IllegalStateException ex) {
			result.r1 = 2;
			return;
		}
		result.r1 = this.gone;
		this.mapping.exit();
	}

	/**
	 * Run by one of the threads.
	 */
	@Actor
	@SuppressWarnings("NonAtomicVolatileUpdate") // a second time is what it looks for
	public void closer() {
		this.mapping.release(() -> this.gone++);
	}

	/**
	 * Run after both threads.
	 * @param result what it finds
	 */
	@Arbiter
	public void end(II_Result result) {
		result.r2 = this.gone;
	}

}
