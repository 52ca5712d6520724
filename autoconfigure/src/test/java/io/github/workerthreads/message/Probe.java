package io.github.workerthreads.message;

/**
 * Mutable value with which tests find out whether two sides share it.
 */
final class Probe implements Comparable<Probe> {

	private int value;

	Probe(int value) {
		this.value = value;
	}

	int value() {
		return this.value;
	}

	void change(int value) {
		this.value = value;
	}

	@Override
	public int compareTo(Probe other) {
		return Integer.compare(this.value, other.value);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Probe probe && probe.value == this.value;
	}

	@Override
	public int hashCode() {
		return this.value;
	}

	@Override
	public String toString() {
		return "Probe " + this.value;
	}

}
