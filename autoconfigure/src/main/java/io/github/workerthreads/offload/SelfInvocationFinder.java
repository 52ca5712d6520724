package io.github.workerthreads.offload;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads class files for calls of offloaded methods on {@code this}: in the class itself,
 * its superclasses, interfaces and nested classes, in lambdas and as method references.
 * What it reports is such a call; what it does not see are receivers that take a detour,
 * such as {@code this} from a field or a method's result.
 */
final class SelfInvocationFinder {

	private static final Log logger = LogFactory.getLog(SelfInvocationFinder.class);

	private final Set<String> signatures;

	private final Set<SelfInvocation> found = new LinkedHashSet<>();

	private SelfInvocationFinder(Set<String> signatures) {
		this.signatures = signatures;
	}

	/**
	 * Find the calls.
	 * @param type the class of a bean
	 * @param offloaded its offloaded methods
	 * @return the calls, in the order of the class files
	 */
	static Collection<SelfInvocation> find(Class<?> type, Collection<Method> offloaded) {
		SelfInvocationFinder finder = new SelfInvocationFinder(signatures(type, offloaded));
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			finder.readWithNested(current);
		}
		ClassUtils.getAllInterfacesForClassAsSet(type).forEach(finder::readWithNested);
		return finder.found;
	}

	private static Set<String> signatures(Class<?> type, Collection<Method> offloaded) {
		Set<String> signatures = new LinkedHashSet<>();
		offloaded.forEach((method) -> signatures.add(signature(method)));
		// A superclass calls an overriding method by the erased signature of its own
		ReflectionUtils.doWithMethods(type, (method) -> {
			if (offloaded.contains(BridgeMethodResolver.findBridgedMethod(method))) {
				signatures.add(signature(method));
			}
		}, Method::isBridge);
		return signatures;
	}

	private static String signature(Method method) {
		return method.getName() + Type.getMethodDescriptor(method);
	}

	private void readWithNested(Class<?> owner) {
		if (owner.getClassLoader() == null || owner.getName().startsWith("org.springframework.")) {
			return;
		}
		String ownerName = Type.getInternalName(owner);
		Deque<String> pending = new ArrayDeque<>(List.of(ownerName));
		Set<String> seen = new LinkedHashSet<>();
		for (String name = pending.poll(); name != null; name = pending.poll()) {
			if (seen.add(name)) {
				pending.addAll(read(name, ownerName, owner.getClassLoader()));
			}
		}
	}

	private List<String> read(String name, String ownerName, ClassLoader classLoader) {
		try (InputStream file = classLoader.getResourceAsStream(name + ".class")) {
			if (file != null) {
				CallVisitor visitor = new CallVisitor(name, ownerName);
				new ClassReader(file).accept(visitor, ClassReader.EXPAND_FRAMES);
				return visitor.nested;
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Cannot read the class file of %s to look for calls on 'this'".formatted(name), ex);
		}
		return List.of();
	}

	/**
	 * Looks for calls in one class file.
	 */
	private final class CallVisitor extends ClassVisitor {

		private final String name;

		private final String ownerName;

		private final List<String> nested = new ArrayList<>();

		private @Nullable String source;

		CallVisitor(String name, String ownerName) {
			super(SpringAsmInfo.ASM_VERSION);
			this.name = name;
			this.ownerName = ownerName;
		}

		@Override
		public void visitSource(@Nullable String source, @Nullable String debug) {
			this.source = source;
		}

		@Override
		public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
			if (name.startsWith(this.ownerName + "$") && (access & Opcodes.ACC_STATIC) == 0) {
				this.nested.add(name);
			}
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String method, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
			if ((access & Opcodes.ACC_BRIDGE) != 0 || (isStatic && this.name.equals(this.ownerName))) {
				return null;
			}
			return new ReceiverTracker(access, descriptor, this.name.equals(this.ownerName), this.ownerName,
					(called, calledDescriptor, line) -> report(method, called, calledDescriptor, line));
		}

		private void report(String caller, String called, String calledDescriptor, int line) {
			if (SelfInvocationFinder.this.signatures.contains(called + calledDescriptor)
					&& !isRecursion(caller, called)) {
				StackTraceElement place = new StackTraceElement(this.name.replace('/', '.'), caller, this.source, line);
				SelfInvocationFinder.this.found.add(new SelfInvocation(place, called));
			}
		}

		// An offloaded method that calls itself is on its worker already
		private boolean isRecursion(String caller, String called) {
			return caller.equals(called) || caller.startsWith("lambda$" + called + "$");
		}

	}

}
