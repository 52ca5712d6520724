package io.github.workerthreads.runtime.protocol;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.SharedMemoryHandle;
import io.github.workerthreads.worker.TransferableBuffer;

/**
 * Wire form of a message between ports: its bytes, before them what goes beside these if
 * there is something. Shared memory goes by its handle, a port by its number and the room
 * at it, a buffer that is not shared by its content.
 */
final class PortMessage {

	/**
	 * Nothing goes beside the bytes.
	 */
	static final int PLAIN = 0;

	/**
	 * Something goes beside the bytes.
	 */
	static final int CARRYING = 1;

	/**
	 * The message cannot be sent; the bytes are a text that says why.
	 */
	static final int LOST = 2;

	private static final int FIELDS = 4;

	private static final String MEMORY = "memory";

	private static final String BUFFER = "buffer";

	private static final String PORT = "port";

	private PortMessage() {
	}

	/**
	 * Return the kind of a message.
	 * @param message the message
	 * @return {@link #PLAIN} or {@link #CARRYING}
	 */
	static int kind(EncodedMessage message) {
		return (message.carried().isEmpty()) ? PLAIN : CARRYING;
	}

	/**
	 * Write a message.
	 * @param message the message
	 * @param ports makes ports known to the other process
	 * @return its wire form
	 * @throws io.github.workerthreads.worker.DataCloneException if it is too large
	 */
	static byte[] write(EncodedMessage message, SentPorts ports) {
		if (message.carried().isEmpty()) {
			return message.bytes();
		}
		List<@Nullable Object> fields = new ArrayList<>();
		for (Object carried : message.carried()) {
			fields.addAll(fields(carried, ports));
		}
		byte[] beside = FrameFields.write(fields.toArray());
		byte[] bytes = message.bytes();
		return ByteBuffer.allocate(Integer.BYTES + beside.length + bytes.length)
			.putInt(beside.length)
			.put(beside)
			.put(bytes)
			.array();
	}

	private static List<Object> fields(Object carried, SentPorts ports) {
		if (carried instanceof MessagePort port) {
			return ports.send(port);
		}
		if (carried instanceof TransferableBuffer buffer) {
			if (!buffer.isShared()) {
				return List.of(BUFFER, buffer.toByteArray(), 0, 0L);
			}
			try (SharedMemory memory = buffer.duplicateMemory()) {
				return memory(memory, 1);
			}
		}
		return memory((SharedMemory) carried, 0);
	}

	private static List<Object> memory(SharedMemory memory, int isBuffer) {
		SharedMemoryHandle handle = memory.handle();
		return List.of(MEMORY, handle.file(), handle.byteLength(), (long) isBuffer);
	}

	/**
	 * Return the fields of a port.
	 * @param number its number
	 * @param capacity how many messages may wait
	 * @param maxWait how long senders wait for room
	 * @return the fields
	 */
	static List<Object> fields(long number, int capacity, Duration maxWait) {
		return List.of(PORT, number, capacity, maxWait.toNanos());
	}

	/**
	 * Let go of memory that the other process has opened, or never will.
	 * @param message the message
	 */
	static void release(EncodedMessage message) {
		for (Object carried : message.carried()) {
			close(carried);
		}
	}

	/**
	 * Let go of everything that goes with a message which nobody will get.
	 * @param message the message
	 */
	static void discard(EncodedMessage message) {
		for (Object carried : message.carried()) {
			close(carried);
			if (carried instanceof MessagePort port) {
				port.close();
			}
		}
	}

	private static void close(Object carried) {
		if (carried instanceof TransferableBuffer buffer) {
			buffer.close();
		}
		else if (carried instanceof SharedMemory memory) {
			memory.close();
		}
	}

	/**
	 * Read a message.
	 * @param kind {@link #PLAIN} or {@link #CARRYING}
	 * @param body its wire form
	 * @param rules the rules by which it has to be read
	 * @param ports makes ports that came
	 * @param wanted whether somebody wants it; if not, shared memory that it names may be
	 * gone
	 * @return the message
	 * @throws ProtocolException if it is none
	 */
	static EncodedMessage read(int kind, byte[] body, ProcessRules rules, ReceivedPorts ports, boolean wanted)
			throws ProtocolException {
		if (kind == PLAIN) {
			return new EncodedMessage(body, List.of(), rules);
		}
		ByteBuffer buffer = ByteBuffer.wrap(body);
		int length = (body.length >= Integer.BYTES) ? buffer.getInt() : -1;
		if (kind != CARRYING || length < 0 || length > buffer.remaining()) {
			throw new ProtocolException("A message of kind %d for a port has no length".formatted(kind));
		}
		byte[] beside = new byte[length];
		buffer.get(beside);
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return new EncodedMessage(bytes, carried(beside, ports, wanted), rules);
	}

	private static List<Object> carried(byte[] beside, ReceivedPorts ports, boolean wanted) throws ProtocolException {
		FrameFields fields = FrameFields.read(new Frame(FrameType.PORT_MESSAGE, 0, 0, beside));
		List<Object> carried = new ArrayList<>();
		boolean read = false;
		try {
			if (fields.size() % FIELDS != 0) {
				throw new ProtocolException("%d fields name nothing that goes with a message".formatted(fields.size()));
			}
			for (int i = 0; i < fields.size(); i += FIELDS) {
				carried.add(carried(fields, ports, wanted));
			}
			read = true;
			return List.copyOf(carried);
		}
		finally {
			if (!read) {
				carried.forEach(PortMessage::close);
			}
		}
	}

	private static Object carried(FrameFields fields, ReceivedPorts ports, boolean wanted) throws ProtocolException {
		String kind = fields.next(String.class);
		switch (kind) {
			case BUFFER -> {
				byte[] content = fields.next(byte[].class);
				fields.next(Integer.class);
				fields.next(Long.class);
				return TransferableBuffer.wrap(content);
			}
			case MEMORY -> {
				String file = fields.next(String.class);
				int byteLength = fields.next(Integer.class);
				return open(new SharedMemoryHandle(file, byteLength), fields.next(Long.class) != 0, wanted);
			}
			case PORT -> {
				long number = fields.next(Long.class);
				int capacity = fields.next(Integer.class);
				return ports.receive(number, capacity, Duration.ofNanos(fields.next(Long.class)));
			}
			default -> throw new ProtocolException("Nothing of kind '%s' goes with a message".formatted(kind));
		}
	}

	private static Object open(SharedMemoryHandle handle, boolean isBuffer, boolean wanted) throws ProtocolException {
		try {
			SharedMemory opened = SharedMemory.openForMessage(handle);
			return (isBuffer) ? TransferableBuffer.wrap(opened) : opened;
		}
		catch (IllegalArgumentException | UncheckedIOException ex) {
			if (!wanted) {
				return handle;
			}
			throw new ProtocolException("The shared memory of a message cannot be opened", ex);
		}
	}

	/**
	 * Makes ports known to the other process.
	 */
	@FunctionalInterface
	interface SentPorts {

		/**
		 * Give a number to a port.
		 * @param port the port
		 * @return its fields
		 */
		List<Object> send(MessagePort port);

	}

	/**
	 * Makes ports that came from the other process.
	 */
	@FunctionalInterface
	interface ReceivedPorts {

		/**
		 * Make a port.
		 * @param number its number
		 * @param capacity how many messages may wait
		 * @param maxWait how long senders wait for room
		 * @return the port
		 * @throws ProtocolException if there cannot be one
		 */
		MessagePort receive(long number, int capacity, Duration maxWait) throws ProtocolException;

	}

}
