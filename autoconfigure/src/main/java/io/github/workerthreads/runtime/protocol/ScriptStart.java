package io.github.workerthreads.runtime.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.workerthreads.message.ProcessRules;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.PortRelay;
import io.github.workerthreads.worker.WorkerScope;

/**
 * What a child learns of the script that it is to run.
 *
 * @param script the name of the class of the script
 * @param patterns names of classes, and of packages followed by {@code .*}, of which
 * messages may hold instances
 * @param workerId the number of the worker
 * @param name the name of the worker
 * @param charset how its output is encoded
 * @param capacity how many messages may wait for the worker, and for its parent
 * @param maxWait how long senders wait for room
 * @param workerData what the parent gives to the worker, in the form of {@link #pack}
 * @param environmentData what it inherits, by key, in that form
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and read, never compared
public record ScriptStart(String script, List<String> patterns, long workerId, String name, Charset charset,
		int capacity, Duration maxWait, byte[] workerData, Map<String, byte[]> environmentData) {

	/**
	 * Describe the start of a script, whose scope enters the realm of the connection.
	 * @param script the class of the script
	 * @param scope the scope of the worker in this process
	 * @param ports the ports of the connection
	 * @return the start
	 */
	public static ScriptStart of(Class<?> script, WorkerScope scope, PortConnection ports) {
		scope.enter(ports.realm());
		PortRelay parentPort = ports.sendParentPort(Objects.requireNonNull(scope.parentPort()));
		Map<String, byte[]> environmentData = new HashMap<>();
		scope.inherited().forEach((key, value) -> environmentData.put(key, pack((EncodedMessage) value, ports)));
		return new ScriptStart(script.getName(), ports.rules().patterns(), scope.workerId(), scope.workerName(),
				Charset.defaultCharset(), parentPort.capacity(), parentPort.maxWait(),
				pack((EncodedMessage) Objects.requireNonNull(scope.workerData()), ports), environmentData);
	}

	private static byte[] pack(EncodedMessage message, PortConnection ports) {
		byte[] body = ports.pack(message);
		return ByteBuffer.allocate(1 + body.length).put((byte) PortMessage.kind(message)).put(body).array();
	}

	private static EncodedMessage unpack(byte[] packed, PortConnection ports) throws ProtocolException {
		if (packed.length == 0) {
			throw new ProtocolException("The data of a script is empty");
		}
		byte[] body = new byte[packed.length - 1];
		System.arraycopy(packed, 1, body, 0, body.length);
		return ports.unpack(packed[0], body);
	}

	/**
	 * Return the frame that says so.
	 * @param taskId the number of the task
	 * @return the frame
	 */
	public Frame toFrame(long taskId) {
		return new Frame(FrameType.SCRIPT, taskId, 0,
				FrameFields.write(this.script, this.patterns, this.workerId, this.name, this.charset.name(),
						this.capacity, this.maxWait.toNanos(), this.workerData,
						List.copyOf(this.environmentData.keySet()), List.copyOf(this.environmentData.values())));
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no start of a script
	 */
	public static ScriptStart of(Frame frame) throws ProtocolException {
		FrameFields fields = FrameFields.read(frame);
		String script = fields.next(String.class);
		List<String> patterns = fields.nextList(String.class);
		long workerId = fields.next(Long.class);
		String name = fields.next(String.class);
		Charset charset = charset(fields.next(String.class));
		int capacity = fields.next(Integer.class);
		Duration maxWait = Duration.ofNanos(fields.next(Long.class));
		byte[] workerData = fields.next(byte[].class);
		List<String> keys = new ArrayList<>(fields.nextList(String.class));
		List<byte[]> values = fields.nextList(byte[].class);
		Map<String, byte[]> environmentData = new HashMap<>();
		for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
			environmentData.put(keys.get(i), values.get(i));
		}
		return new ScriptStart(script, patterns, workerId, name, charset, capacity, maxWait, workerData,
				environmentData);
	}

	private static Charset charset(String name) {
		try {
			return Charset.forName(name);
		}
		catch (IllegalCharsetNameException | UnsupportedCharsetException ex) {
			return Charset.defaultCharset();
		}
	}

	/**
	 * Make the ports of a script.
	 * @param data the connection to the parent
	 * @param rules the rules of messages
	 * @return the ports of the connection
	 */
	public PortConnection ports(FrameChannel data, ProcessRules rules) {
		return new PortConnection(data, rules, false, this.workerId, this.name + "-ports");
	}

	/**
	 * Make the port to the parent.
	 * @param ports the ports of the connection
	 * @return the port
	 */
	public MessagePort parentPort(PortConnection ports) {
		return ports.receiveParentPort(this.capacity, this.maxWait);
	}

	/**
	 * Read what the parent gives to the worker.
	 * @param ports the ports of the connection
	 * @return the data
	 * @throws ProtocolException if it is none
	 */
	public EncodedMessage workerData(PortConnection ports) throws ProtocolException {
		return unpack(this.workerData, ports);
	}

	/**
	 * Read what the worker inherits.
	 * @param ports the ports of the connection
	 * @return the values by key
	 * @throws ProtocolException if they are none
	 */
	public Map<String, EncodedMessage> environmentData(PortConnection ports) throws ProtocolException {
		Map<String, EncodedMessage> values = new HashMap<>();
		for (Map.Entry<String, byte[]> entry : this.environmentData.entrySet()) {
			values.put(entry.getKey(), unpack(entry.getValue(), ports));
		}
		return values;
	}

}
