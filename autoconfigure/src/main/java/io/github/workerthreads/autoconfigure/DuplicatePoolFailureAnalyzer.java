package io.github.workerthreads.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * {@code FailureAnalyzer} for pools of one name. Mostly one of them is a bean that was
 * meant to stand in for a configured pool but is not qualified with its name.
 */
class DuplicatePoolFailureAnalyzer extends AbstractFailureAnalyzer<DuplicatePoolException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicatePoolException cause) {
		String description = """
				Beans '%s' and '%s' are both worker pools named '%s'; a name stands for one pool only."""
			.formatted(cause.getBean(), cause.getOtherBean(), cause.getPool());
		String action = """
				To have a bean of your own stand in for the configured pool, annotate its @Bean method with \
				@Qualifier("%s") or name it '%s'. To have both, build yours with another name."""
			.formatted(cause.getPool(), WorkerPoolRegistrar.beanName(cause.getPool()));
		return new FailureAnalysis(description, action, cause);
	}

}
