package io.github.workerthreads.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

import org.jspecify.annotations.Nullable;

/**
 * The few calls of {@code java.lang.foreign}, final since Java 22, that map a file so
 * that it can be unmapped at a chosen time. Called by method handles, since the library
 * is compiled for Java 17. Immutable.
 */
final class ForeignMemory {

	private static final int FIRST_VERSION = 22;

	private static final @Nullable ForeignMemory INSTANCE = find();

	private final MethodHandle newArena;

	private final MethodHandle map;

	private ForeignMemory(Class<?> arena, Class<?> segment) throws ReflectiveOperationException {
		MethodHandles.Lookup lookup = MethodHandles.publicLookup();
		this.newArena = lookup.findStatic(arena, "ofShared", MethodType.methodType(arena))
			.asType(MethodType.methodType(AutoCloseable.class));
		MethodHandle toSegment = lookup.findVirtual(FileChannel.class, "map",
				MethodType.methodType(segment, MapMode.class, long.class, long.class, arena));
		MethodHandle toBuffer = lookup.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class));
		this.map = MethodHandles.filterReturnValue(toSegment, toBuffer)
			.asType(MethodType.methodType(ByteBuffer.class, FileChannel.class, MapMode.class, long.class, long.class,
					AutoCloseable.class));
	}

	private static @Nullable ForeignMemory find() {
		if (Runtime.version().feature() < FIRST_VERSION) {
			return null;
		}
		try {
			return new ForeignMemory(Class.forName("java.lang.foreign.Arena"),
					Class.forName("java.lang.foreign.MemorySegment"));
		}
		catch (ReflectiveOperationException ex) {
			return null; // an image of the JVM without reflection on it
		}
	}

	/**
	 * Return the calls if this JVM has them.
	 * @return the calls, or {@code null} before Java 22
	 */
	static @Nullable ForeignMemory ifPresent() {
		return INSTANCE;
	}

	/**
	 * Create what unmaps files when it is closed.
	 * @return an arena that all threads may use and close
	 */
	AutoCloseable newArena() {
		try {
			return (AutoCloseable) this.newArena.invokeExact();
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	/**
	 * Map a file.
	 * @param channel the file
	 * @param size how many bytes of it, from its beginning
	 * @param arena unmaps it
	 * @return the bytes
	 * @throws IOException if it cannot be mapped
	 */
	ByteBuffer map(FileChannel channel, long size, AutoCloseable arena) throws IOException {
		try {
			return (ByteBuffer) this.map.invokeExact(channel, MapMode.READ_WRITE, 0L, size, arena);
		}
		catch (IOException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	private static RuntimeException unexpected(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException runtime) ? runtime : new IllegalStateException(failure);
	}

}
