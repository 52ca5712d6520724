package io.github.workerthreads.message;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The closure of types over what their values may hold, as far as declarations tell. Not
 * thread-safe.
 */
final class ReachableTypes {

	private final Set<String> names = new HashSet<>();

	private final Set<Type> seen = new HashSet<>();

	private final Deque<Type> open = new ArrayDeque<>();

	void add(Type type) {
		meet(type);
		Type next;
		while ((next = this.open.poll()) != null) {
			look(next);
		}
	}

	Set<String> names() {
		return this.names;
	}

	private void meet(Type... types) {
		for (Type type : types) {
			if (this.seen.add(type)) {
				this.open.add(type);
			}
		}
	}

	private void look(Type type) {
		if (type instanceof Class<?> raw) {
			look(raw);
		}
		else if (type instanceof ParameterizedType parameterized) {
			meet(parameterized.getRawType());
			meet(parameterized.getActualTypeArguments());
		}
		else if (type instanceof GenericArrayType array) {
			meet(array.getGenericComponentType());
		}
		else if (type instanceof WildcardType wildcard) {
			meet(wildcard.getUpperBounds());
			meet(wildcard.getLowerBounds());
		}
		else if (type instanceof TypeVariable<?> variable) {
			meet(variable.getBounds());
		}
	}

	private void look(Class<?> type) {
		if (type.isArray()) {
			meet(type.getComponentType());
			return;
		}
		if (type.isPrimitive() || Refusals.reason(type) != null) {
			return;
		}
		if (JdkTypes.isJdk(type)) {
			this.names.add(type.getName());
			return;
		}
		if (type.isSealed()) {
			meet(Objects.requireNonNull(type.getPermittedSubclasses()));
		}
		if (!type.isInterface()) {
			this.names.add(type.getName());
			lookIntoFields(type);
		}
	}

	private void lookIntoFields(Class<?> type) {
		Type superclass = type.getGenericSuperclass();
		if (superclass != null) {
			meet(superclass);
		}
		if (type.isEnum()) {
			return;
		}
		try {
			for (Field field : InstanceFields.declared(type)) {
				meet(field.getGenericType());
			}
		}
		catch (LinkageError | TypeNotPresentException ex) {
			// instances of a class with missing parts are refused with the reason
		}
	}

}
