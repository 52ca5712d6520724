package io.github.workerthreads.sample.mandelbrot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

import io.github.workerthreads.sample.mandelbrot.StripPainter.Strip;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StripWriter}.
 */
class StripWriterTests {

	private static final Strip STRIP = new Strip(0, 0, 1, 1, new byte[3]);

	private final List<Object> sent = new ArrayList<>();

	private @Nullable IOException failure;

	private final StripWriter writer = new StripWriter(new ResponseBodyEmitter() {

		@Override
		public void send(Set<DataWithMediaType> items) throws IOException {
			if (StripWriterTests.this.failure != null) {
				throw StripWriterTests.this.failure;
			}
			StripWriterTests.this.sent.addAll(items);
		}

	});

	private final AtomicInteger gone = new AtomicInteger();

	StripWriterTests() {
		this.writer.whenGone(this.gone::incrementAndGet);
	}

	@Test
	void clientIsGoneWhenNothingReachesItThoughTheServerTellsNothing() {
		this.writer.strip(STRIP);
		assertThat(this.gone).hasValue(0);
		this.failure = new IOException("Broken pipe");
		this.writer.strip(STRIP);
		assertThat(this.gone).hasValue(1);
	}

	@Test
	void nothingIsWrittenOnceTheClientIsGone() {
		this.writer.stop();
		this.writer.strip(STRIP);
		this.writer.end(null);
		assertThat(this.sent).isEmpty();
		assertThat(this.gone).hasValue(1);
	}

	@Test
	void nothingIsWrittenAfterTheEnd() {
		this.writer.end(null);
		int atTheEnd = this.sent.size();
		this.writer.strip(STRIP);
		this.writer.end(new IllegalStateException("late"));
		assertThat(this.sent).isNotEmpty().hasSize(atTheEnd);
		assertThat(this.gone).hasValue(1);
	}

}
