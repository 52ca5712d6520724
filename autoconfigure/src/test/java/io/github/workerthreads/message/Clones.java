package io.github.workerthreads.message;

import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The two ways in which a message crosses over, for tests that hold for both. Each
 * message is the first of its classes, apart from those of the constants.
 */
enum Clones {

	COPY {

		@Override
		@SuppressWarnings("unchecked")
		<T> T clone(String name, T value) {
			return new StructuredClone().clone(name, value);
		}

		@Override
		<T extends Throwable> T cloneThrowable(T failure) {
			return new StructuredClone().cloneThrowable(failure);
		}

		@Override
		Object[] cloneArguments(String[] names, Object... arguments) {
			return new StructuredClone().cloneArguments(names, new boolean[arguments.length], arguments);
		}

		@Override
		void assertShared(Object original, Object copy) {
			assertThat(copy).isSameAs(original);
		}

	},

	BYTES {

		@Override
		@SuppressWarnings("unchecked")
		<T> T clone(String name, T value) {
			MessageCodec codec = newCodec();
			return (T) codec.decode(name, codec.encode(name, value));
		}

		@Override
		@SuppressWarnings("unchecked")
		<T extends Throwable> T cloneThrowable(T failure) {
			MessageCodec codec = newCodec();
			return (T) codec.decodeFailure(codec.encodeFailure(failure));
		}

		@Override
		Object[] cloneArguments(String[] names, Object... arguments) {
			MessageCodec codec = newCodec();
			return codec.decode(names, codec.encode(names, arguments));
		}

		/**
		 * The other side has a heap of its own, where it is enough to look the same.
		 */
		@Override
		void assertShared(Object original, Object copy) {
			assertThat(copy).hasSameClassAs(original);
			assertThat(copy).usingRecursiveComparison()
				.withEqualsForType((one, other) -> one.toString().equals(other.toString()), Pattern.class)
				.isEqualTo(original);
		}

	};

	static final StructuredClone STRUCTURED_CLONE = new StructuredClone();

	/**
	 * Types that messages of tests hold.
	 */
	static final AllowedTypes ALLOWED_TYPES = AllowedTypes.ofJdk()
		.withPatterns(List.of("io.github.workerthreads.*", "org.springframework.*", "made.up.*", "java.net.URL"));

	static final MessageCodec CODEC = newCodec();

	private static MessageCodec newCodec() {
		return new BinaryMessageCodec(Clones.class.getClassLoader(), ALLOWED_TYPES, MessageLimits.defaults());
	}

	abstract <T> T clone(String name, T value);

	abstract Object[] cloneArguments(String[] names, Object... arguments);

	abstract void assertShared(Object original, Object copy);

	abstract <T extends Throwable> T cloneThrowable(T failure);

}
