package io.github.workerthreads.isolated;

/**
 * What an order costs.
 */
public interface Tariff {

	/**
	 * Return the price of an order.
	 * @param order the order
	 * @return the price
	 */
	int price(Order order);

}
