package io.github.workerthreads.termination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes a method with termination points.
 */
final class WeavingMethodVisitor extends MethodVisitor {

	private final PointStyle style;

	private final PointTargets targets;

	private final Set<Label> passed = new HashSet<>();

	// What each handler covers
	private final Map<Label, List<Range>> covered = new HashMap<>();

	// Whether a point comes before the next instruction, since frames and line numbers
	// have to stay next to their label
	private boolean pending;

	WeavingMethodVisitor(MethodVisitor writer, PointStyle style, PointTargets targets) {
		super(Opcodes.ASM9, writer);
		this.style = style;
		this.targets = targets;
	}

	@Override
	public void visitCode() {
		super.visitCode();
		writePoint();
	}

	private void writePoint() {
		if (this.style == PointStyle.CALL_SITE) {
			super.visitInvokeDynamicInsn("terminationPoint", "()V", this.targets.link());
		}
		else {
			super.visitMethodInsn(Opcodes.INVOKESTATIC, this.targets.flag(), "pass", "()V", false);
		}
	}

	@Override
	public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
		this.covered.computeIfAbsent(handler, (key) -> new ArrayList<>()).add(new Range(start, end));
		super.visitTryCatchBlock(start, end, handler, type);
	}

	@Override
	public void visitLabel(Label label) {
		this.passed.add(label);
		List<Range> ranges = this.covered.get(label);
		// What throws in a handler that covers itself would never leave it
		this.pending = ranges != null && ranges.stream().anyMatch((range) -> !isPassed(range.start()))
				&& ranges.stream().allMatch((range) -> !isPassed(range.start()) || isPassed(range.end()));
		super.visitLabel(label);
	}

	private boolean isPassed(Label label) {
		return this.passed.contains(label);
	}

	private void writePending() {
		if (this.pending) {
			this.pending = false;
			writePoint();
		}
	}

	private void writePointIfBack(Label target) {
		if (isPassed(target)) {
			writePoint();
		}
	}

	@Override
	public void visitJumpInsn(int opcode, Label label) {
		writePending();
		writePointIfBack(label);
		super.visitJumpInsn(opcode, label);
	}

	@Override
	public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
		visitSwitch(dflt, labels);
		super.visitTableSwitchInsn(min, max, dflt, labels);
	}

	@Override
	public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
		visitSwitch(dflt, labels);
		super.visitLookupSwitchInsn(dflt, keys, labels);
	}

	// No handler begins with a switch, nor with an array of several dimensions: they take
	// numbers from the stack
	private void visitSwitch(Label dflt, Label[] labels) {
		Label back = dflt;
		for (Label label : labels) {
			back = (isPassed(label)) ? label : back;
		}
		writePointIfBack(back);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		// Frames refer to the place where an object was created by the label before it
		if (opcode != Opcodes.NEW) {
			writePending();
		}
		super.visitTypeInsn(opcode, type);
		writePending();
	}

	@Override
	public void visitInsn(int opcode) {
		writePending();
		super.visitInsn(opcode);
	}

	@Override
	public void visitIntInsn(int opcode, int operand) {
		writePending();
		super.visitIntInsn(opcode, operand);
	}

	@Override
	public void visitVarInsn(int opcode, int variable) {
		writePending();
		super.visitVarInsn(opcode, variable);
	}

	@Override
	public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
		writePending();
		super.visitFieldInsn(opcode, owner, name, descriptor);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		writePending();
		super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
		writePending();
		super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
	}

	@Override
	public void visitLdcInsn(Object value) {
		writePending();
		super.visitLdcInsn(value);
	}

	@Override
	public void visitIincInsn(int variable, int increment) {
		writePending();
		super.visitIincInsn(variable, increment);
	}

	/**
	 * Instructions that a handler covers.
	 *
	 * @param start the first one
	 * @param end the one behind the last
	 */
	private record Range(Label start, Label end) {

	}

}
