package io.github.workerthreads.runtime.child;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.ClassUtils;

/**
 * Class, or package with its subpackages, whose beans a worker has of its own. Immutable.
 */
public final class ContextSource {

	private final String name;

	private final @Nullable Class<?> type;

	private ContextSource(String name, @Nullable Class<?> type) {
		this.name = name;
		this.type = type;
	}

	/**
	 * Find a source.
	 * @param name the name of a class or package
	 * @param classLoader has the class, or the classes of the package
	 * @return the source
	 * @throws IllegalArgumentException if there is neither a class nor a class in a
	 * package of that name
	 */
	public static ContextSource find(String name, ClassLoader classLoader) {
		if (classLoader.getResource(ClassUtils.convertClassNameToResourcePath(name) + ".class") != null) {
			return new ContextSource(name, ClassUtils.resolveClassName(name, classLoader));
		}
		if (!hasClasses(name, classLoader)) {
			throw new IllegalArgumentException("there is neither a class nor a package '%s'".formatted(name));
		}
		return new ContextSource(name, null);
	}

	private static boolean hasClasses(String packageName, ClassLoader classLoader) {
		String path = ClassUtils.convertClassNameToResourcePath(packageName);
		String pattern = ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX + path + "/**/*.class";
		try {
			return !packageName.isBlank()
					&& new PathMatchingResourcePatternResolver(classLoader).getResources(pattern).length > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	void addTo(AnnotationConfigApplicationContext context) {
		if (this.type != null) {
			context.register(this.type);
		}
		else {
			context.scan(this.name);
		}
	}

}
