package io.github.workerthreads.autoconfigure;

/**
 * Reports two beans that are pools of one name.
 */
class DuplicatePoolException extends RuntimeException {

	private final String pool;

	private final String bean;

	private final String otherBean;

	/**
	 * Create an exception.
	 * @param pool the name that both pools have
	 * @param bean the name of one bean
	 * @param otherBean the name of the other bean
	 */
	DuplicatePoolException(String pool, String bean, String otherBean) {
		super("Two beans are worker pools named '%s': %s and %s".formatted(pool, bean, otherBean));
		this.pool = pool;
		this.bean = bean;
		this.otherBean = otherBean;
	}

	String getPool() {
		return this.pool;
	}

	String getBean() {
		return this.bean;
	}

	String getOtherBean() {
		return this.otherBean;
	}

}
