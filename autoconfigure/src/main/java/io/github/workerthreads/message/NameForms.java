package io.github.workerthreads.message;

import java.io.File;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The forms of values that name something: addresses, files, languages and patterns. No
 * name is looked up.
 */
final class NameForms {

	/**
	 * Most brackets that may be open in a pattern, which is compiled by recursion.
	 */
	private static final int MOST_OPEN = 500;

	private NameForms() {
	}

	static List<ValueForm> all() {
		return List.of(
				new ValueForm(100, URI.class, true, (output, value) -> output.writeText(value.toString()),
						(input) -> URI.create(input.readText())),
				new ValueForm(101, URL.class, true, (output, value) -> output.writeText(value.toExternalForm()),
						NameForms::readUrl),
				new ValueForm(102, Locale.class, true, NameForms::write, NameForms::readLocale),
				new ValueForm(103, Currency.class, false, (output, value) -> output.writeText(value.getCurrencyCode()),
						(input) -> Currency.getInstance(input.readText())),
				new ValueForm(104, Pattern.class, true, NameForms::write, NameForms::readPattern),
				new ValueForm(105, Charset.class, false, (output, value) -> output.writeText(value.name()),
						(input) -> Charset.forName(input.readText())),
				new ValueForm(106, Inet4Address.class, true, NameForms::write, NameForms::readAddress),
				new ValueForm(107, Inet6Address.class, true, NameForms::write, NameForms::readAddress),
				new ValueForm(108, InetSocketAddress.class, true, NameForms::write, NameForms::readSocketAddress),
				new ValueForm(109, File.class, true, (output, value) -> output.writeText(value.getPath()),
						(input) -> new File(input.readText())),
				new ValueForm(110, Path.class, true, (output, value) -> output.writeText(value.toString()),
						(input) -> Path.of(input.readText())),
				new ValueForm(111, FileTime.class, true, NameForms::write,
						(input) -> FileTime.from(TimeForms.readInstant(input))));
	}

	private static URL readUrl(MessageInput input) {
		try {
			return new URL(input.readText());
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static void write(MessageOutput output, Locale value) {
		String tag = value.toLanguageTag();
		boolean plain = Locale.forLanguageTag(tag).equals(value);
		output.writeBoolean(plain);
		if (plain) {
			output.writeText(tag);
			return;
		}
		if (!new Locale(value.getLanguage(), value.getCountry(), value.getVariant()).equals(value)) {
			throw new UncloneableException("the locale " + value + " cannot be sent as bytes; send its language tag");
		}
		output.writeText(value.getLanguage());
		output.writeText(value.getCountry());
		output.writeText(value.getVariant());
	}

	private static Locale readLocale(MessageInput input) {
		if (input.readBoolean()) {
			return Locale.forLanguageTag(input.readText());
		}
		return new Locale(input.readText(), input.readText(), input.readText());
	}

	private static void write(MessageOutput output, Pattern value) {
		check(value.pattern(), value.flags());
		output.writeText(value.pattern());
		output.writeInt(value.flags());
	}

	private static Pattern readPattern(MessageInput input) {
		String pattern = input.readText();
		int flags = input.readInt();
		check(pattern, flags);
		return Pattern.compile(pattern, flags);
	}

	private static void check(String pattern, int flags) {
		if ((flags & Pattern.CANON_EQ) != 0) {
			throw new UncloneableException(
					"a pattern with the flag CANON_EQ may take forever to compile; send its text");
		}
		int open = 0;
		int most = 0;
		for (int i = 0; i < pattern.length(); i++) {
			char character = pattern.charAt(i);
			if (character == '(' || character == '[') {
				most = Math.max(most, ++open);
			}
			else if (character == ')' || character == ']') {
				open--;
			}
		}
		if (most > MOST_OPEN) {
			throw new UncloneableException(
					"a pattern with more than %s open brackets may take all the stack; send its text"
						.formatted(MOST_OPEN));
		}
	}

	private static void write(MessageOutput output, InetAddress value) {
		String text = value.toString();
		int slash = text.indexOf('/');
		writeOptional(output, (slash > 0) ? text.substring(0, slash) : null);
		output.writeBytes(value.getAddress());
		output.writeInt((value instanceof Inet6Address address) ? address.getScopeId() : 0);
	}

	private static InetAddress readAddress(MessageInput input) {
		String host = readOptional(input);
		byte[] bytes = input.readBytes();
		int scope = input.readInt();
		try {
			return (scope > 0) ? Inet6Address.getByAddress(host, bytes, scope) : InetAddress.getByAddress(host, bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static void write(MessageOutput output, InetSocketAddress value) {
		InetAddress address = value.getAddress();
		output.writeBoolean(address != null);
		if (address != null) {
			write(output, address);
		}
		else {
			output.writeText(value.getHostString());
		}
		output.writeSize(value.getPort());
	}

	private static InetSocketAddress readSocketAddress(MessageInput input) {
		if (input.readBoolean()) {
			InetAddress address = readAddress(input);
			return new InetSocketAddress(address, input.readSize());
		}
		return InetSocketAddress.createUnresolved(input.readText(), input.readSize());
	}

	private static void write(MessageOutput output, FileTime value) {
		TimeForms.write(output, value.toInstant());
	}

	private static void writeOptional(MessageOutput output, @Nullable String text) {
		output.writeBoolean(text != null);
		if (text != null) {
			output.writeText(text);
		}
	}

	private static @Nullable String readOptional(MessageInput input) {
		return input.readBoolean() ? input.readText() : null;
	}

}
