package io.github.workerthreads.termination;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TerminationWeaver}: where woven code stops, and that it does the same
 * as before otherwise. What goes round ends by itself after some rounds, so that a
 * missing point is noticed.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminationWeaverTests {

	private static final String OF_LOADER = "io/github/workerthreads/termination/TerminationPoints";

	private static final String FLAG_OF_LOADER = "io/github/workerthreads/termination/LoaderPoint";

	private static final String OF_THREADS = "io/github/workerthreads/termination/boot/ThreadPoints";

	private static final String FAILURE = "java/lang/IllegalStateException";

	@ParameterizedTest
	@EnumSource
	void codeDoesTheSameAsLongAsTheSwitchIsOff(PointStyle style) {
		Class<?>[] types = { Loop.class, Recursion.class, StubbornLoop.class };
		WovenLoader loader = new WovenLoader(style, types);
		for (Class<?> type : types) {
			Rounds rounds = new Rounds(null);
			body(loader, type).accept(rounds);
			assertThat(rounds.count).as(type.getName()).isEqualTo(MadeUpCode.ROUNDS);
		}
	}

	@ParameterizedTest
	@EnumSource
	void loopStopsInTheRoundInWhichTheSwitchIsTurnedOn(PointStyle style) {
		WovenLoader loader = new WovenLoader(style, Loop.class);
		assertThatFirstRoundIsTheLast(loader, body(loader, Loop.class));
	}

	@ParameterizedTest
	@EnumSource
	void recursionStopsWhereAMethodBegins(PointStyle style) {
		WovenLoader loader = new WovenLoader(style, Recursion.class);
		assertThatFirstRoundIsTheLast(loader, body(loader, Recursion.class));
	}

	@ParameterizedTest
	@EnumSource
	void codeThatCatchesWhatAPointThrowsIsStoppedByTheNext(PointStyle style) {
		WovenLoader loader = new WovenLoader(style, StubbornLoop.class);
		assertThatFirstRoundIsTheLast(loader, body(loader, StubbornLoop.class));
	}

	@ParameterizedTest
	@MethodSource
	void switchThatGoesBackStops(BiConsumer<MethodVisitor, Label[]> branch) {
		assertThatMadeUpCodeStops((method) -> {
			Label top = new Label();
			Label end = new Label();
			method.visitLabel(top);
			MadeUpCode.round(method);
			MadeUpCode.count(method, end);
			MadeUpCode.loadCount(method);
			branch.accept(method, new Label[] { top, end });
			method.visitLabel(end);
			method.visitInsn(Opcodes.RETURN);
		});
	}

	static Stream<BiConsumer<MethodVisitor, Label[]>> switchThatGoesBackStops() {
		int[] keys = IntStream.rangeClosed(1, MadeUpCode.ROUNDS).toArray();
		return Stream.of(
				(method, to) -> method.visitTableSwitchInsn(MadeUpCode.ROUNDS, MadeUpCode.ROUNDS, to[0], to[1]),
				(method, to) -> method.visitTableSwitchInsn(1, MadeUpCode.ROUNDS, to[1], allButTheLast(to)),
				(method, to) -> method.visitLookupSwitchInsn(to[0], new int[] { MadeUpCode.ROUNDS },
						new Label[] { to[1] }),
				(method, to) -> method.visitLookupSwitchInsn(to[1], keys, allButTheLast(to)));
	}

	private static Label[] allButTheLast(Label[] to) {
		Label[] labels = new Label[MadeUpCode.ROUNDS];
		Arrays.fill(labels, to[0]);
		labels[MadeUpCode.ROUNDS - 1] = to[1];
		return labels;
	}

	@ParameterizedTest
	@MethodSource
	void handlerThatGoesBackStopsBeforeAllElse(int opcode, Consumer<MethodVisitor> beginning) {
		Consumer<MethodVisitor> code = (method) -> {
			Label start = new Label();
			Label handler = new Label();
			Label end = new Label();
			method.visitTryCatchBlock(start, end, handler, FAILURE);
			method.visitJumpInsn(Opcodes.GOTO, start);
			method.visitLabel(handler);
			beginning.accept(method);
			MadeUpCode.count(method, end);
			method.visitLabel(start);
			MadeUpCode.failingRound(method);
			method.visitLabel(end);
			method.visitInsn(Opcodes.RETURN);
		};
		assertThatMadeUpCodeStops(code);
		byte[] woven = new TerminationWeaver(PointStyle.CALL_SITE).weave(MadeUpCode.consumer(code));
		assertThat(Instructions.of(woven, "accept"))
			.containsSequence("handler", "point " + OF_LOADER, String.valueOf(opcode))
			.filteredOn((instruction) -> instruction.startsWith("point"))
			.hasSize(2);
	}

	static Stream<Arguments> handlerThatGoesBackStopsBeforeAllElse() {
		return Stream.of(beginning(Opcodes.POP, (method) -> method.visitInsn(Opcodes.POP)),
				beginning(Opcodes.BIPUSH, (method) -> {
					method.visitIntInsn(Opcodes.BIPUSH, 7);
					method.visitInsn(Opcodes.POP2);
				}), beginning(Opcodes.ASTORE, (method) -> method.visitVarInsn(Opcodes.ASTORE, 3)),
				beginning(Opcodes.CHECKCAST, (method) -> {
					method.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/RuntimeException");
					method.visitInsn(Opcodes.POP);
				}), beginning(Opcodes.GETSTATIC, (method) -> {
					method.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;");
					method.visitInsn(Opcodes.POP2);
				}), beginning(Opcodes.INVOKEVIRTUAL, (method) -> {
					method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FAILURE, "getMessage", "()Ljava/lang/String;", false);
					method.visitInsn(Opcodes.POP);
				}), beginning(Opcodes.INVOKEDYNAMIC, (method) -> {
					method.visitInvokeDynamicInsn("nothing", "()V", new Handle(Opcodes.H_INVOKESTATIC,
							Type.getInternalName(Linker.class), "link",
							"(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
							false));
					method.visitInsn(Opcodes.POP);
				}), beginning(Opcodes.LDC, (method) -> {
					method.visitLdcInsn("text");
					method.visitInsn(Opcodes.POP2);
				}), beginning(Opcodes.IINC, (method) -> {
					method.visitIincInsn(2, 0);
					method.visitInsn(Opcodes.POP);
				}), beginning(Opcodes.IFNULL, (method) -> {
					Label next = new Label();
					method.visitJumpInsn(Opcodes.IFNULL, next);
					method.visitLabel(next);
				}));
	}

	private static Arguments beginning(int opcode, Consumer<MethodVisitor> code) {
		return Arguments.of(opcode, code);
	}

	@Test
	void handlerThatBeginsWithANewObjectStopsOnceItIsThere() {
		Consumer<MethodVisitor> code = (method) -> {
			Label start = new Label();
			Label handler = new Label();
			Label end = new Label();
			Label odd = new Label();
			Label both = new Label();
			method.visitTryCatchBlock(start, end, handler, FAILURE);
			method.visitJumpInsn(Opcodes.GOTO, start);
			method.visitLabel(handler);
			method.visitTypeInsn(Opcodes.NEW, "java/lang/StringBuilder");
			Label line = new Label();
			method.visitLabel(line);
			method.visitLineNumber(1, line);
			method.visitInsn(Opcodes.DUP);
			MadeUpCode.loadCount(method);
			method.visitJumpInsn(Opcodes.IFNE, odd);
			method.visitLdcInsn("first");
			method.visitJumpInsn(Opcodes.GOTO, both);
			// Here and below the frame refers to the place of NEW
			method.visitLabel(odd);
			method.visitLdcInsn("later");
			method.visitLabel(both);
			method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/StringBuilder", "<init>", "(Ljava/lang/String;)V",
					false);
			method.visitInsn(Opcodes.POP2);
			MadeUpCode.count(method, end);
			method.visitLabel(start);
			MadeUpCode.failingRound(method);
			method.visitLabel(end);
			method.visitInsn(Opcodes.RETURN);
		};
		assertThatMadeUpCodeStops(code);
		byte[] woven = new TerminationWeaver(PointStyle.CALL_SITE).weave(MadeUpCode.consumer(code));
		assertThat(Instructions.of(woven, "accept")).containsSequence("handler", String.valueOf(Opcodes.NEW),
				"point " + OF_LOADER, String.valueOf(Opcodes.DUP));
	}

	@Test
	void handlerOfCodeBeforeAndBehindItStops() {
		assertThatMadeUpCodeStops((method) -> {
			Label before = new Label();
			Label beforeEnd = new Label();
			Label start = new Label();
			Label handler = new Label();
			Label end = new Label();
			method.visitTryCatchBlock(before, beforeEnd, handler, FAILURE);
			method.visitTryCatchBlock(start, end, handler, FAILURE);
			method.visitLabel(before);
			MadeUpCode.loadCount(method);
			method.visitInsn(Opcodes.POP);
			method.visitLabel(beforeEnd);
			method.visitJumpInsn(Opcodes.GOTO, start);
			method.visitLabel(handler);
			method.visitInsn(Opcodes.POP);
			MadeUpCode.count(method, end);
			method.visitLabel(start);
			MadeUpCode.failingRound(method);
			method.visitLabel(end);
			method.visitInsn(Opcodes.RETURN);
		});
	}

	@Test
	void handlerThatCoversItselfHasNoPointSinceThatWouldNeverLeaveIt() {
		WovenLoader loader = new WovenLoader(PointStyle.CALL_SITE);
		Consumer<Runnable> body = madeUp(loader, (method) -> {
			Label start = new Label();
			Label handler = new Label();
			Label handlerEnd = new Label();
			Label end = new Label();
			method.visitTryCatchBlock(start, end, handler, null);
			method.visitTryCatchBlock(handler, handlerEnd, handler, null);
			method.visitJumpInsn(Opcodes.GOTO, start);
			method.visitLabel(handler);
			method.visitInsn(Opcodes.POP);
			method.visitLabel(handlerEnd);
			MadeUpCode.count(method, end);
			method.visitLabel(start);
			MadeUpCode.failingRound(method);
			method.visitLabel(end);
			method.visitInsn(Opcodes.RETURN);
		});
		Rounds rounds = new Rounds(loader.terminationSwitch());
		body.accept(rounds);
		assertThat(rounds.count).isEqualTo(MadeUpCode.ROUNDS);
	}

	@Test
	void codeThatNeverGoesBackHasOnePointWhereItBegins() throws Exception {
		byte[] classFile = WovenLoader.classFile(Forwards.class.getName());
		assertThat(Instructions.of(new TerminationWeaver(PointStyle.CALL_SITE).weave(classFile), "accept")).first()
			.isEqualTo("point " + OF_LOADER);
		assertThat(Instructions.points(new TerminationWeaver(PointStyle.CALL_SITE).weave(classFile), "accept"))
			.containsExactly(OF_LOADER);
		assertThat(Instructions.points(new TerminationWeaver(PointStyle.FLAG).weave(classFile), "accept"))
			.containsExactly(FLAG_OF_LOADER);
		assertThat(Instructions.points(TerminationWeaver.ofThreads(PointStyle.CALL_SITE).weave(classFile), "accept"))
			.containsExactly(OF_THREADS);
		assertThat(Instructions.points(TerminationWeaver.ofThreads(PointStyle.FLAG).weave(classFile), "accept"))
			.containsExactly(OF_THREADS);
	}

	@Test
	void classFileOlderThanCallSitesLooksAtAFlag() {
		assertThat(pointsOfVersion(Opcodes.V1_5)).containsExactly(FLAG_OF_LOADER);
		assertThat(pointsOfVersion(Opcodes.V1_6)).containsExactly(FLAG_OF_LOADER);
		assertThat(pointsOfVersion(Opcodes.V1_7)).containsExactly(OF_LOADER);
	}

	private static List<String> pointsOfVersion(int version) {
		ClassWriter writer = MadeUpCode.idle(version);
		MadeUpCode.addIdle(writer, "idle", "()V", 1);
		return Instructions.points(new TerminationWeaver(PointStyle.CALL_SITE).weave(writer.toByteArray()), "idle");
	}

	@Test
	void methodsThatWouldGetTooLongStayAsTheyAre() {
		ClassWriter writer = MadeUpCode.idle(Opcodes.V17);
		MadeUpCode.addIdle(writer, "longOne", "()V", 65_532);
		MadeUpCode.addIdle(writer, "longOther", "()V", 65_535);
		MadeUpCode.addIdle(writer, "longOther", "(I)V", 1);
		MadeUpCode.addIdle(writer, "other", "()V", 1);
		byte[] woven = new TerminationWeaver(PointStyle.CALL_SITE).weave(writer.toByteArray());
		assertThat(Instructions.points(woven, "longOne")).isEmpty();
		assertThat(Instructions.points(woven, "longOther")).as("that of the other descriptor").hasSize(1);
		assertThat(Instructions.points(woven, "other")).hasSize(1);
	}

	@Test
	void classWithoutRoomForPointsIsRefused() {
		ClassWriter writer = MadeUpCode.idle(Opcodes.V17);
		MadeUpCode.addIdle(writer, "idle", "()V", 1);
		for (int i = 0; i < 65_525; i++) {
			writer.newConst(i);
		}
		byte[] classFile = writer.toByteArray();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TerminationWeaver(PointStyle.CALL_SITE).weave(classFile))
			.withMessageMatching(
					"Class MadeUp has no room for termination points: its constants are 655\\d\\d \\(limit 65535\\)");
	}

	@Test
	void wovenClassThatIsOfNoWorkerSaysSo() throws Exception {
		byte[] woven = new TerminationWeaver(PointStyle.CALL_SITE).weave(MadeUpCode.consumer((method) -> {
			MadeUpCode.round(method);
			method.visitInsn(Opcodes.RETURN);
		}));
		Class<?> type = new ClassLoader() {

			Class<?> define() {
				return defineClass(MadeUpCode.NAME, woven, 0, woven.length);
			}

		}.define();
		assertThatExceptionOfType(BootstrapMethodError.class)
			.isThrownBy(() -> MethodHandles.lookup()
				.findConstructor(type, MethodType.methodType(void.class))
				.invokeWithArguments())
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("MadeUp has termination points but was loaded by")
			.withMessageContaining("which is of no worker");
		assertThatIllegalStateException().isThrownBy(() -> TerminationPoints.register(String.class, () -> {
		})).withMessage("java.lang.String has termination points but was loaded by null, which is of no worker");
	}

	private static void assertThatMadeUpCodeStops(Consumer<MethodVisitor> code) {
		Rounds undisturbed = new Rounds(null);
		madeUp(new WovenLoader(PointStyle.CALL_SITE), code).accept(undisturbed);
		assertThat(undisturbed.count).as("rounds while the switch is off").isEqualTo(MadeUpCode.ROUNDS);
		WovenLoader loader = new WovenLoader(PointStyle.CALL_SITE);
		assertThatFirstRoundIsTheLast(loader, madeUp(loader, code));
	}

	private static void assertThatFirstRoundIsTheLast(WovenLoader loader, Consumer<Runnable> body) {
		Rounds rounds = new Rounds(loader.terminationSwitch());
		assertThatExceptionOfType(WorkerTerminatedError.class).isThrownBy(() -> body.accept(rounds))
			.withMessage("Worker 'test' is being terminated");
		assertThat(rounds.count).isOne();
	}

	@SuppressWarnings("unchecked")
	private static Consumer<Runnable> body(WovenLoader loader, Class<?> type) {
		return loader.create(type, Consumer.class);
	}

	@SuppressWarnings("unchecked")
	private static Consumer<Runnable> madeUp(WovenLoader loader, Consumer<MethodVisitor> code) {
		return loader.create(MadeUpCode.NAME, MadeUpCode.consumer(code), Consumer.class);
	}

	/**
	 * Counts rounds, and turns a switch on in the first one.
	 */
	private static final class Rounds implements Runnable {

		private final @Nullable TerminationSwitch terminationSwitch;

		private int count;

		Rounds(@Nullable TerminationSwitch terminationSwitch) {
			this.terminationSwitch = terminationSwitch;
		}

		@Override
		public void run() {
			this.count++;
			if (this.terminationSwitch != null) {
				this.terminationSwitch.turnOn(Duration.ZERO);
			}
		}

	}

	static final class Loop implements Consumer<Runnable> {

		@Override
		public void accept(Runnable round) {
			for (int i = 0; i < 10; i++) {
				round.run();
			}
		}

	}

	static final class Recursion implements Consumer<Runnable> {

		private int depth;

		@Override
		public void accept(Runnable round) {
			round.run();
			if (++this.depth < 10) {
				accept(round);
			}
		}

	}

	static final class StubbornLoop implements Consumer<Runnable> {

		@Override
		public void accept(Runnable round) {
			int count = 0;
			while (count < 10) {
				try {
					while (count < 10) {
						count++;
						round.run();
					}
				}
				catch (Error ex) {
					// goes on
				}
			}
		}

	}

	static final class Forwards implements Consumer<List<Integer>> {

		@Override
		public void accept(List<Integer> numbers) {
			try {
				switch (numbers.get(0)) {
					case 1 -> numbers.clear();
					case 2 -> numbers.remove(0);
					case 1_000 -> numbers.add(3);
					default -> numbers.add((numbers.size() > 1) ? 4 : 5);
				}
			}
			catch (RuntimeException ex) {
				synchronized (numbers) {
					numbers.add(6);
				}
			}
			finally {
				numbers.add(7);
			}
		}

	}

	/**
	 * Links calls that do nothing.
	 */
	public static final class Linker {

		private Linker() {
		}

		public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
			return new ConstantCallSite(MethodHandles.empty(type));
		}

	}

}
