package io.github.workerthreads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Document whose tables have a row for each claim, and in it the test that shows it as
 * {@code Class#method}. Immutable.
 */
final class DocumentedTests {

	private static final String TEST = "`(\\w+)#(\\w+)`";

	private final String document;

	private final Pattern row;

	private final Map<String, String> sources = readSources();

	/**
	 * Create a document.
	 * @param name the name of its file
	 * @param row a row, as a regular expression with {@code TEST} where its test is named
	 */
	DocumentedTests(String name, String row) {
		this.document = read(Path.of("..", "docs", name));
		this.row = Pattern.compile("^" + row.replace("TEST", TEST) + "$", Pattern.MULTILINE);
	}

	/**
	 * Return the whole document.
	 * @return its text
	 */
	String text() {
		return this.document;
	}

	/**
	 * Return the rows that are well-formed.
	 * @return the rows, whose first two groups are the class and the method of the test
	 */
	List<MatchResult> rows() {
		return this.row.matcher(this.document).results().toList();
	}

	/**
	 * Return the sources of all tests and of what they use.
	 * @return the sources by the simple name of their class
	 */
	Map<String, String> sources() {
		return this.sources;
	}

	void assertEachRowNamesATestThatExists(int least) {
		assertThat(rows()).hasSizeGreaterThanOrEqualTo(least).allSatisfy((match) -> {
			assertThat(this.sources).containsKey(match.group(1));
			Pattern test = Pattern
				.compile("@(Parameterized)?Test\\b(?s:(?!\\bvoid\\b).)*\\bvoid " + match.group(2) + "\\(");
			assertThat(this.sources.get(match.group(1))).as(match.group(0)).containsPattern(test);
		});
	}

	void assertEachRowIsWellFormed(String head) {
		List<String> rows = this.document.lines()
			.filter((line) -> line.startsWith("| ") && !line.contains(head))
			.toList();
		assertThat(rows).allMatch(this.row.asMatchPredicate());
	}

	private static Map<String, String> readSources() {
		try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						DocumentedTests::read, (first, second) -> first + second));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
