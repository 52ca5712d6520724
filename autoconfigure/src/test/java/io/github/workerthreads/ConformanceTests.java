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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds docs/conformance.md to the tests: each row names one that exists.
 */
class ConformanceTests {

	private static final Pattern ROW = Pattern
		.compile("^\\| [^|]+ \\| [^|]+ \\| `(\\w+)#(\\w+)` \\| (\\*[^|]+\\* )?\\|$", Pattern.MULTILINE);

	private final String document = read(Path.of("..", "docs", "conformance.md"));

	private final Map<String, String> sources = sources();

	@Test
	void everyRowNamesATestThatExists() {
		List<MatchResult> rows = ROW.matcher(this.document).results().toList();
		assertThat(rows).hasSizeGreaterThan(60).allSatisfy((row) -> {
			assertThat(this.sources).containsKey(row.group(1));
			Pattern test = Pattern
				.compile("@(Parameterized)?Test\\b(?s:(?!\\bvoid\\b).)*\\bvoid " + row.group(2) + "\\(");
			assertThat(this.sources.get(row.group(1))).as(row.group(0)).containsPattern(test);
		});
	}

	@Test
	void everyRowIsWellFormed() {
		long rows = this.document.lines()
			.filter((line) -> line.startsWith("| ") && !line.contains("| test here |"))
			.count();
		assertThat(ROW.matcher(this.document).results().count()).isEqualTo(rows);
	}

	private static Map<String, String> sources() {
		try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
			return files.filter((file) -> file.toString().endsWith("Tests.java"))
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						ConformanceTests::read, (first, second) -> first + second));
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
