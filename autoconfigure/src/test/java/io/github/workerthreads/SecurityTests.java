package io.github.workerthreads;

import org.junit.jupiter.api.Test;

/**
 * Holds docs/security.md to the tests: each claim names one that exists.
 */
class SecurityTests {

	private final DocumentedTests document = new DocumentedTests("security.md", "\\| [^|]+ \\| TEST \\|");

	@Test
	void everyClaimNamesATestThatExists() {
		this.document.assertEachRowNamesATestThatExists(40);
	}

	@Test
	void everyClaimIsWellFormed() {
		this.document.assertEachRowIsWellFormed("| shown by |");
	}

}
