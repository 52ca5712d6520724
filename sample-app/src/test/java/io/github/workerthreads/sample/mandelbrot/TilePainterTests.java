package io.github.workerthreads.sample.mandelbrot;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.sample.mandelbrot.View.Tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TilePainter}.
 */
class TilePainterTests {

	private static final int INSIDE = 0x0b1020;

	private final TilePainter painter = new TilePainter();

	@Test
	void pointsOfTheSetAreInside() throws Exception {
		View view = new View(621, 501, 200);
		assertThat(paint(view, column(view, 0), row(view, 0))).isEqualTo(INSIDE);
		assertThat(paint(view, column(view, -1), row(view, 0))).isEqualTo(INSIDE);
		assertThat(paint(view, column(view, -0.12), row(view, 0.75))).isEqualTo(INSIDE);
	}

	@Test
	void pointsThatEscapeAreOutside() throws Exception {
		View view = new View(621, 501, 200);
		assertThat(paint(view, column(view, 0.5), row(view, 0.5))).isNotEqualTo(INSIDE);
		assertThat(paint(view, column(view, -2.1), row(view, 0))).isNotEqualTo(INSIDE);
		assertThat(paint(view, column(view, 0), row(view, 1.1))).isNotEqualTo(INSIDE);
	}

	@Test
	void pictureIsTheSameAboveAndBelowTheRealAxis() throws Exception {
		View view = new View(60, 41, 100);
		int[] pixels = this.painter.apply(new Tile(view, 0, 0, 60, 41));
		for (int y = 0; y < 20; y++) {
			for (int x = 0; x < 60; x++) {
				assertThat(pixels[y * 60 + x]).isEqualTo(pixels[(40 - y) * 60 + x]);
			}
		}
	}

	@Test
	void tileIsItsPartOfThePicture() throws Exception {
		View view = new View(60, 40, 100);
		int[] whole = this.painter.apply(new Tile(view, 0, 0, 60, 40));
		int[] part = this.painter.apply(new Tile(view, 20, 10, 15, 5));
		for (int y = 0; y < 5; y++) {
			for (int x = 0; x < 15; x++) {
				assertThat(part[y * 15 + x]).isEqualTo(whole[(10 + y) * 60 + 20 + x]);
			}
		}
	}

	@Test
	void interruptEndsThePainting() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.painter.apply(new Tile(new View(10, 10, 10), 0, 0, 10, 10)));
		assertThat(Thread.interrupted()).isFalse();
	}

	private int paint(View view, int column, int row) throws Exception {
		return this.painter.apply(new Tile(view, column, row, 1, 1))[0];
	}

	private static int column(View view, double real) {
		double step = view.real(1) - view.real(0);
		return (int) Math.round((real - view.real(0)) / step);
	}

	private static int row(View view, double imaginary) {
		double step = view.imaginary(0) - view.imaginary(1);
		return (int) Math.round((view.imaginary(0) - imaginary) / step);
	}

}
