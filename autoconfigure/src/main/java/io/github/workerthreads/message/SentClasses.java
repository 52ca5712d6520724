package io.github.workerthreads.message;

import java.util.IdentityHashMap;

/**
 * The classes that a message names. Not thread-safe, used for one message.
 */
final class SentClasses {

	private final TypePlans plans;

	private final AllowedTypes allowedTypes;

	private final IdentityHashMap<Class<?>, Integer> numbers = new IdentityHashMap<>();

	SentClasses(TypePlans plans, AllowedTypes allowedTypes) {
		this.plans = plans;
		this.allowedTypes = allowedTypes;
	}

	boolean allows(Class<?> type) {
		return this.allowedTypes.allows(type);
	}

	void write(Class<?> type, MessageOutput output) {
		Integer number = this.numbers.get(type);
		if (number == null) {
			define(type, output);
		}
		else {
			output.writeSize(number);
		}
	}

	private void define(Class<?> type, MessageOutput output) {
		if (!this.allowedTypes.allows(type)) {
			throw new UncloneableException(AllowedTypes.refusal(type.getTypeName()));
		}
		int number = this.numbers.size();
		this.numbers.put(type, number);
		output.writeSize(number);
		output.writeText(type.getName());
		output.writeFixed(this.plans.shape(type), 8);
	}

}
