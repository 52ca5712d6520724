package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.List;

/**
 * The classes that a message names, in the order in which they come. Not thread-safe,
 * used for one message.
 */
final class ReceivedClasses {

	private final TypePlans plans;

	private final ClassFinder finder;

	private final List<ReceivedClass> classes = new ArrayList<>();

	ReceivedClasses(TypePlans plans, ClassFinder finder) {
		this.plans = plans;
		this.finder = finder;
	}

	ReceivedClass read(MessageInput input) {
		int number = input.readSize();
		if (number < 0 || number > this.classes.size()) {
			throw input.malformed("there is no class of number " + number);
		}
		return (number < this.classes.size()) ? this.classes.get(number) : define(input);
	}

	private ReceivedClass define(MessageInput input) {
		String name = input.readText();
		long shape = input.readFixed(8);
		Class<?> type = find(name, input);
		if (shape != this.plans.shape(type)) {
			throw input
				.malformed("%s has other fields at the sender than here. Let both sides use the same version of it"
					.formatted(type.getTypeName()));
		}
		ReceivedClass received = new ReceivedClass(type, this.plans.of(type));
		this.classes.add(received);
		return received;
	}

	private Class<?> find(String name, MessageInput input) {
		try {
			return this.finder.find(name);
		}
		catch (UncloneableException ex) {
			throw input.malformed(ex.reason());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw input.malformed("class %s is missing here: %s".formatted(ClassFinder.printable(name), ex));
		}
	}

}
