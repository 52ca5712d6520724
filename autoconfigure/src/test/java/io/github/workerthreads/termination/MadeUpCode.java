package io.github.workerthreads.termination;

import java.util.function.Consumer;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Class files that no Java compiler writes.
 */
final class MadeUpCode {

	static final String NAME = "MadeUp";

	/**
	 * Rounds after which the code ends by itself.
	 */
	static final int ROUNDS = 10;

	private static final int COUNTER = 2;

	private MadeUpCode() {
	}

	/**
	 * Write a consumer, which is given what is to run in each round.
	 * @param code writes the code of its method
	 * @return the class file
	 */
	static byte[] consumer(Consumer<MethodVisitor> code) {
		ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object",
				new String[] { "java/util/function/Consumer" });
		MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
		constructor.visitCode();
		constructor.visitVarInsn(Opcodes.ALOAD, 0);
		constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
		constructor.visitInsn(Opcodes.RETURN);
		constructor.visitMaxs(0, 0);
		constructor.visitEnd();
		MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "accept", "(Ljava/lang/Object;)V", null, null);
		method.visitCode();
		method.visitInsn(Opcodes.ICONST_0);
		method.visitVarInsn(Opcodes.ISTORE, COUNTER);
		code.accept(method);
		method.visitMaxs(0, 0);
		method.visitEnd();
		return writer.toByteArray();
	}

	/**
	 * Write a round.
	 * @param method where to
	 */
	static void round(MethodVisitor method) {
		method.visitVarInsn(Opcodes.ALOAD, 1);
		method.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Runnable");
		method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
	}

	/**
	 * Write a round that ends in an {@link IllegalStateException}.
	 * @param method where to
	 */
	static void failingRound(MethodVisitor method) {
		round(method);
		method.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
		method.visitInsn(Opcodes.DUP);
		method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
		method.visitInsn(Opcodes.ATHROW);
	}

	/**
	 * Write what counts a round, and leaves after the last.
	 * @param method where to
	 * @param end where to leave to
	 */
	static void count(MethodVisitor method, Label end) {
		method.visitIincInsn(COUNTER, 1);
		loadCount(method);
		method.visitIntInsn(Opcodes.BIPUSH, ROUNDS);
		method.visitJumpInsn(Opcodes.IF_ICMPGE, end);
	}

	static void loadCount(MethodVisitor method) {
		method.visitVarInsn(Opcodes.ILOAD, COUNTER);
	}

	/**
	 * Write a class whose static methods do nothing at length.
	 * @param version the version of the class file
	 * @return the writer, to add them to
	 */
	static ClassWriter idle(int version) {
		ClassWriter writer = new ClassWriter(0);
		writer.visit(version, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
		return writer;
	}

	/**
	 * Write a static method that does nothing at length.
	 * @param writer where to
	 * @param name the name of the method
	 * @param descriptor the descriptor of the method
	 * @param length the length of its code
	 */
	static void addIdle(ClassWriter writer, String name, String descriptor, int length) {
		MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, name, descriptor, null, null);
		method.visitCode();
		for (int i = 1; i < length; i++) {
			method.visitInsn(Opcodes.NOP);
		}
		method.visitInsn(Opcodes.RETURN);
		method.visitMaxs(0, 1);
		method.visitEnd();
	}

}
