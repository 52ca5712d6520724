package io.github.workerthreads.message;

import java.net.URL;
import java.net.URLClassLoader;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/**
 * Loader of classes that have the names of classes of libraries which are not there.
 */
final class MadeUpClasses extends URLClassLoader {

	private final ByteBuddy byteBuddy = new ByteBuddy();

	MadeUpClasses() {
		super(new URL[0], null);
	}

	Object instanceImplementing(String interfaceName) throws ReflectiveOperationException {
		Class<?> type = define(this.byteBuddy.makeInterface().name(interfaceName));
		return create(this.byteBuddy.subclass(Object.class).implement(type).name("made.up.Value"));
	}

	Object instanceOf(String name) throws ReflectiveOperationException {
		return create(this.byteBuddy.subclass(Object.class).name(name));
	}

	Object instanceWithFieldOf(String missing) throws ReflectiveOperationException {
		TypeDescription type = this.byteBuddy.makeInterface().name(missing).make().getTypeDescription();
		return create(this.byteBuddy.subclass(Object.class)
			.name("made.up.Value")
			.defineField("missing", type, Visibility.PRIVATE));
	}

	private Object create(DynamicType.Builder<?> builder) throws ReflectiveOperationException {
		return define(builder).getConstructor().newInstance();
	}

	private Class<?> define(DynamicType.Builder<?> builder) {
		try (DynamicType.Unloaded<?> type = builder.make()) {
			byte[] bytes = type.getBytes();
			return defineClass(type.getTypeDescription().getName(), bytes, 0, bytes.length);
		}
	}

}
