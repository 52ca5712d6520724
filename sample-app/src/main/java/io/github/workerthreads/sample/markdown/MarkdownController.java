package io.github.workerthreads.sample.markdown;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.workerthreads.sample.Parameters;

/**
 * Takes Markdown and answers the HTML that it stands for: a fragment without scripts.
 */
@RestController
class MarkdownController {

	private static final int MAX_LENGTH = 100_000;

	private final MarkdownService markdown;

	MarkdownController(MarkdownService markdown) {
		this.markdown = markdown;
	}

	@PostMapping(path = "/markdown", consumes = { MediaType.TEXT_PLAIN_VALUE, MediaType.TEXT_MARKDOWN_VALUE },
			produces = MediaType.TEXT_HTML_VALUE)
	String render(@RequestBody String text) {
		Parameters.requireRange("length of the text", text.length(), 1, MAX_LENGTH);
		return this.markdown.render(text);
	}

}
