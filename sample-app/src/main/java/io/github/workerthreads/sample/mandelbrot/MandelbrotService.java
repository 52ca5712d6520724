package io.github.workerthreads.sample.mandelbrot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.sample.mandelbrot.PictureEncoder.Pixels;
import io.github.workerthreads.sample.mandelbrot.StripPainter.Order;
import io.github.workerthreads.sample.mandelbrot.StripPainter.Strip;
import io.github.workerthreads.sample.mandelbrot.View.Tile;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * Draws the Mandelbrot set on pool {@code cpu}: tiles in parallel, then the file. No
 * thread waits meanwhile.
 */
@Service
class MandelbrotService {

	private final WorkerPool cpu;

	MandelbrotService(@Qualifier("cpu") WorkerPool cpu) {
		this.cpu = cpu;
	}

	/**
	 * Draw a picture.
	 * @param view what to draw
	 * @return the bytes of a PNG
	 */
	CompletableFuture<byte[]> draw(View view) {
		List<Tile> tiles = view.tiles();
		List<CompletableFuture<int[]>> painted = tiles.stream()
			.map((tile) -> this.cpu.run(TilePainter.class, tile).toCompletableFuture())
			.toList();
		return AllOrNone.of(painted)
			.thenApply((parts) -> assemble(view, tiles, parts))
			.thenCompose((pixels) -> this.cpu.run(PictureEncoder.class, pixels));
	}

	/**
	 * Start to draw a picture that is shown while it is drawn.
	 * @param view what to draw
	 * @param strips gets the parts as they are painted, in any order and on several
	 * threads, which it may block
	 * @return the drawing
	 * @throws RejectedExecutionException if not all of it was accepted
	 */
	Drawing drawProgressively(View view, Consumer<Strip> strips) {
		Canvas canvas = Canvas.of(view);
		Map<Tile, WorkerFuture<Integer>> tasks = new LinkedHashMap<>();
		view.tiles().forEach((tile) -> tasks.put(tile, this.cpu.run(StripPainter.class, new Order(tile, canvas))));
		try {
			Drawing.throwIfRejected(tasks.values());
		}
		catch (RejectedExecutionException ex) {
			canvas.close();
			throw ex;
		}
		List<ShownTile> tiles = new ArrayList<>();
		tasks
			.forEach((tile, task) -> tiles.add(ShownTile.of(tile, task, (strip) -> strips.accept(canvas.look(strip)))));
		Drawing drawing = new Drawing(tiles);
		drawing.whenNothingIsShown(canvas::close);
		return drawing;
	}

	private static Pixels assemble(View view, List<Tile> tiles, List<int[]> parts) {
		int[] rgb = new int[view.width() * view.height()];
		for (int i = 0; i < tiles.size(); i++) {
			Tile tile = tiles.get(i);
			for (int row = 0; row < tile.height(); row++) {
				System.arraycopy(parts.get(i), row * tile.width(), rgb, (tile.y() + row) * view.width() + tile.x(),
						tile.width());
			}
		}
		return new Pixels(view.width(), view.height(), rgb);
	}

}
