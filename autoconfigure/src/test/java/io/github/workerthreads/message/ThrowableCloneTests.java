package io.github.workerthreads.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.workerthreads.worker.UnknownFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ThrowablePlan} and {@link StructuredClone#cloneThrowable}.
 */
@ParameterizedClass
@EnumSource
class ThrowableCloneTests {

	@Parameter
	Clones clones;

	@ParameterizedTest
	@MethodSource
	void throwableOfTheJdkKeepsClassMessageAndStack(Throwable original) {
		Throwable copy = this.clones.cloneThrowable(original);
		assertThat(copy).isNotSameAs(original)
			.hasSameClassAs(original)
			.hasMessage(original.getMessage())
			.hasToString(original.toString());
		assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
	}

	static List<Throwable> throwableOfTheJdkKeepsClassMessageAndStack() {
		return List.of(new Throwable("a"), new RuntimeException(), new IllegalStateException("b"),
				new IOException("c", new RuntimeException("d")), new UncheckedIOException(new IOException("e")),
				new ExecutionException("f", new RuntimeException()), new CompletionException(new Error("g")),
				new TimeoutException("h"), new StackOverflowError(), new AssertionError("i"),
				new NoSuchElementException("j"), catchThrowable(() -> ((Object) null).hashCode()),
				catchThrowable(() -> Integer.parseInt("x")), new NoSuchFileException("file", "other", "reason"),
				new SQLTimeoutException("k", "08000", 7), catchThrowable(() -> LocalDate.parse("never")),
				catchThrowable(() -> new URI("a b")), catchThrowable(() -> Pattern.compile("(")),
				new MissingResourceException("l", "class", "key"));
	}

	@Test
	void detailsOfThrowablesOfTheJdkAreKept() {
		NoSuchFileException file = this.clones.cloneThrowable(new NoSuchFileException("a", "b", "c"));
		assertThat(file.getFile()).isEqualTo("a");
		assertThat(file.getOtherFile()).isEqualTo("b");
		assertThat(file.getReason()).isEqualTo("c");
		SQLException sql = new SQLException("d", "08000", 7);
		sql.setNextException(new SQLException("next"));
		SQLException copy = this.clones.cloneThrowable(sql);
		assertThat(copy.getSQLState()).isEqualTo("08000");
		assertThat(copy.getErrorCode()).isEqualTo(7);
		assertThat((Throwable) copy.getNextException()).hasMessage("next").isNotSameAs(sql.getNextException());
		DateTimeParseException parse = this.clones.cloneThrowable(new DateTimeParseException("e", "text", 3));
		assertThat(parse.getParsedString()).isEqualTo("text");
		assertThat(parse.getErrorIndex()).isEqualTo(3);
		assertThat(this.clones.cloneThrowable(new PatternSyntaxException("f", "(", 1)).getPattern()).isEqualTo("(");
		assertThat(this.clones.cloneThrowable(new MissingResourceException("g", "class", "key")).getKey())
			.isEqualTo("key");
		assertThat(this.clones.cloneThrowable(catchThrowableOfType(URISyntaxException.class, () -> new URI("a b")))
			.getInput()).isEqualTo("a b");
	}

	@Test
	void fieldsOfCustomExceptionAreCopiedWithoutRunningItsConstructor() {
		OrderException original = new OrderException(42, new ArrayList<>(List.of(new Probe(1))));
		int constructed = OrderException.CONSTRUCTED.get();
		OrderException copy = this.clones.cloneThrowable(original);
		assertThat(OrderException.CONSTRUCTED).hasValue(constructed);
		assertThat(copy).isNotSameAs(original).hasMessage("Order 42: no stock");
		assertThat(copy.probes).isEqualTo(original.probes);
		original.probes.get(0).change(2);
		assertThat(copy.probes).containsExactly(new Probe(1));
	}

	@Test
	void causesAndSuppressedAreCopied() {
		IllegalStateException original = new IllegalStateException("outer", new IOException("inner"));
		original.addSuppressed(new OrderException(1, new ArrayList<>()));
		IllegalStateException copy = this.clones.cloneThrowable(original);
		assertThat(copy.getCause()).isInstanceOf(IOException.class)
			.hasMessage("inner")
			.isNotSameAs(original.getCause());
		assertThat(copy.getSuppressed()).hasSize(1);
		assertThat(copy.getSuppressed()[0]).hasMessage("Order 1: no stock").isNotSameAs(original.getSuppressed()[0]);
		assertThat(copy.getCause().getStackTrace()).isEqualTo(original.getCause().getStackTrace());
	}

	@Test
	void copyWithoutCauseStillTakesOne() {
		Exception copy = this.clones.cloneThrowable(new Exception("a"));
		assertThat(copy.initCause(new Exception("b"))).hasRootCauseMessage("b");
	}

	@Test
	void cyclesOfCausesAndSuppressedAreKept() {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.initCause(second);
		second.addSuppressed(first);
		Exception copy = this.clones.cloneThrowable(first);
		assertThat(copy).isNotSameAs(first).hasMessage("first");
		assertThat(copy.getCause()).hasMessage("second").isNotSameAs(second);
		assertThat(copy.getCause().getCause()).isSameAs(copy);
		assertThat(copy.getCause().getSuppressed()).containsExactly(copy);
	}

	@Test
	void exceptionThatIsItsOwnCauseIsCopied() {
		SelfCaused original = new SelfCaused("self");
		SelfCaused copy = this.clones.cloneThrowable(original);
		assertThat(copy).isNotSameAs(original).hasMessage("self");
		assertThat(copy.getCause()).isSameAs(copy);
	}

	@Test
	void exceptionWithoutStackStaysWithoutOne() {
		Stackless copy = this.clones.cloneThrowable(new Stackless("bare"));
		assertThat(copy).hasMessage("bare");
		assertThat(copy.getStackTrace()).isEmpty();
	}

	@Test
	void failureThatCannotBeCopiedIsHandedOverOrHasAStandIn() {
		UploadException original = new UploadException(new ByteArrayInputStream(new byte[0]));
		assertHandedOver(original);
		InvocationTargetException closed = new InvocationTargetException(new Exception(), "closed");
		assertHandedOver(closed);
	}

	@Test
	void failureWhoseMethodsFailIsHandedOverOrHasAStandIn() {
		Hostile original = new Hostile();
		Hostile.ACTIVE.set(true);
		try {
			assertHandedOver(original);
		}
		finally {
			Hostile.ACTIVE.set(false);
		}
	}

	@Test
	void failureAroundOneThatCannotBeCopiedKeepsItsCause() {
		RuntimeException original = new RuntimeException("outer",
				new UploadException(new ByteArrayInputStream(new byte[0])));
		Throwable copy = this.clones.cloneThrowable(original);
		assertThat(copy).isExactlyInstanceOf(RuntimeException.class).hasMessage("outer");
		assertHandedOver(original.getCause(), copy.getCause());
	}

	private void assertHandedOver(Throwable original) {
		assertHandedOver(original, this.clones.<Throwable>cloneThrowable(original));
	}

	private void assertHandedOver(Throwable original, Throwable copy) {
		if (this.clones == Clones.COPY) {
			assertThat(copy).isSameAs(original);
			return;
		}
		assertThat(copy).isInstanceOfSatisfying(UnknownFailureException.class, (standIn) -> {
			assertThat(standIn.getOriginalType()).isEqualTo(original.getClass().getName());
			assertThat(standIn.getOriginalMessage()).isEqualTo(original.getMessage());
			assertThat(standIn).hasMessageStartingWith(original.getClass().getName());
			assertThat(standIn.getStackTrace()).isEqualTo(original.getStackTrace());
		});
	}

	static class OrderException extends RuntimeException {

		static final AtomicInteger CONSTRUCTED = new AtomicInteger();

		private final int order;

		private final List<Probe> probes;

		OrderException(int order, List<Probe> probes) {
			super("no stock");
			this.order = order;
			this.probes = probes;
			CONSTRUCTED.incrementAndGet();
		}

		@Override
		public String getMessage() {
			return "Order " + this.order + ": " + super.getMessage();
		}

	}

	static class SelfCaused extends Exception {

		SelfCaused(String message) {
			super(message);
		}

		@Override
		public synchronized Throwable getCause() {
			return this;
		}

	}

	static class Stackless extends RuntimeException {

		Stackless(String message) {
			super(message, null, false, false);
		}

	}

	static class UploadException extends RuntimeException {

		private final InputStream stream;

		UploadException(InputStream stream) {
			this.stream = stream;
		}

	}

	static class Hostile extends RuntimeException {

		static final AtomicBoolean ACTIVE = new AtomicBoolean();

		@Override
		public synchronized Throwable fillInStackTrace() {
			if (ACTIVE.get()) {
				throw new UnsupportedOperationException();
			}
			return super.fillInStackTrace();
		}

	}

}
