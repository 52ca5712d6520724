package io.github.workerthreads;

import org.junit.jupiter.api.Test;

/**
 * Holds docs/conformance.md to the tests: each row names one that exists.
 */
class ConformanceTests {

	private final DocumentedTests document = new DocumentedTests("conformance.md",
			"\\| [^|]+ \\| [^|]+ \\| TEST \\| (\\*[^|]+\\* )?\\|");

	@Test
	void everyRowNamesATestThatExists() {
		this.document.assertEachRowNamesATestThatExists(60);
	}

	@Test
	void everyRowIsWellFormed() {
		this.document.assertEachRowIsWellFormed("| test here |");
	}

}
