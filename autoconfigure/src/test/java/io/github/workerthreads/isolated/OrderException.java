package io.github.workerthreads.isolated;

/**
 * An order that cannot be.
 */
public final class OrderException extends RuntimeException {

	private final String id;

	OrderException(String id, Throwable cause) {
		super("No order " + id, cause);
		this.id = id;
	}

	/**
	 * Return the number of the order.
	 * @return the number
	 */
	public String id() {
		return this.id;
	}

}
