package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Plan of exceptions and errors. The parts are the cause, what a JDK superclass links to,
 * the fields that classes outside of the JDK add, and the suppressed exceptions.
 */
final class ThrowablePlan extends NodePlan {

	private static final int CAUSE = 0;

	private static final int LINK = 1;

	private static final int FIRST_FIELD = 2;

	private final JdkThrowables.Kind kind;

	private final Instantiator instantiator;

	private final InstanceFields fields;

	private final MethodHandle getMessage;

	private final MethodHandle getCause;

	private final MethodHandle initCause;

	private final MethodHandle getStackTrace;

	private final MethodHandle setStackTrace;

	private ThrowablePlan(Class<?> type, JdkThrowables.Kind kind, BackEnd backEnd) {
		this.kind = kind;
		this.instantiator = new Instantiator(type, kind.type(), kind.parameterTypes());
		this.fields = InstanceFields.of(type, FIRST_FIELD, backEnd);
		this.getMessage = method(type, "getMessage", String.class);
		this.getCause = method(type, "getCause", Throwable.class);
		this.initCause = method(type, "initCause", Throwable.class, Throwable.class);
		this.getStackTrace = method(type, "getStackTrace", StackTraceElement[].class);
		this.setStackTrace = method(type, "setStackTrace", void.class, StackTraceElement[].class);
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (!Throwable.class.isAssignableFrom(type)) {
			return null;
		}
		JdkThrowables.Kind kind = JdkThrowables.kindOf(JdkTypes.jdkSuperclass(type));
		return (kind != null) ? new ThrowablePlan(type, kind, backEnd) : null;
	}

	private static MethodHandle method(Class<?> type, String name, Class<?> returnType, Class<?>... parameterTypes) {
		if (!JdkTypes.isJdk(type)) {
			return SuperMethod.find(type, name, parameterTypes);
		}
		MethodType signature = MethodType.methodType(returnType, parameterTypes);
		try {
			return SuperMethod.erase(MethodHandles.publicLookup().findVirtual(Throwable.class, name, signature));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	Object shell(Object original) {
		Object shell = create(arguments(original), stackTrace(original));
		this.fields.copyState(original, shell);
		return shell;
	}

	/**
	 * Return what a constructor takes, and the stack trace.
	 */
	@Override
	@Nullable Object[] head(Object original) {
		@Nullable Object[] arguments = arguments(original);
		StackTraceElement[] stackTrace = stackTrace(original);
		@Nullable Object[] head = Arrays.copyOf(arguments, arguments.length + stackTrace.length, Object[].class);
		System.arraycopy(stackTrace, 0, head, arguments.length, stackTrace.length);
		return head;
	}

	@Override
	Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		int arguments = this.kind.parameterTypes().length;
		StackTraceElement[] stackTrace = new StackTraceElement[head.length - arguments];
		System.arraycopy(head, arguments, stackTrace, 0, stackTrace.length);
		return create(Arrays.copyOf(head, arguments), stackTrace);
	}

	/**
	 * Take a failure apart without those that it refers to.
	 * @param original the failure
	 * @return what a constructor takes, and an array with the fields
	 */
	@Nullable Object[] takeApartAlone(Throwable original) {
		@Nullable Object[] parts = new @Nullable Object[this.fields.end()];
		this.fields.read(original, parts);
		return new Object[] { arguments(original), parts };
	}

	/**
	 * Rebuild a failure without those that it refers to.
	 * @param alone what {@link #takeApartAlone} returned
	 * @param stackTrace its stack trace
	 * @return the failure, which {@link #link} completes
	 */
	Throwable rebuildAlone(@Nullable Object[] alone, StackTraceElement[] stackTrace) {
		@Nullable Object[] arguments = ValueForms.element(alone, 0, Object[].class);
		Object shell = create(arguments, stackTrace);
		this.fields.write(shell, ValueForms.element(alone, 1, Object[].class));
		return (Throwable) shell;
	}

	/**
	 * Return the failures that one refers to.
	 * @param original the failure
	 * @return cause and next failure, which may be null, and the suppressed ones
	 */
	@Nullable Object[] links(Throwable original) {
		Throwable[] suppressed = original.getSuppressed();
		@Nullable Object[] links = new @Nullable Object[FIRST_FIELD + suppressed.length];
		links[CAUSE] = cause(original);
		links[LINK] = this.kind.link(original);
		System.arraycopy(suppressed, 0, links, FIRST_FIELD, suppressed.length);
		return links;
	}

	void link(Throwable shell, @Nullable Object[] links) {
		if (links[CAUSE] != null) {
			initCause(shell, links[CAUSE]);
		}
		Object next = links[LINK];
		if (this.kind.type().isInstance(next)) {
			this.kind.link(shell, (Throwable) next);
		}
		else if (next != null) {
			shell.addSuppressed((Throwable) next);
		}
		for (int i = FIRST_FIELD; i < links.length; i++) {
			if (links[i] instanceof Throwable suppressed) {
				shell.addSuppressed(suppressed);
			}
		}
	}

	private @Nullable Object cause(Object original) {
		try {
			return (Object) this.getCause.invokeExact(original);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private void initCause(Object shell, @Nullable Object cause) {
		try {
			Object unused = (Object) this.initCause.invokeExact(shell, cause);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private @Nullable Object[] arguments(Object original) {
		try {
			Object message = (Object) this.getMessage.invokeExact(original);
			return this.kind.arguments((Throwable) original, (String) message);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private StackTraceElement[] stackTrace(Object original) {
		try {
			return (StackTraceElement[]) (Object) this.getStackTrace.invokeExact(original);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private Object create(@Nullable Object[] arguments, StackTraceElement[] stackTrace) {
		Object shell = this.instantiator.create(arguments);
		try {
			this.setStackTrace.invokeExact(shell, (Object) stackTrace);
			return shell;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		Throwable throwable = (Throwable) original;
		Throwable[] suppressed = throwable.getSuppressed();
		@Nullable Object[] parts = new @Nullable Object[this.fields.end() + suppressed.length];
		parts[CAUSE] = cause(original);
		parts[LINK] = this.kind.link(throwable);
		this.fields.read(original, parts);
		System.arraycopy(suppressed, 0, parts, this.fields.end(), suppressed.length);
		return parts;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		Throwable throwable = (Throwable) shell;
		if (parts[CAUSE] != null) {
			initCause(shell, parts[CAUSE]);
		}
		if (parts[LINK] instanceof Throwable link) {
			this.kind.link(throwable, link);
		}
		this.fields.write(shell, parts);
		for (int i = this.fields.end(); i < parts.length; i++) {
			if (parts[i] instanceof Throwable suppressed) {
				throwable.addSuppressed(suppressed);
			}
		}
	}

	@Override
	boolean takes(int parts) {
		return parts >= this.fields.end();
	}

	@Override
	long shape() {
		return this.fields.shape();
	}

	@Override
	boolean comparesParts() {
		return false;
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		if (index == CAUSE) {
			return ".cause";
		}
		if (index == LINK) {
			return ".next";
		}
		int suppressed = index - this.fields.end();
		return (suppressed < 0) ? "." + this.fields.name(index) : ".suppressed[" + suppressed + "]";
	}

}
