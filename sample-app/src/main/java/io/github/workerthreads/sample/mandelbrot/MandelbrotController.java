package io.github.workerthreads.sample.mandelbrot;

import java.util.concurrent.CompletableFuture;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

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
		return this.mandelbrot.draw(view(width, height, iterations));
	}

	/**
	 * Draw a picture strip by strip, until it is complete or the client goes away.
	 * @param width the width in pixels
	 * @param height the height in pixels
	 * @param iterations after how many iterations a point counts as inside
	 * @return lines of JSON: strips in any order, then {@code done} or {@code error}
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the writer handles its own failures
	@GetMapping(path = "/mandelbrot/progress", produces = MediaType.APPLICATION_NDJSON_VALUE)
	ResponseEntity<ResponseBodyEmitter> drawProgressively(@RequestParam(defaultValue = "640") int width,
			@RequestParam(defaultValue = "480") int height, @RequestParam(defaultValue = "500") int iterations) {
		View view = view(width, height, iterations);
		ResponseBodyEmitter response = new ResponseBodyEmitter();
		StripWriter writer = new StripWriter(response);
		Drawing drawing = this.mandelbrot.drawProgressively(view, writer::strip);
		writer.whenGone(drawing::cancel);
		response.onCompletion(writer::stop);
		drawing.end().whenComplete((result, failure) -> writer.end(failure));
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(response);
	}

	private static View view(int width, int height, int iterations) {
		Parameters.requireRange("width", width, 1, MAX_SIDE);
		Parameters.requireRange("height", height, 1, MAX_SIDE);
		Parameters.requireRange("iterations", iterations, 1, MAX_ITERATIONS);
		return new View(width, height, iterations);
	}

}
