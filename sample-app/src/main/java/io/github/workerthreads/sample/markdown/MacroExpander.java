package io.github.workerthreads.sample.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Text;

/**
 * Expands the one macro that texts may use: <code>{{fibonacci 20}}</code>. It computes
 * numbers as textbooks do, so that 20 takes no time, and 80 years.
 */
final class MacroExpander extends AbstractVisitor {

	private static final String START = "{{fibonacci ";

	private static final String END = "}}";

	private static final Pattern MACRO = Pattern.compile(Pattern.quote(START) + "\\d{1,2}" + Pattern.quote(END));

	@Override
	public void visit(Text text) {
		Matcher macros = MACRO.matcher(text.getLiteral());
		text.setLiteral(macros.replaceAll((macro) -> String.valueOf(fibonacci(argument(macro.group())))));
	}

	private static int argument(String macro) {
		return Integer.parseInt(macro.substring(START.length(), macro.length() - END.length()));
	}

	private static long fibonacci(int n) {
		return (n < 2) ? n : fibonacci(n - 1) + fibonacci(n - 2);
	}

}
