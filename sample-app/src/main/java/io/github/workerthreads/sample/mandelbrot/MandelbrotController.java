package io.github.workerthreads.sample.mandelbrot;

import java.util.concurrent.CompletableFuture;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.workerthreads.sample.Parameters;

/**
 * Answers pictures of the Mandelbrot set.
 */
@RestController
class MandelbrotController {

	private static final int MAX_SIDE = 2000;

	private static final int MAX_ITERATIONS = 10_000;

	private final MandelbrotService mandelbrot;

	MandelbrotController(MandelbrotService mandelbrot) {
		this.mandelbrot = mandelbrot;
	}

	@GetMapping(path = "/mandelbrot.png", produces = MediaType.IMAGE_PNG_VALUE)
	CompletableFuture<byte[]> draw(@RequestParam(defaultValue = "640") int width,
			@RequestParam(defaultValue = "480") int height, @RequestParam(defaultValue = "500") int iterations) {
		Parameters.requireRange("width", width, 1, MAX_SIDE);
		Parameters.requireRange("height", height, 1, MAX_SIDE);
		Parameters.requireRange("iterations", iterations, 1, MAX_ITERATIONS);
		return this.mandelbrot.draw(new View(width, height, iterations));
	}

}
