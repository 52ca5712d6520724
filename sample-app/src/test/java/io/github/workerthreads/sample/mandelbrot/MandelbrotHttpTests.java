package io.github.workerthreads.sample.mandelbrot;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.Pictures;
import io.github.workerthreads.sample.mandelbrot.View.Tile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Mandelbrot pictures over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class MandelbrotHttpTests {

	private final DeskClient desk;

	private final WorkerPool cpu;

	MandelbrotHttpTests(@LocalServerPort int port, @Autowired @Qualifier("cpu") WorkerPool cpu) {
		this.desk = new DeskClient(port);
		this.cpu = cpu;
	}

	@Test
	void pictureIsThatOfOneTile() throws Exception {
		HttpResponse<byte[]> response = this.desk.get("/mandelbrot.png?width=203&height=101&iterations=90");
		DeskClient.assertPicture(response, 203, 101);
		int[] expected = new TilePainter().apply(new Tile(new View(203, 101, 90), 0, 0, 203, 101));
		BufferedImage image = Pictures.decode(response.body());
		int[] actual = image.getRGB(0, 0, 203, 101, null, 0, 203);
		for (int i = 0; i < expected.length; i++) {
			assertThat(actual[i] & 0xffffff).isEqualTo(expected[i]);
		}
	}

	@Test
	void tilesArePaintedOnTheWorkers() throws Exception {
		long before = this.cpu.snapshot().counts().succeeded();
		DeskClient.assertPicture(this.desk.get("/mandelbrot.png"), 640, 480);
		assertThat(this.cpu.snapshot().counts().succeeded() - before).isEqualTo(64 + 1);
	}

	@ParameterizedTest
	@CsvSource({ "width, 0, 2000", "width, 2001, 2000", "height, 0, 2000", "height, 2001, 2000", "iterations, 0, 10000",
			"iterations, 10001, 10000" })
	void parameterOutsideItsRangeIsABadRequest(String name, int value, int most) throws Exception {
		for (String path : List.of("/mandelbrot.png", "/mandelbrot/progress")) {
			DeskClient.assertProblem(this.desk.get("%s?%s=%d".formatted(path, name, value)), 400,
					"'%s' must be from 1 to %d but was %d".formatted(name, most, value));
		}
	}

}
