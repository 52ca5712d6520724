package io.github.workerthreads.sample.markdown;

import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.stereotype.Service;

import io.github.workerthreads.offload.OffloadToWorker;

/**
 * Renders Markdown on the workers of pool {@code markdown}. Each has its own instance of
 * this class, with its own copy of the library, and whatever a text makes them do ends
 * with the worker.
 */
@Service
class MarkdownService {

	private final Parser parser = Parser.builder().build();

	private final HtmlRenderer renderer = HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

	@OffloadToWorker("markdown")
	String render(String markdown) {
		Node document = this.parser.parse(markdown);
		document.accept(new MacroExpander());
		return this.renderer.render(document);
	}

}
