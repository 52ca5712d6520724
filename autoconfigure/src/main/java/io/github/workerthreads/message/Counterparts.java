package io.github.workerthreads.message;

/**
 * What became of each value of a message, by the order in which they were met.
 */
interface Counterparts {

	/**
	 * Set what became of a value.
	 * @param number the number of the value
	 * @param counterpart its counterpart
	 */
	void set(int number, Object counterpart);

}
