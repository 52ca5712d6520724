package io.github.workerthreads.sample.soak;

import java.util.random.RandomGenerator;

/**
 * One kind of call that callers make of the desk. Thread-safe.
 */
@FunctionalInterface
interface Call {

	/**
	 * Make a call that differs from all others and check its answer.
	 * @param desk the desk
	 * @param random decides over the details
	 * @return how it ended, in a few words
	 * @throws Answers.WrongAnswerException if it has an answer that must not be
	 * @throws Exception if there is no answer
	 */
	String make(Desk desk, RandomGenerator random) throws Exception;

}
