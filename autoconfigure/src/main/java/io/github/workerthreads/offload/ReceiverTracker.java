package io.github.workerthreads.offload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.ConstantDynamic;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Follows {@code this} through the operand stack and the local variables of one method,
 * in one pass, and reports the methods that are called on it. A value is taken for
 * {@code this} only if it evidently is: where two branches meet with different values it
 * is not, and a variable is only if it was assigned once. Not thread-safe.
 */
final class ReceiverTracker extends MethodVisitor {

	private static final int OTHER = -1;

	/**
	 * The object itself; a value above is that of the local variable of that number.
	 */
	private static final int SELF = 0;

	private final String outerDescriptor;

	private final Calls calls;

	// What each local variable holds, and how often it was assigned
	private final Map<Integer, Integer> variables = new HashMap<>();

	private final Map<Integer, Integer> assignments = new HashMap<>();

	// What is on the operand stack where jumps arrive
	private final Map<Label, int[]> arrivals = new HashMap<>();

	private final List<Runnable> undecided = new ArrayList<>();

	private int[] stack = new int[16];

	// -1 where the code is not reached from above
	private int depth;

	private int line = -1;

	/**
	 * Create a tracker.
	 * @param access the access flags of the method
	 * @param descriptor the descriptor of the method
	 * @param inOwner whether the method is one of the class itself, not of a nested one
	 * @param owner the internal name of the class
	 * @param calls gets the calls
	 */
	ReceiverTracker(int access, String descriptor, boolean inOwner, String owner, Calls calls) {
		super(SpringAsmInfo.ASM_VERSION);
		this.outerDescriptor = "L" + owner + ";";
		this.calls = calls;
		int slots = (Type.getArgumentsAndReturnSizes(descriptor) >> 2);
		for (int slot = 0; slot < slots; slot++) {
			this.assignments.put(slot, 1);
		}
		if (inOwner && (access & Opcodes.ACC_STATIC) == 0) {
			this.variables.put(0, SELF);
		}
	}

	@Override
	public void visitLineNumber(int line, Label start) {
		this.line = line;
	}

	@Override
	public void visitInsn(int opcode) {
		if (this.depth < 0) {
			return;
		}
		switch (opcode) {
			case Opcodes.DUP -> insertCopy(1, 0);
			case Opcodes.DUP_X1 -> insertCopy(1, 1);
			case Opcodes.DUP_X2 -> insertCopy(1, 2);
			case Opcodes.DUP2 -> insertCopy(2, 0);
			case Opcodes.DUP2_X1 -> insertCopy(2, 1);
			case Opcodes.DUP2_X2 -> insertCopy(2, 2);
			case Opcodes.SWAP -> {
				insertCopy(1, 1);
				pop(1);
			}
			case Opcodes.IRETURN, Opcodes.LRETURN, Opcodes.FRETURN, Opcodes.DRETURN, Opcodes.ARETURN, Opcodes.RETURN,
					Opcodes.ATHROW ->
				this.depth = -1;
			default -> resize(StackEffects.of(opcode));
		}
	}

	@Override
	public void visitIntInsn(int opcode, int operand) {
		resize((opcode != Opcodes.NEWARRAY) ? 1 : 0);
	}

	@Override
	public void visitVarInsn(int opcode, int slot) {
		switch (opcode) {
			case Opcodes.ALOAD -> push(valueOf(slot));
			case Opcodes.ILOAD, Opcodes.FLOAD -> resize(1);
			case Opcodes.LLOAD, Opcodes.DLOAD -> resize(2);
			default -> assign(slot, opcode);
		}
	}

	private int valueOf(int slot) {
		int value = this.variables.getOrDefault(slot, OTHER);
		return (value == SELF) ? slot : OTHER;
	}

	private void assign(int slot, int opcode) {
		boolean self = opcode == Opcodes.ASTORE && this.depth > 0 && this.stack[this.depth - 1] == SELF;
		this.variables.put(slot, self ? SELF : OTHER);
		this.assignments.merge(slot, 1, Integer::sum);
		pop((opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE) ? 2 : 1);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		if (opcode == Opcodes.NEW) {
			resize(1);
		}
		else if (opcode != Opcodes.CHECKCAST) {
			pop(1);
			resize(1);
		}
	}

