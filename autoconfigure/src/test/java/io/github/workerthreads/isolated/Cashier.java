package io.github.workerthreads.isolated;

import io.github.workerthreads.offload.OffloadToWorker;

/**
 * Service that needs another bean.
 */
public class Cashier {

	private final Tariff tariff;

	public Cashier(Tariff tariff) {
		this.tariff = tariff;
	}

	@OffloadToWorker("isolated")
	public int price(Order order) {
		return this.tariff.price(order);
	}

}
