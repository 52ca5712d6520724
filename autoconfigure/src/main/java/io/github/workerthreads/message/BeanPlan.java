package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

/**
 * Plan of objects that consist of their fields.
 */
class BeanPlan extends NodePlan {

	private final Instantiator instantiator;

	private final InstanceFields fields;

	private final boolean comparesParts;

	private final Class<?> type;

	// made when it is needed; that two threads make it does no harm
	private @Nullable BeanCopier beanCopier;

	BeanPlan(Class<?> type, BackEnd backEnd) {
		this.type = type;
		this.instantiator = new Instantiator(type, JdkTypes.jdkSuperclass(type));
		this.fields = InstanceFields.of(type, 0, backEnd);
		this.comparesParts = Comparable.class.isAssignableFrom(type) || overridesHashCode(type);
	}

	private static boolean overridesHashCode(Class<?> type) {
		try {
			return type.getMethod("hashCode").getDeclaringClass() != Object.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	boolean comparesParts() {
		return this.comparesParts;
	}

	@Override
	Object shell(Object original) {
		Object shell = this.instantiator.create(NO_PARTS);
		this.fields.copyState(original, shell);
		return shell;
	}

	@Override
	Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		return this.instantiator.create(NO_PARTS);
	}

	@Override
	Object copy(Object original, DirectCopier copier) {
		BeanCopier beanCopier = this.beanCopier;
		if (beanCopier == null) {
			beanCopier = BeanCopier.of(this.instantiator.constructor(), InstanceFields.copy(this.type));
			this.beanCopier = beanCopier;
		}
		return beanCopier.copy(original, copier);
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
	boolean takes(int parts) {
		return parts == this.fields.size();
	}

	@Override
	long shape() {
		return this.fields.shape();
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "." + this.fields.name(index);
	}

}
