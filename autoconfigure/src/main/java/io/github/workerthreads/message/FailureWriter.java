package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Describes a failure in such a way that the receiver gets each part of it that it can
 * rebuild. A description is an array of failures, the first one first, of values of the
 * JDK. Not thread-safe, used for one failure.
 */
final class FailureWriter {

	/**
	 * Most failures in one; others are left out.
	 */
	private static final int MOST_FAILURES = 1_000;

	private static final int BRIEF_MESSAGE = 4_000;

	private static final int BRIEF_STACK = 100;

	private final BinaryMessageCodec codec;

	private final List<Throwable> failures = new ArrayList<>();

	private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>();

	FailureWriter(BinaryMessageCodec codec) {
		this.codec = codec;
	}

	@Nullable Object[] describe(Throwable failure) {
		number(failure);
		List<@Nullable Object> descriptions = new ArrayList<>();
		for (int i = 0; i < this.failures.size(); i++) {
			descriptions.add(describeOne(this.failures.get(i)));
		}
		return descriptions.toArray();
	}

	/**
	 * Describe a failure alone, and no more of it than fits into any message.
	 * @param failure the failure
	 * @return the description
	 */
	@Nullable Object[] describeBriefly(Throwable failure) {
		String message = message(failure);
		String brief = (message != null) ? message.substring(0, Math.min(message.length(), BRIEF_MESSAGE)) : null;
		StackTraceElement[] stackTrace = failure.getStackTrace();
		StackTraceElement[] top = Arrays.stream(stackTrace).limit(BRIEF_STACK).toArray(StackTraceElement[]::new);
		return new Object[] { new FailureDescription(failure.getClass().getName(), brief, top, new int[] { -1, -1 },
				null, "it takes more bytes than a message may have")
			.toArray() };
	}

	private @Nullable Object[] describeOne(Throwable failure) {
		TypePlan plan = this.codec.plans().of(failure.getClass());
		int[] links = number((plan instanceof ThrowablePlan known) ? known.links(failure) : links(failure));
		byte[] state = null;
		String reason = null;
		if (plan instanceof ThrowablePlan known) {
			try {
				state = this.codec.encode("failure",
						new Object[] { failure.getClass(), known.takeApartAlone(failure) });
			}
			catch (DataCloneException ex) {
				reason = ex.getMessage();
			}
		}
		else {
			reason = (plan instanceof RefusedPlan refused) ? refused.reason() : "there is no copy rule for it";
		}
		return new FailureDescription(failure.getClass().getName(), message(failure), failure.getStackTrace(), links,
				state, reason)
			.toArray();
	}

	private static @Nullable String message(Throwable failure) {
		try {
			return failure.getMessage();
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static @Nullable Object[] links(Throwable failure) {
		List<@Nullable Object> links = new ArrayList<>();
		links.add(failure.getCause());
		links.add(null);
		links.addAll(List.of(failure.getSuppressed()));
		return links.toArray();
	}

	private int[] number(@Nullable Object[] links) {
		int[] numbers = new int[links.length];
		for (int i = 0; i < links.length; i++) {
			numbers[i] = (links[i] instanceof Throwable failure) ? number(failure) : -1;
		}
		return numbers;
	}

	private int number(Throwable failure) {
		Integer number = this.numbers.get(failure);
		if (number != null) {
			return number;
		}
		if (this.failures.size() == MOST_FAILURES) {
			return -1;
		}
		this.failures.add(failure);
		this.numbers.put(failure, this.failures.size() - 1);
		return this.failures.size() - 1;
	}

}
