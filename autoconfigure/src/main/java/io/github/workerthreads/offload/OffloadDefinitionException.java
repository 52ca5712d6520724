package io.github.workerthreads.offload;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports at start-up the methods that cannot be offloaded as they are annotated, all
 * that were found at once.
 */
public class OffloadDefinitionException extends RuntimeException {

	private final transient List<OffloadProblem> problems;

	/**
	 * Create an exception.
	 * @param problems what was found, at least one
	 */
	public OffloadDefinitionException(Collection<OffloadProblem> problems) {
		super(problems.stream()
			.map(OffloadProblem::toString)
			.collect(Collectors.joining("\n\t", "Invalid use of @OffloadToWorker:\n\t", "")));
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return what was found.
	 * @return the problems, in the order in which they were found
	 */
	public List<OffloadProblem> getProblems() {
		return this.problems;
	}

}
