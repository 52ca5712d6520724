package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A handle of bytes that several workers see at the same time: the counterpart of
 * JavaScript's {@code SharedArrayBuffer}, and with {@link #atomicInts()},
 * {@link #atomicLongs()}, {@link #waitWhile} and {@link #notify(int, int)} that of its
 * {@code Atomics}. The bytes are in a file that is mapped into memory, so that another
 * process can {@linkplain #open open} them and sees the same bytes without a copy.
 * <p>
 * <b>Handles.</b> Who gets a message with a handle in the same process gets a handle of
 * its own on the same bytes; in a {@link TransferList} the sender's handle moves instead.
 * If nobody gets the message, as when its call is cancelled in the queue, that handle is
 * closed. Send {@link #handle()} to another process, and stay open until it has opened
 * the region. The region lives until its last handle is closed, in whatever process:
 * closing it releases the memory at once, or a quarter of a second after a message from
 * another process named it last, as the next one may name it too. On Java 22 and later
 * the addresses are free then too, before that only once the garbage collector gets
 * there. A handle that is forgotten is closed by the garbage collector, with a warning
 * unless it came or went with a message. A process that is killed leaves no more than a
 * file, which the next one that allocates removes.
 * <p>
 * <b>Access.</b> Offsets count bytes from the beginning of the region. Numbers are in the
 * byte order of the processor. The methods of this class are plain accesses, which may
 * lie anywhere: threads that use them on the same bytes need some order between them, as
 * by an atomic access to another place. On Java 17 to 21 each access costs some
 * nanoseconds more than later: use arrays for many bytes.
 * <p>
 * Thread-safe. An access after this handle was closed or transferred is an
 * {@link IllegalStateException}, also if that happened while the access was running.
 *
 * @see <a href=
 * "https://tc39.es/ecma262/multipage/structured-data.html#sec-sharedarraybuffer-objects">SharedArrayBuffer
 * Objects</a>
 */
public final class SharedMemory extends Transferable implements AutoCloseable {

	private static final VarHandle SHORT = view(short[].class);

	private static final VarHandle INT = view(int[].class);

	private static final VarHandle LONG = view(long[].class);

	private static final VarHandle FLOAT = view(float[].class);

	private static final VarHandle DOUBLE = view(double[].class);

	private final AtomicInts ints = new AtomicInts(this);

	private final AtomicLongs longs = new AtomicLongs(this);

	// null if closed or detached. Both are written under the lock of this, and read
	// without
	private volatile SharedHold.@Nullable Registered hold;

	private volatile boolean detached;

	private SharedMemory() {
	}

	private SharedMemory(SharedRegion region) {
		this.hold = SharedHold.register(this, region);
	}

	/**
	 * Allocate bytes, all 0.
	 * @param byteLength how many, up to 2 GiB less 36 KiB
	 * @return a handle, to be closed
	 * @throws IllegalArgumentException if the length is negative or above the limit
	 * @throws java.io.UncheckedIOException if neither {@code /dev/shm} nor
	 * {@code java.io.tmpdir} has the room
	 */
	public static SharedMemory allocate(long byteLength) {
		return new SharedMemory(SharedRegion.allocate(checkLength(byteLength), SharedDirectory.standard()));
	}

	/**
	 * Open what another handle, of this or another process, refers to.
	 * @param handle what {@link #handle()} returned there
	 * @return a handle on the same bytes, to be closed
	 * @throws IllegalArgumentException if the handle is none that this class made
	 * @throws java.io.UncheckedIOException if the region is not there any more, or was
	 * not made by this version of the library
	 * @throws IllegalStateException if this process is closing the region, and has not
	 * ended its accesses after 10 seconds
	 */
	public static SharedMemory open(SharedMemoryHandle handle) {
		return new SharedMemory(openRegion(handle));
	}

	/**
	 * Open what a message from another process names. Made for messages: this process
	 * keeps up to 64 MiB of such regions open for a quarter of a second after they were
	 * last named, since the next message may name the same.
	 * @param handle what {@link #handle()} returned there
	 * @return a handle on the same bytes, to be closed
	 * @throws IllegalArgumentException if the handle is none that this class made
	 * @throws java.io.UncheckedIOException if the region is not there any more, or was
	 * not made by this version of the library
	 * @throws IllegalStateException if this process is closing the region, and has not
	 * ended its accesses after 10 seconds
	 */
	public static SharedMemory openForMessage(SharedMemoryHandle handle) {
		SharedRegion region = openRegion(handle);
		if (region.isForeign()) {
			RecentRegions.STANDARD.keep(region);
		}
		return new SharedMemory(region);
	}

	/**
	 * Let go of what is only kept for {@linkplain #openForMessage messages} to come, and
	 * remove the files of processes that were killed before they could do so. Made for
	 * rungs: to be called when a process that shared memory with this one has ended, and
	 * when this one is about to.
	 */
	public static void tidyUp() {
		RecentRegions.STANDARD.releaseAll();
		SharedFile.removeLeft();
	}

	private static SharedRegion openRegion(SharedMemoryHandle handle) {
		Path path = Path.of(handle.file());
		if (!SharedDirectory.isNameOfRegion(path)) {
			throw new IllegalArgumentException(
					"'handle' must name a file of shared memory but names '%s'".formatted(handle.file()));
		}
		return SharedRegion.open(path, checkLength(handle.byteLength()));
	}

	private static int checkLength(long byteLength) {
		if (byteLength < 0 || byteLength > SharedRegion.LIMIT) {
			throw new IllegalArgumentException(
					"'byteLength' must be between 0 and %d but was %d. Split larger data over several regions"
						.formatted(SharedRegion.LIMIT, byteLength));
		}
		return (int) byteLength;
	}

	/**
	 * Return what another process needs to {@link #open} the region. From then on threads
	 * of this process that wait on the region look for notifications by themselves, up to
	 * a thousand times a second.
	 * @return what to tell the other process
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public SharedMemoryHandle handle() {
		SharedRegion region = retained();
		try {
			region.waiters().export();
			return new SharedMemoryHandle(region.path().toString(), region.byteLength());
		}
		finally {
			region.release();
		}
	}

	/**
	 * Return whether all bytes are there. Another process that shares them can cut them
	 * short, after which an access fails with an {@link InternalError}, at once or a
	 * little later.
	 * @return whether nobody has done so
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public boolean isWhole() {
		SharedRegion region = retained();
		try {
			return region.isWhole();
		}
		finally {
			region.release();
		}
	}

	/**
	 * Create another handle on the same bytes, such as for another thread that is to
	 * close it.
	 * @return a handle, to be closed
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public SharedMemory duplicate() {
		return new SharedMemory(retained());
	}

	/**
	 * Create the handle that the receiver of a message gets. Made for messages: neither
	 * it nor this one is warned of if nobody closes it.
	 * @return a handle on the same bytes
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public SharedMemory duplicateForMessage() {
		SharedMemory duplicate = duplicate();
		setMessaged(this.hold);
		setMessaged(duplicate.hold);
		return duplicate;
	}

	/**
	 * Have nobody warned if this handle is never closed.
	 * @return this handle
	 */
	SharedMemory forgettable() {
		setMessaged(this.hold);
		return this;
	}

	private static void setMessaged(SharedHold.@Nullable Registered hold) {
		if (hold != null) {
			hold.setMessaged();
		}
	}

	/**
	 * Return the length of the region.
	 * @return the length in bytes
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public int byteLength() {
		return hold().region().byteLength();
	}

	/**
	 * Return atomic access to ints.
	 * @return the same for each call
	 */
	public AtomicInts atomicInts() {
		return this.ints;
	}

	/**
	 * Return atomic access to longs.
	 * @return the same for each call
	 */
	public AtomicLongs atomicLongs() {
		return this.longs;
	}

	/**
	 * Read a byte.
	 * @param offset where it is
	 * @return the byte
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public byte get(int offset) {
		Mapping mapping = enter();
		try {
			return mapping.data().get(Bounds.inside(offset, Byte.BYTES, mapping.data()));
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write a byte.
	 * @param offset where it goes
	 * @param value the byte
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void put(int offset, byte value) {
		Mapping mapping = enter();
		try {
			mapping.data().put(Bounds.inside(offset, Byte.BYTES, mapping.data()), value);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Read a short. An aligned one is never torn.
	 * @param offset where it is, aligned or not
	 * @return the short
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public short getShort(int offset) {
		Mapping mapping = enter();
		try {
			return (short) SHORT.get(mapping.data(), Bounds.inside(offset, Short.BYTES, mapping.data()));
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write a short.
	 * @param offset where it goes, aligned or not
	 * @param value the short
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void putShort(int offset, short value) {
		Mapping mapping = enter();
		try {
			SHORT.set(mapping.data(), Bounds.inside(offset, Short.BYTES, mapping.data()), value);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Read an int. An aligned one is never torn.
	 * @param offset where it is, aligned or not
	 * @return the int
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public int getInt(int offset) {
		Mapping mapping = enter();
		try {
			return (int) INT.get(mapping.data(), Bounds.inside(offset, Integer.BYTES, mapping.data()));
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write an int.
	 * @param offset where it goes, aligned or not
	 * @param value the int
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void putInt(int offset, int value) {
		Mapping mapping = enter();
		try {
			INT.set(mapping.data(), Bounds.inside(offset, Integer.BYTES, mapping.data()), value);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Read a long. An aligned one is never torn on a 64-bit JVM.
	 * @param offset where it is, aligned or not
	 * @return the long
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public long getLong(int offset) {
		Mapping mapping = enter();
		try {
			return (long) LONG.get(mapping.data(), Bounds.inside(offset, Long.BYTES, mapping.data()));
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write a long.
	 * @param offset where it goes, aligned or not
	 * @param value the long
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void putLong(int offset, long value) {
		Mapping mapping = enter();
		try {
			LONG.set(mapping.data(), Bounds.inside(offset, Long.BYTES, mapping.data()), value);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Read a float. An aligned one is never torn.
	 * @param offset where it is, aligned or not
	 * @return the float
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public float getFloat(int offset) {
		Mapping mapping = enter();
		try {
			return (float) FLOAT.get(mapping.data(), Bounds.inside(offset, Float.BYTES, mapping.data()));
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write a float.
	 * @param offset where it goes, aligned or not
	 * @param value the float
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void putFloat(int offset, float value) {
		Mapping mapping = enter();
		try {
			FLOAT.set(mapping.data(), Bounds.inside(offset, Float.BYTES, mapping.data()), value);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Read a double. An aligned one is never torn on a 64-bit JVM.
	 * @param offset where it is, aligned or not
	 * @return the double
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public double getDouble(int offset) {
		Mapping mapping = enter();
		try {
			return (double) DOUBLE.get(mapping.data(), Bounds.inside(offset, Double.BYTES, mapping.data()));
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write a double.
	 * @param offset where it goes, aligned or not
	 * @param value the double
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void putDouble(int offset, double value) {
		Mapping mapping = enter();
		try {
			DOUBLE.set(mapping.data(), Bounds.inside(offset, Double.BYTES, mapping.data()), value);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Read bytes.
	 * @param offset where they begin
	 * @param target gets as many as it has room for
	 * @throws IndexOutOfBoundsException if there are not as many
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void get(int offset, byte[] target) {
		get(offset, target, 0, target.length);
	}

	/**
	 * Read bytes.
	 * @param offset where they begin
	 * @param target gets them
	 * @param start where they go in the array
	 * @param length how many
	 * @throws IndexOutOfBoundsException if there are not as many, or the array has not
	 * the room
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void get(int offset, byte[] target, int start, int length) {
		Bounds.part(start, length, target);
		Mapping mapping = enter();
		try {
			mapping.data().get(Bounds.inside(offset, length, mapping.data()), target, start, length);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Write bytes.
	 * @param offset where they begin
	 * @param source the bytes
	 * @throws IndexOutOfBoundsException if there is no room for all of them
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void put(int offset, byte[] source) {
		put(offset, source, 0, source.length);
	}

	/**
	 * Write bytes.
	 * @param offset where they begin
	 * @param source has them
	 * @param start where they are in the array
	 * @param length how many
	 * @throws IndexOutOfBoundsException if there is no room for all of them, or the array
	 * has not as many
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	public void put(int offset, byte[] source, int start, int length) {
		Bounds.part(start, length, source);
		Mapping mapping = enter();
		try {
			mapping.data().put(Bounds.inside(offset, length, mapping.data()), source, start, length);
		}
		finally {
			exit(mapping);
		}
	}

	/**
	 * Wait as long as nobody {@linkplain #notify(int, int) notifies}, if the int has the
	 * expected value now. Looking at the value and waiting are one step against a
	 * notification, so that none is lost between. Who waited longest is woken first.
	 * <p>
	 * A notification by a thread of the same process arrives as fast as the thread is
	 * woken. For one by another process the waiting thread looks by itself, at first
	 * after 50 us and later each ms, so it arrives within about a ms if the processor is
	 * free. A notification of a waiter whose process is killed before it takes it is
	 * lost.
	 * @param offset where the int is, a multiple of 4
	 * @param expected the value to wait at
	 * @param timeout how long to wait at most; 0 or less to not wait at all
	 * @return how it ended
	 * @throws InterruptedException if the thread is interrupted; a notification that came
	 * first is not lost by that
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if this handle is closed or was transferred, before
	 * or meanwhile, or if more than 1024 threads wait on the region
	 * @see <a href=
	 * "https://tc39.es/ecma262/multipage/structured-data.html#sec-atomics.wait">Atomics.wait</a>
	 */
	public WaitResult waitWhile(int offset, int expected, Duration timeout) throws InterruptedException {
		return waitWhile(offset, () -> atomicInts().get(offset) == expected, timeout);
	}

	/**
	 * Wait as {@link #waitWhile(int, int, Duration)} does, for a long.
	 * @param offset where the long is, a multiple of 8
	 * @param expected the value to wait at
	 * @param timeout how long to wait at most; 0 or less to not wait at all
	 * @return how it ended
	 * @throws InterruptedException if the thread is interrupted
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if this handle is closed or was transferred, before
	 * or meanwhile, or if more than 1024 threads wait on the region
	 */
	public WaitResult waitWhile(int offset, long expected, Duration timeout) throws InterruptedException {
		return waitWhile(offset, () -> atomicLongs().get(offset) == expected, timeout);
	}

	private WaitResult waitWhile(int offset, BooleanSupplier isExpected, Duration timeout) throws InterruptedException {
		Objects.requireNonNull(timeout, "'timeout' must not be null");
		// Held, so that the table of waiters is there until this thread has left it
		SharedRegion region = retained();
		try {
			return region.waiters().await(offset, isExpected, timeout, () -> this.hold != null);
		}
		finally {
			region.release();
		}
	}

	/**
	 * Wake threads that {@linkplain #waitWhile wait} at an offset, those first that have
	 * waited longest. What this thread has written before, in whatever mode, is seen by
	 * those that it wakes.
	 * @param offset what they wait on, a multiple of 4
	 * @param count how many at most; {@link Integer#MAX_VALUE} for all
	 * @return how many are woken, in all processes
	 * @throws IndexOutOfBoundsException if there is no int at the offset
	 * @throws IllegalArgumentException if the offset is no multiple of 4, or the count is
	 * negative
	 * @throws IllegalStateException if this handle is closed or was transferred, or if
	 * another process was suspended while it woke threads
	 * @see <a href=
	 * "https://tc39.es/ecma262/multipage/structured-data.html#sec-atomics.notify">Atomics.notify</a>
	 */
	public int notify(int offset, int count) {
		SharedRegion region = retained();
		try {
			Bounds.aligned(offset, Integer.BYTES, region.mapping().data());
			if (count < 0) {
				throw new IllegalArgumentException("'count' must not be negative but was " + count);
			}
			return region.waiters().notify(offset, count);
		}
		finally {
			region.release();
		}
	}

	/**
	 * Begin an access.
	 * @return what to access, for {@link #exit}
	 * @throws IllegalStateException if this handle is closed or was transferred
	 */
	Mapping enter() {
		Mapping mapping = hold().region().mapping();
		mapping.enter();
		return mapping;
	}

	/**
	 * End an access. Also keeps this handle from the garbage collector until then.
	 * @param mapping what was accessed
	 */
	@SuppressWarnings("ReachabilityFenceUsage") // callers have the try and the finally
	void exit(Mapping mapping) {
		mapping.exit();
		Reference.reachabilityFence(this);
	}

	private SharedHold.Registered hold() {
		SharedHold.Registered current = this.hold;
		if (current == null) {
			throw new IllegalStateException((this.detached)
					? "The shared memory was transferred and belongs to the receiver. Send it without a transfer list "
							+ "to keep a handle"
					: "The shared memory is closed. Keep a duplicate() of the handle for others to close");
		}
		return current;
	}

	private SharedRegion retained() {
		try {
			SharedRegion region = hold().region();
			if (!region.retain()) {
				throw new IllegalStateException("The shared memory was closed by another thread meanwhile");
			}
			return region;
		}
		finally {
			Reference.reachabilityFence(this);
		}
	}

	/**
	 * Close this handle, and release the memory if it is the last one. Threads that wait
	 * through it are woken and get an {@link IllegalStateException}. Closing again has no
	 * effect.
	 */
	@Override
	public void close() {
		SharedHold.Registered current;
		synchronized (this) {
			current = this.hold;
			this.hold = null;
		}
		letGo(current);
	}

	private static void letGo(SharedHold.@Nullable Registered hold) {
		if (hold != null) {
			hold.region().waiters().wakeAll();
			hold.release();
		}
	}

	/**
	 * Return whether this handle is closed or was transferred.
	 * @return whether accesses through it are refused
	 */
	public boolean isClosed() {
		return this.hold == null;
	}

	@Override
	public boolean isDetached() {
		return this.detached;
	}

	@Override
	SharedMemory createCounterpart() {
		SharedMemory counterpart = new SharedMemory();
		counterpart.detached = true;
		return counterpart;
	}

	@Override
	boolean moveTo(Transferable target) {
		SharedHold.Registered current;
		synchronized (this) {
			if (this.detached) {
				return false;
			}
			this.detached = true;
			current = this.hold;
			this.hold = null;
		}
		try {
			((SharedMemory) target).adopt(current);
		}
		finally {
			letGo(current);
			Reference.reachabilityFence(this);
		}
		return true;
	}

	private synchronized void adopt(SharedHold.@Nullable Registered other) {
		if (other != null && other.region().retain()) {
			this.hold = SharedHold.register(this, other.region());
			setMessaged(this.hold);
		}
		this.detached = false;
	}

	@Override
	void release() {
		close();
	}

	@Override
	String kind() {
		return "shared memory";
	}

	@Override
	public String toString() {
		SharedHold.Registered current = this.hold;
		return (current != null) ? "SharedMemory[%d bytes]".formatted(current.region().byteLength())
				: (this.detached) ? "SharedMemory[transferred]" : "SharedMemory[closed]";
	}

	private static VarHandle view(Class<?> arrayType) {
		return MethodHandles.byteBufferViewVarHandle(arrayType, ByteOrder.nativeOrder());
	}

}
