package io.github.workerthreads.message;

import java.util.List;

/**
 * Message to another process: bytes, and the shared memory that they name, which is held
 * open until this is closed. Thread-safe.
 */
public final class ProcessMessage implements AutoCloseable {

	private final byte[] bytes;

	private final List<CarriedMemory> held;

	ProcessMessage(byte[] bytes, List<CarriedMemory> held) {
		this.bytes = bytes;
		this.held = held;
	}

	/**
	 * Return the bytes.
	 * @return the bytes, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Return whether the bytes name shared memory, which the receiver has to be told.
	 * @return whether they do
	 */
	public boolean namesMemory() {
		return !this.held.isEmpty();
	}

	/**
	 * Let go of the shared memory, which the receiver has opened, or never will.
	 */
	@Override
	public void close() {
		this.held.forEach(CarriedMemory::close);
	}

	@Override
	public String toString() {
		return "ProcessMessage[%d bytes, %d regions of shared memory]".formatted(this.bytes.length, this.held.size());
	}

}
