package io.github.workerthreads.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.workerthreads.offload.OffloadDefinitionException;
import io.github.workerthreads.offload.OffloadProblem;

/**
 * {@code FailureAnalyzer} that lists the methods that cannot be offloaded, and what to do
 * about each.
 */
class OffloadDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<OffloadDefinitionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, OffloadDefinitionException cause) {
		List<OffloadProblem> problems = cause.getProblems();
		String description = problems.stream()
			.map((problem) -> "%n    %s %s.".formatted(problem.location(), problem.reason()))
			.collect(Collectors.joining("", "@OffloadToWorker cannot work as it is used:%n".formatted(), ""));
		return new FailureAnalysis(description, action(problems), cause);
	}

	private String action(List<OffloadProblem> problems) {
		if (problems.size() == 1) {
			return problems.get(0).remedy() + ".";
		}
		return problems.stream()
			.map((problem) -> "%n    %s: %s.".formatted(problem.location(), problem.remedy()))
			.collect(Collectors.joining("", "Mend each of them:%n".formatted(), ""));
	}

}
