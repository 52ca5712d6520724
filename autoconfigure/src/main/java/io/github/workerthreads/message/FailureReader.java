package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.UnknownFailureException;

/**
 * Rebuilds a failure of its description, with stand-ins for what cannot be rebuilt. Not
 * thread-safe, used for one failure.
 */
final class FailureReader {

	private final BinaryMessageCodec codec;

	private final List<Throwable> failures = new ArrayList<>();

	private final List<@Nullable ThrowablePlan> plans = new ArrayList<>();

	FailureReader(BinaryMessageCodec codec) {
		this.codec = codec;
	}

	/**
	 * Rebuild a failure.
	 * @param description what should describe it
	 * @param length how many bytes it came in
	 * @return the failure
	 * @throws MalformedMessageException if this is no description
	 */
	Throwable rebuild(@Nullable Object description, int length) {
		try {
			return rebuild((@Nullable Object[]) Objects.requireNonNull(description));
		}
		catch (DataCloneException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new MalformedMessageException("failure", length, length, "this is no failure: " + ex, ex);
		}
	}

	private Throwable rebuild(@Nullable Object[] descriptions) {
		List<FailureDescription> read = new ArrayList<>();
		for (Object description : descriptions) {
			read.add(FailureDescription.of(description));
		}
		read.forEach(this::create);
		for (int i = 0; i < read.size(); i++) {
			link(i, read.get(i).links());
		}
		return this.failures.get(0);
	}

	private void create(FailureDescription description) {
		byte[] state = description.state();
		if (state == null) {
			standIn(description, String.valueOf(description.reason()));
			return;
		}
		try {
			create(description, state);
		}
		catch (RuntimeException | LinkageError ex) {
			standIn(description, String.valueOf(ex.getMessage()));
		}
	}

	private void create(FailureDescription description, byte[] state) {
		@Nullable Object[] content = (@Nullable Object[]) Objects.requireNonNull(this.codec.decode("failure", state));
		Class<?> type = ValueForms.element(content, 0, Class.class);
		if (!(this.codec.plans().of(type) instanceof ThrowablePlan plan)) {
			throw new IllegalArgumentException(type.getTypeName() + " is no failure");
		}
		this.failures.add(plan.rebuildAlone(ValueForms.element(content, 1, Object[].class), description.stackTrace()));
		this.plans.add(plan);
	}

	private void standIn(FailureDescription description, String reason) {
		UnknownFailureException failure = new UnknownFailureException(description.type(), description.message(),
				reason);
		failure.setStackTrace(description.stackTrace());
		this.failures.add(failure);
		this.plans.add(null);
	}

	private void link(int number, int[] links) {
		Throwable failure = this.failures.get(number);
		ThrowablePlan plan = this.plans.get(number);
		@Nullable Object[] linked = new @Nullable Object[links.length];
		for (int i = 0; i < links.length; i++) {
			linked[i] = (links[i] >= 0 && links[i] != number) ? this.failures.get(links[i]) : null;
		}
		if (plan != null) {
			plan.link(failure, linked);
			return;
		}
		if (linked[0] != null) {
			failure.initCause((Throwable) linked[0]);
		}
		for (int i = 1; i < linked.length; i++) {
			if (linked[i] instanceof Throwable suppressed) {
				failure.addSuppressed(suppressed);
			}
		}
	}

}
