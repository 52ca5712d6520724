package io.github.workerthreads.message;

import java.io.IOException;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Stream that is shown the fields of a wrapper.
 */
final class ShownFields extends ObjectOutputStream {

	private @Nullable Object wrapped;

	ShownFields() throws IOException {
	}

	@Nullable Object wrapped() {
		return this.wrapped;
	}

	@Override
	public PutField putFields() {
		return new Fields();
	}

	@Override
	public void writeFields() {
		// the fields are known
	}

	private final class Fields extends PutField {

		@Override
		public void put(String name, @Nullable Object value) {
			if (name.equals("c") || name.equals("m")) {
				ShownFields.this.wrapped = value;
			}
		}

		@Override
		public void put(String name, boolean value) {
		}

		@Override
		public void put(String name, byte value) {
		}

		@Override
		public void put(String name, char value) {
		}

		@Override
		public void put(String name, short value) {
		}

		@Override
		public void put(String name, int value) {
		}

		@Override
		public void put(String name, long value) {
		}

		@Override
		public void put(String name, float value) {
		}

		@Override
		public void put(String name, double value) {
		}

		@Override
		@Deprecated
		public void write(ObjectOutput out) {
			throw new UnsupportedOperationException();
		}

	}

}
