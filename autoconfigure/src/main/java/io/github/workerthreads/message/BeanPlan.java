package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

/**
 * Plan of objects that consist of their fields.
 */
class BeanPlan extends NodePlan {

	private final Instantiator instantiator;

	private final InstanceFields fields;

	BeanPlan(Class<?> type) {
		this.instantiator = new Instantiator(type, JdkTypes.jdkSuperclass(type));
		this.fields = InstanceFields.of(type, 0);
	}

	@Override
	Object shell(Object original) {
		Object shell = this.instantiator.create(NO_PARTS);
		this.fields.copyState(original, shell);
		return shell;
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		@Nullable Object[] parts = new @Nullable Object[this.fields.size()];
		this.fields.read(original, parts);
		return parts;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		this.fields.write(shell, parts);
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "." + this.fields.name(index);
	}

}
