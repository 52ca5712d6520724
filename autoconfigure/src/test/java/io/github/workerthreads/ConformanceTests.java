package io.github.workerthreads;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds docs/conformance.md to the tests: each row names one that exists, and the rungs
 * on which it runs.
 */
class ConformanceTests {

	private static final List<String> RUNGS = List.of("thread", "class-loader", "process");

	private static final String CELL = "(yes|yes, \\*[^|*]+\\*|-)";

	private static final String ROW = "\\| [^|]+ \\| [^|]+ \\| TEST \\| %1$s \\| %1$s \\| %1$s \\| (\\*[^|]+\\* )?\\|"
		.formatted(CELL);

	private static final Pattern RUNNERS = Pattern.compile(
			"^\\| `(\\w+)` \\| `?([\\w.]+|-)`? \\| `?([\\w.]+|-)`? \\| `?([\\w.]+|-)`? \\| (\\*[^|]+\\* )?\\|$",
			Pattern.MULTILINE);

	private final DocumentedTests document = new DocumentedTests("conformance.md", ROW);

	private final Map<String, String> sources = this.document.sources();

	private final List<MatchResult> rows = this.document.rows();

	private final Map<String, List<String>> runners = RUNNERS.matcher(this.document.text())
		.results()
		.collect(Collectors.toMap((row) -> row.group(1), (row) -> IntStream.of(2, 3, 4).mapToObj(row::group).toList()));

	@Test
	void everyRowNamesATestThatExists() {
		this.document.assertEachRowNamesATestThatExists(150);
	}

	@Test
	void everyRowIsWellFormed() {
		long lines = this.document.text()
			.lines()
			.filter((line) -> line.startsWith("| ") && line.contains("#") && !line.contains("| test here |"))
			.count();
		assertThat(this.rows.size()).isEqualTo(lines);
	}

	@Test
	void everyRowRunsOnTheRungsThatItClaimsAndClaimsAllOnWhichItRuns() {
		assertThat(this.rows).allSatisfy((row) -> {
			List<String> runners = this.runners.getOrDefault(row.group(1), List.of(row.group(1), "-", "-"));
			for (int rung = 0; rung < RUNGS.size(); rung++) {
				assertThat(row.group(3 + rung).startsWith("yes")).as("%s on %s", row.group(0), RUNGS.get(rung))
					.isEqualTo(!runners.get(rung).equals("-"));
			}
		});
	}

	@Test
	void whatRunsATestOnARungExists() {
		assertThat(this.runners).hasSizeGreaterThan(10)
			.allSatisfy((test, runners) -> assertThat(runners).filteredOn((runner) -> !runner.equals("-"))
				.isNotEmpty()
				.allSatisfy((runner) -> assertRuns(runner, test)));
	}

	private void assertRuns(String runner, String test) {
		String source = this.sources.get(test);
		assertThat(source).as(test).isNotNull();
		int dot = runner.indexOf('.');
		if (dot > 0) {
			String parameter = runner.substring(0, dot);
			assertThat(source).as(test).containsPattern("\\b%s\\b".formatted(parameter));
			Matcher constant = Pattern.compile("(?m)^\\t%s\\b".formatted(runner.substring(dot + 1)))
				.matcher(this.sources.getOrDefault(parameter, ""));
			assertThat(constant.find()).as(runner).isTrue();
		}
		else if (!runner.equals(test)) {
			assertThat(this.sources.getOrDefault(runner, "")).as(runner)
				.containsPattern("class %s extends %s\\b".formatted(runner, test));
		}
	}

	@ParameterizedTest
	@CsvSource({ "thread class-loader, 100", "thread class-loader process, 60" })
	void manyRowsRunOnSeveralRungs(String rungs, int many) {
		List<Integer> columns = Arrays.stream(rungs.split(" ")).map((rung) -> 3 + RUNGS.indexOf(rung)).toList();
		assertThat(this.rows)
			.filteredOn((row) -> columns.stream().allMatch((column) -> row.group(column).startsWith("yes")))
			.hasSizeGreaterThanOrEqualTo(many);
	}

}
