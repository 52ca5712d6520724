package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

/**
 * Plan of objects that consist of their fields.
 */
final class BeanPlan extends NodePlan {

	private final Instantiator instantiator;

	private final InstanceFields fields;

	BeanPlan(Class<?> type) {
		this.instantiator = new Instantiator(type, JdkTypes.jdkSuperclass(type));
		this.fields = InstanceFields.of(type);
	}

	@Override
	Object shell(Object original) {
		Object shell = this.instantiator.create();
		this.fields.copyState(original, shell);
		return shell;
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		@Nullable Object[] parts = new @Nullable Object[this.fields.size()];
		this.fields.read(original, parts, 0);
		return parts;
	}

	@Override
	void fill(Object shell, @Nullable Object[] parts) {
		this.fields.write(shell, parts, 0);
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "." + this.fields.name(index);
	}

}
