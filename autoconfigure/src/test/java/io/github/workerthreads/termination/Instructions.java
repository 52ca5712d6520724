package io.github.workerthreads.termination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a method of a class file does, one string for each instruction: the number of its
 * operation, {@code point ...} for a termination point and {@code handler} where a
 * handler begins.
 */
final class Instructions extends MethodVisitor {

	private final List<String> names = new ArrayList<>();

	private final Set<Label> handlers = new HashSet<>();

	private Instructions() {
		super(Opcodes.ASM9);
	}

	/**
	 * Read the methods of a name, one after the other.
	 * @param classFile the class file
	 * @param name the name
	 * @return the instructions
	 */
	static List<String> of(byte[] classFile, String name) {
		Instructions instructions = new Instructions();
		new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {

			@Override
			public MethodVisitor visitMethod(int access, String method, String descriptor, String signature,
					String[] exceptions) {
				return (method.equals(name) && (access & Opcodes.ACC_BRIDGE) == 0) ? instructions : null;
			}

		}, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
		return instructions.names;
	}

	/**
	 * Return the points among the methods of a name.
	 * @param classFile the class file
	 * @param name the name
	 * @return the method that each calls
	 */
	static List<String> points(byte[] classFile, String name) {
		return of(classFile, name).stream()
			.filter((instruction) -> instruction.startsWith("point "))
			.map((point) -> point.substring("point ".length()))
			.toList();
	}

	private void add(int opcode) {
		this.names.add(String.valueOf(opcode));
	}

	@Override
	public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
		this.handlers.add(handler);
	}

	@Override
	public void visitLabel(Label label) {
		if (this.handlers.contains(label)) {
			this.names.add("handler");
		}
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
		if (name.equals("terminationPoint")) {
			this.names.add("point " + bootstrap.getOwner());
			return;
		}
		add(Opcodes.INVOKEDYNAMIC);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		if (opcode == Opcodes.INVOKESTATIC && name.equals("pass")) {
			this.names.add("point " + owner);
			return;
		}
		add(opcode);
	}

	@Override
	public void visitInsn(int opcode) {
		add(opcode);
	}

	@Override
	public void visitIntInsn(int opcode, int operand) {
		add(opcode);
	}

	@Override
	public void visitVarInsn(int opcode, int variable) {
		add(opcode);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		add(opcode);
	}

	@Override
	public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
		add(opcode);
	}

	@Override
	public void visitJumpInsn(int opcode, Label label) {
		add(opcode);
	}

	@Override
	public void visitLdcInsn(Object value) {
		add(Opcodes.LDC);
	}

	@Override
	public void visitIincInsn(int variable, int increment) {
		add(Opcodes.IINC);
	}

}
