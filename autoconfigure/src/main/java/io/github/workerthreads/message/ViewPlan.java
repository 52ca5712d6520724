package io.github.workerthreads.message;

/**
 * Plan of views of maps that become collections of their own, unless the map is known.
 */
final class ViewPlan extends CollectionPlan {

	ViewPlan(Class<?> type, Blueprint blueprint, boolean readsParts, BackEnd backEnd) {
		super(type, blueprint, readsParts, backEnd);
	}

	/**
	 * Never: it may belong to a map that comes later.
	 */
	@Override
	Object copy(Object original, DirectCopier copier) {
		throw new UnsupportedOperationException();
	}

}
