package io.github.workerthreads.actuate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.core.io.AbstractResource;
import org.springframework.util.FileSystemUtils;

/**
 * File in a directory of its own, both of which are removed once the file was read.
 */
final class TemporaryFileResource extends AbstractResource {

	private final Path file;

	TemporaryFileResource(Path file) {
		this.file = file;
	}

	@Override
	public String getFilename() {
		return String.valueOf(this.file.getFileName());
	}

	@Override
	public long contentLength() throws IOException {
		return Files.size(this.file);
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return new FilterInputStream(Files.newInputStream(this.file)) {

			@Override
			public void close() throws IOException {
				try {
					super.close();
				}
				finally {
					FileSystemUtils.deleteRecursively(TemporaryFileResource.this.file.getParent());
				}
			}

		};
	}

	@Override
	public String getDescription() {
		return "temporary file [%s]".formatted(this.file);
	}

}
