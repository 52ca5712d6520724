package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

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

	private ThrowablePlan(Class<?> type, JdkThrowables.Kind kind) {
		this.kind = kind;
		this.instantiator = new Instantiator(type, kind.type(), kind.parameterTypes());
		this.fields = InstanceFields.of(type, FIRST_FIELD);
		this.getMessage = method(type, "getMessage", String.class);
		this.getCause = method(type, "getCause", Throwable.class);
		this.initCause = method(type, "initCause", Throwable.class, Throwable.class);
		this.getStackTrace = method(type, "getStackTrace", StackTraceElement[].class);
		this.setStackTrace = method(type, "setStackTrace", void.class, StackTraceElement[].class);
	}

	static @Nullable TypePlan planFor(Class<?> type) {
		if (!Throwable.class.isAssignableFrom(type)) {
			return null;
		}
		JdkThrowables.Kind kind = JdkThrowables.kindOf(JdkTypes.jdkSuperclass(type));
		return (kind != null) ? new ThrowablePlan(type, kind) : null;
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
		try {
			Object message = (Object) this.getMessage.invokeExact(original);
			Object shell = this.instantiator.create(this.kind.arguments((Throwable) original, (String) message));
			this.setStackTrace.invokeExact(shell, (Object) this.getStackTrace.invokeExact(original));
			this.fields.copyState(original, shell);
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
		try {
			parts[CAUSE] = (Object) this.getCause.invokeExact(original);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
		parts[LINK] = this.kind.link(throwable);
		this.fields.read(original, parts);
		System.arraycopy(suppressed, 0, parts, this.fields.end(), suppressed.length);
		return parts;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		Throwable throwable = (Throwable) shell;
		try {
			if (parts[CAUSE] != null) {
				Object unused = (Object) this.initCause.invokeExact(shell, parts[CAUSE]);
			}
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
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
