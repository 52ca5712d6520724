package io.github.workerthreads.runtime.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * What calls of a worker in another process run.
 *
 * @param kind what it is
 * @param className the class of the function or initializer, or that of the bean
 * @param methods the methods: the one that is called, or one of each bean that is to be
 * made; empty for functions and initializers
 */
public record CallTarget(Kind kind, String className, List<MethodName> methods) {

	/**
	 * Return the body of a frame that says so.
	 * @return the body
	 */
	public byte[] toBytes() {
		List<byte[]> names = this.methods.stream().map(MethodName::toBytes).toList();
		return FrameFields.write(this.kind.name(), this.className, names);
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no target
	 */
	public static CallTarget of(Frame frame) throws ProtocolException {
		FrameFields fields = FrameFields.read(frame);
		Kind kind = Kind.valueOf(fields.next(String.class));
		String className = fields.next(String.class);
		List<MethodName> methods = new ArrayList<>();
		for (byte[] name : fields.nextList(byte[].class)) {
			methods.add(MethodName.of(name));
		}
		return new CallTarget(kind, className, methods);
	}

	/**
	 * Kinds of targets.
	 */
	public enum Kind {

		/**
		 * A {@link io.github.workerthreads.worker.WorkerFunction}.
		 */
		FUNCTION,

		/**
		 * A method of a bean.
		 */
		METHOD,

		/**
		 * A {@link io.github.workerthreads.worker.WorkerInitializer}.
		 */
		INITIALIZER,

		/**
		 * Beans, which are to be made.
		 */
		BEANS

	}

	/**
	 * Method of a bean.
	 *
	 * @param beanName the name of the bean
	 * @param beanClass the class of the bean
	 * @param declaringClass the class that declares the method
	 * @param name the name of the method
	 * @param parameterTypes the names of the types of its parameters
	 * @param argumentNames what the arguments are called in paths
	 * @param transfersResult whether its result moves
	 */
	public record MethodName(String beanName, String beanClass, String declaringClass, String name,
			List<String> parameterTypes, List<String> argumentNames, boolean transfersResult) {

		byte[] toBytes() {
			return FrameFields.write(this.beanName, this.beanClass, this.declaringClass, this.name, this.parameterTypes,
					this.argumentNames, this.transfersResult);
		}

		static MethodName of(byte[] bytes) throws ProtocolException {
			FrameFields fields = FrameFields.read(new Frame(FrameType.DEFINE, 0, 0, bytes));
			return new MethodName(fields.next(String.class), fields.next(String.class), fields.next(String.class),
					fields.next(String.class), fields.nextList(String.class), fields.nextList(String.class),
					fields.next(Boolean.class));
		}

	}

}
