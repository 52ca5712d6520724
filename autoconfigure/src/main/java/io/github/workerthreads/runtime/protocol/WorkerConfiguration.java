package io.github.workerthreads.runtime.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.ProcessSettings;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.ResourceLimits;

/**
 * What a child learns of the worker that it is to be.
 *
 * @param settings the settings of the worker
 * @param allowedTypes names of classes, and of packages followed by {@code .*}, of which
 * messages may hold instances beside those that can be reached from a call's method
 * @param packages names of the application's packages, whose exceptions are allowed
 * @param cloners names of the classes of type cloners, which have a constructor without
 * arguments
 * @param maxMessageBytes the most bytes of a message
 * @param environment the environment of beans, or {@code null} if the worker has none
 */
public record WorkerConfiguration(WorkerSettings settings, List<String> allowedTypes, List<String> packages,
		List<String> cloners, int maxMessageBytes, @Nullable BeanEnvironment environment) {

	/**
	 * Return the body of a frame that says so.
	 * @return the body
	 */
	public byte[] toBytes() {
		WorkerSettings worker = this.settings;
		return FrameFields.write(worker.workerId(), worker.name(), worker.poolName(), worker.threadPriority(),
				worker.limits().stackSizeBytes(), worker.sources(), this.allowedTypes, this.packages, this.cloners,
				this.maxMessageBytes, (this.environment != null) ? this.environment.toBytes() : null);
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no configuration
	 */
	public static WorkerConfiguration of(Frame frame) throws ProtocolException {
		FrameFields fields = FrameFields.read(frame);
		long workerId = fields.next(Long.class);
		String name = fields.next(String.class);
		String poolName = fields.nextOrNull(String.class);
		int priority = fields.next(Integer.class);
		ResourceLimits limits = new ResourceLimits(fields.next(Long.class), 0);
		WorkerSettings settings = new WorkerSettings(workerId, name, poolName, true, priority, limits, List.of(),
				fields.nextList(String.class), ProcessSettings.DEFAULTS);
		List<String> allowedTypes = fields.nextList(String.class);
		List<String> packages = fields.nextList(String.class);
		List<String> cloners = fields.nextList(String.class);
		int maxMessageBytes = fields.next(Integer.class);
		byte[] environment = fields.nextOrNull(byte[].class);
		return new WorkerConfiguration(settings, allowedTypes, packages, cloners, maxMessageBytes,
				(environment != null) ? BeanEnvironment.of(environment) : null);
	}

}
