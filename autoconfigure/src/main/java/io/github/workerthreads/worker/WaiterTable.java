package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The threads of all processes that wait on one region, kept in front of its data: a slot
 * for each, with its process, the offset that it waits on and its place in the row. Slots
 * are taken and notified under the lock; a waiter takes its notification, or gives up, by
 * compare-and-set. Whoever calls this holds the region meanwhile.
 */
final class WaiterTable {

	/**
	 * How many threads can wait at the same time.
	 */
	static final int CAPACITY = 1024;

	/**
	 * Bytes in front of the data; a multiple of the size of a page.
	 */
	static final int LENGTH = 36 * 1024;

	/**
	 * Where the lock is.
	 */
	static final int LOCK = 12;

	private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	// "worker 1", which names the format
	private static final long MAGIC = 0x776f726b65722031L;

	private static final int MAGIC_AT = 0;

	// How many slots from the first on can be in use
	private static final int USED = 8;

	private static final int TICKETS = 16;

	private static final int SLOTS = 64;

	private static final int SLOT_LENGTH = 32;

	// Inside a slot
	private static final int PID = 4;

	private static final int OFFSET = 8;

	private static final int TICKET = 16;

	private static final int FREE = 0;

	private static final int WAITING = 1;

	private static final int NOTIFIED = 2;

	private static final int OWN_PID = (int) ProcessHandle.current().pid();

	private final ByteBuffer header;

	WaiterTable(ByteBuffer header) {
		this.header = header;
	}

	/**
	 * Write what tells a region from other files.
	 */
	void initialize() {
		LONG.setVolatile(this.header, MAGIC_AT, MAGIC);
	}

	boolean isInitialized() {
		return (long) LONG.getVolatile(this.header, MAGIC_AT) == MAGIC;
	}

	/**
	 * Return whether nobody waits. Needs no lock: a waiter takes its slot first and looks
	 * at the value then.
	 * @return whether there is nobody to notify
	 */
	boolean isEmpty() {
		return used() == 0;
	}

	/**
	 * Take a slot for the current thread. Needs the lock.
	 * @param offset what it waits on
	 * @return the number of the slot
	 * @throws IllegalStateException if all are taken
	 */
	int claim(int offset) {
		int slot = findFree();
		int at = at(slot);
		INT.set(this.header, at + PID, OWN_PID);
		INT.set(this.header, at + OFFSET, offset);
		LONG.set(this.header, at + TICKET, (long) LONG.getAndAdd(this.header, TICKETS, 1L));
		INT.setVolatile(this.header, at, WAITING);
		return slot;
	}

	private int findFree() {
		int used = used();
		for (int slot = 0; slot < used; slot++) {
			if (state(slot) == FREE) {
				return slot;
			}
		}
		if (used < CAPACITY) {
			INT.setVolatile(this.header, USED, used + 1);
			return used;
		}
		for (int slot = 0; slot < used; slot++) {
			if (freeIfDead(slot)) {
				return slot;
			}
		}
		throw new IllegalStateException(
				"%d threads wait on this shared memory already (limit %d). Let them wait on several regions"
					.formatted(used, CAPACITY));
	}

	/**
	 * Give up waiting.
	 * @param slot the slot of the waiter
	 * @return whether it is free now; if not, the waiter was notified before
	 */
	boolean cancel(int slot) {
		return INT.compareAndSet(this.header, at(slot), WAITING, FREE);
	}

	/**
	 * Take a notification.
	 * @param slot the slot of the waiter
	 * @return whether there was one; the slot is free then
	 */
	boolean takeNotification(int slot) {
		return state(slot) == NOTIFIED && INT.compareAndSet(this.header, at(slot), NOTIFIED, FREE);
	}

	/**
	 * Notify those that have waited longest. Needs the lock.
	 * @param offset what they wait on
	 * @param count how many at most
	 * @param wake gets the slots of those that are notified
	 * @return how many are notified
	 */
	int notify(int offset, int count, IntConsumer wake) {
		int notified = 0;
		for (int slot : inOrder(offset)) {
			if (notified == count) {
				break;
			}
			if (!freeIfDead(slot) && INT.compareAndSet(this.header, at(slot), WAITING, NOTIFIED)) {
				wake.accept(slot);
				notified++;
			}
		}
		return notified;
	}

	private List<Integer> inOrder(int offset) {
		List<Integer> slots = new ArrayList<>();
		int inUse = 0;
		int used = used();
		for (int slot = 0; slot < used; slot++) {
			int state = state(slot);
			if (state != FREE) {
				inUse = slot + 1;
			}
			if (state == WAITING && (int) INT.get(this.header, at(slot) + OFFSET) == offset) {
				slots.add(slot);
			}
		}
		INT.setVolatile(this.header, USED, inUse);
		slots.sort(Comparator.comparingLong((slot) -> (long) LONG.get(this.header, at(slot) + TICKET)));
		return slots;
	}

	private boolean freeIfDead(int slot) {
		int pid = (int) INT.get(this.header, at(slot) + PID);
		if (pid == OWN_PID || !TableLock.isDead(pid)) {
			return false;
		}
		INT.setVolatile(this.header, at(slot), FREE);
		return true;
	}

	private int used() {
		int used = (int) INT.getVolatile(this.header, USED);
		return Math.max(0, Math.min(used, CAPACITY)); // other processes write it too
	}

	private int state(int slot) {
		return (int) INT.getVolatile(this.header, at(slot));
	}

	private static int at(int slot) {
		return SLOTS + slot * SLOT_LENGTH;
	}

}
