package io.github.workerthreads.sample.mandelbrot;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.workerthreads.sample.mandelbrot.View.Tile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link View}.
 */
class ViewTests {

	@ParameterizedTest
	@CsvSource({ "1, 1", "7, 3", "8, 8", "9, 17", "640, 480", "2000, 1", "1, 2000", "2000, 1999" })
	void tilesCoverEachPixelOnce(int width, int height) {
		int[] seen = new int[width * height];
		for (Tile tile : new View(width, height, 1).tiles()) {
			for (int y = tile.y(); y < tile.y() + tile.height(); y++) {
				for (int x = tile.x(); x < tile.x() + tile.width(); x++) {
					seen[y * width + x]++;
				}
			}
		}
		assertThat(seen).containsOnly(1);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "640, 480", "2000, 2000", "2000, 7" })
	void tilesFitInAQueue(int width, int height) {
		assertThat(new View(width, height, 1).tiles()).hasSizeLessThanOrEqualTo(64);
	}

	@ParameterizedTest
	@CsvSource({ "640, 480", "300, 300", "1000, 100", "100, 1000" })
	void wholeSetIsInView(int width, int height) {
		View view = new View(width, height, 1);
		assertThat(view.real(0)).isLessThan(-2);
		assertThat(view.real(width - 1)).isGreaterThan(0.5);
		assertThat(view.imaginary(0)).isGreaterThan(1.15);
		assertThat(view.imaginary(height - 1)).isLessThan(-1.15);
	}

}