	@Override
	public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
		int size = Type.getType(descriptor).getSize();
		switch (opcode) {
			case Opcodes.GETSTATIC -> resize(size);
			case Opcodes.PUTSTATIC -> pop(size);
			case Opcodes.PUTFIELD -> pop(size + 1);
			default -> {
				pop(1);
				resize(size);
				if (this.depth > 0 && name.startsWith("this$") && descriptor.equals(this.outerDescriptor)) {
					this.stack[this.depth - 1] = SELF;
				}
			}
		}
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		int sizes = Type.getArgumentsAndReturnSizes(descriptor);
		pop((sizes >> 2) - 1);
		if (opcode != Opcodes.INVOKESTATIC) {
			if (opcode != Opcodes.INVOKESPECIAL && this.depth > 0) {
				called(this.stack[this.depth - 1], name, descriptor);
			}
			pop(1);
		}
		resize(sizes & 3);
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
		int sizes = Type.getArgumentsAndReturnSizes(descriptor);
		int captured = (sizes >> 2) - 1;
		if (captured > 0 && this.depth >= captured && arguments.length > 1 && arguments[1] instanceof Handle handle
				&& (handle.getTag() == Opcodes.H_INVOKEVIRTUAL || handle.getTag() == Opcodes.H_INVOKEINTERFACE)) {
			called(this.stack[this.depth - captured], handle.getName(), handle.getDesc());
		}
		pop(captured);
		resize(sizes & 3);
	}

	private void called(int receiver, String name, String descriptor) {
		int at = this.line;
		if (receiver == SELF) {
			this.calls.calledOnSelf(name, descriptor, at);
		}
		else if (receiver > SELF) {
			this.undecided.add(() -> {
				if (this.assignments.getOrDefault(receiver, 0) == 1) {
					this.calls.calledOnSelf(name, descriptor, at);
				}
			});
		}
	}

	@Override
	public void visitJumpInsn(int opcode, Label label) {
		boolean comparesTwo = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
		pop((opcode == Opcodes.GOTO) ? 0 : (comparesTwo ? 2 : 1));
		arriveAt(label);
		if (opcode == Opcodes.GOTO) {
			this.depth = -1;
		}
	}

	@Override
	public void visitTableSwitchInsn(int min, int max, Label fallback, Label... labels) {
		visitSwitch(fallback, labels);
	}

	@Override
	public void visitLookupSwitchInsn(Label fallback, int[] keys, Label[] labels) {
		visitSwitch(fallback, labels);
	}

	private void visitSwitch(Label fallback, Label[] labels) {
		pop(1);
		arriveAt(fallback);
		for (Label label : labels) {
			arriveAt(label);
		}
		this.depth = -1;
	}

	@Override
	public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
		this.arrivals.put(handler, new int[] { OTHER });
	}

	@Override
	public void visitLabel(Label label) {
		arriveAt(label);
		int[] arrived = this.arrivals.get(label);
		if (arrived != null) {
			this.depth = 0;
			for (int value : arrived) {
				push(value);
			}
		}
	}

	/**
	 * Take the size of the stack from the frame where the code is reached by jumps back
	 * only.
	 */
	@Override
	public void visitFrame(int type, int localCount, Object @Nullable [] locals, int stackCount,
			Object @Nullable [] entries) {
		if (this.depth < 0 && entries != null) {
			this.depth = 0;
			for (int i = 0; i < stackCount; i++) {
				resize((entries[i] == Opcodes.LONG || entries[i] == Opcodes.DOUBLE) ? 2 : 1);
			}
		}
	}

	private void arriveAt(Label label) {
		if (this.depth >= 0) {
			int[] values = Arrays.copyOf(this.stack, this.depth);
			this.arrivals.merge(label, values, ReceiverTracker::meet);
		}
	}

	private static int[] meet(int[] first, int[] second) {
		int[] met = new int[Math.min(first.length, second.length)];
		for (int i = 0; i < met.length; i++) {
			met[i] = (first[i] == second[i]) ? first[i] : OTHER;
		}
		return met;
	}

	@Override
	public void visitLdcInsn(Object value) {
		boolean wide = value instanceof Long || value instanceof Double
				|| (value instanceof ConstantDynamic constant && constant.getSize() == 2);
		resize(wide ? 2 : 1);
	}

	@Override
	public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
		pop(dimensions);
		resize(1);
	}

	@Override
	public void visitEnd() {
		this.undecided.forEach(Runnable::run);
	}

	private void push(int value) {
		if (this.depth < 0) {
			return;
		}
		if (this.depth == this.stack.length) {
			this.stack = Arrays.copyOf(this.stack, this.depth * 2);
		}
		this.stack[this.depth++] = value;
	}

	private void pop(int count) {
		if (this.depth >= 0) {
			this.depth -= count;
		}
	}

	// Pushes that many values that are not the object itself, or pops as many
	private void resize(int change) {
		for (int i = 0; i < change; i++) {
			push(OTHER);
		}
		if (change < 0) {
			pop(-change);
		}
	}

	// Inserts a copy of the topmost values below them and some more
	private void insertCopy(int count, int below) {
		int[] top = Arrays.copyOfRange(this.stack, this.depth - count - below, this.depth);
		this.depth -= count + below;
		for (int i = 0; i < count; i++) {
			push(top[below + i]);
		}
		for (int value : top) {
			push(value);
		}
	}

	/**
	 * Gets the calls on the object itself.
	 */
	@FunctionalInterface
	interface Calls {

		void calledOnSelf(String name, String descriptor, int line);

	}

}
