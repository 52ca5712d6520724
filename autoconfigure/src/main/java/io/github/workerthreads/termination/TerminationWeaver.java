package io.github.workerthreads.termination;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves termination points into class files: where methods begin, and wherever they go
 * back, by a branch or to a handler. Calls that open or use sockets and channels remember
 * them, to be closed. A point takes nothing from the stack and leaves nothing there, so
 * that frames and the sizes of stacks stay what they are. Thread-safe.
 */
public final class TerminationWeaver {

	private static final int OFFSET_OF_VERSION = 6;

	private final PointStyle style;

	private final PointTargets targets;

	/**
	 * Create a weaver for classes of a {@link TerminationScope}.
	 * @param style how points look at the switch, where class files allow it
	 */
	public TerminationWeaver(PointStyle style) {
		this(style, PointTargets.OF_LOADERS);
	}

	private TerminationWeaver(PointStyle style, PointTargets targets) {
		this.style = style;
		this.targets = targets;
	}

	/**
	 * Create a weaver for classes that all threads share, whose points look for the
	 * thread.
	 * @param style how points look at the switch, where class files allow it
	 * @return the weaver
	 */
	public static TerminationWeaver ofThreads(PointStyle style) {
		return new TerminationWeaver(style, PointTargets.OF_THREADS);
	}

	/**
	 * Weave points into a class.
	 * @param classFile the class file
	 * @return the class file with points. Methods that would get too long, of more than
	 * 64 KB of byte code, have none
	 * @throws IllegalArgumentException if that is no class file, or one of a newer Java
	 * than is known
	 */
	public byte[] weave(byte[] classFile) {
		ClassReader reader = new ClassReader(classFile);
		boolean old = reader.readUnsignedShort(OFFSET_OF_VERSION) < Opcodes.V1_7;
		return weave(reader, (old) ? PointStyle.FLAG : this.style, !old && this.targets.tracks());
	}

	private byte[] weave(ClassReader reader, PointStyle style, boolean track) {
		@Nullable LongMethods tooLong = null;
		while (true) {
			ClassWriter writer = new ClassWriter(reader, 0);
			reader.accept(new WeavingClassVisitor(writer, style, this.targets, track, tooLong), 0);
			try {
				return writer.toByteArray();
			}
			catch (MethodTooLargeException ex) {
				tooLong = new LongMethods(ex.getMethodName(), ex.getDescriptor(), tooLong);
			}
			catch (ClassTooLargeException ex) {
				throw new IllegalArgumentException(
						"Class %s has no room for termination points: its constants are %d (limit 65535)"
							.formatted(ex.getClassName(), ex.getConstantPoolCount()),
						ex);
			}
		}
	}

	/**
	 * Methods that stay as they are.
	 *
	 * @param name the name of one
	 * @param descriptor its descriptor
	 * @param others the others, or {@code null}
	 */
	private record LongMethods(String name, String descriptor, @Nullable LongMethods others) {

		boolean contain(String otherName, String otherDescriptor) {
			return (this.name.equals(otherName) && this.descriptor.equals(otherDescriptor))
					|| (this.others != null && this.others.contain(otherName, otherDescriptor));
		}

	}

	/**
	 * Weaves the methods of one class.
	 */
	private static final class WeavingClassVisitor extends ClassVisitor {

		private final PointStyle style;

		private final PointTargets targets;

		private final boolean track;

		private final @Nullable LongMethods tooLong;

		WeavingClassVisitor(ClassWriter writer, PointStyle style, PointTargets targets, boolean track,
				@Nullable LongMethods tooLong) {
			super(Opcodes.ASM9, writer);
			this.style = style;
			this.targets = targets;
			this.track = track;
			this.tooLong = tooLong;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			MethodVisitor writer = super.visitMethod(access, name, descriptor, signature, exceptions);
			boolean stays = this.tooLong != null && this.tooLong.contain(name, descriptor);
			if (stays) {
				return writer;
			}
			MethodVisitor weaving = new WeavingMethodVisitor(writer, this.style, this.targets);
			return (this.track) ? new TrackingMethodVisitor(weaving) : weaving;
		}

	}

}
