package io.github.workerthreads.sample.soak;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;

import io.github.workerthreads.sample.Pictures;

/**
 * What is asked of every answer.
 */
final class Answers {

	private static final int LONGEST_SHOWN = 300;

	private Answers() {
	}

	static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	static boolean isOk(HttpResponse<byte[]> response, String type) {
		return response.statusCode() == 200
				&& response.headers().firstValue("Content-Type").orElse("").startsWith(type);
	}

	/**
	 * Name an answer that is a problem, one of those that may be.
	 * @param response the answer
	 * @param statuses the statuses that may be
	 * @return the status
	 * @throws WrongAnswerException if it is something else
	 */
	static String problem(HttpResponse<byte[]> response, int... statuses) throws WrongAnswerException {
		int status = response.statusCode();
		if (Arrays.stream(statuses).noneMatch((allowed) -> allowed == status)) {
			throw wrong(response, "expected a status of " + Arrays.toString(statuses));
		}
		try {
			String detail = JsonPath.read(text(response), "$.detail");
			if (detail.isBlank()) {
				throw wrong(response, "expected a detail");
			}
			return status + " problem";
		}
		catch (JsonPathException ex) {
			throw wrong(response, "expected a problem with a detail");
		}
	}

	/**
	 * Require a picture of one size and one color, which no other call asked for.
	 * @param response the answer
	 * @param width the width
	 * @param rgb the color
	 * @throws WrongAnswerException if it is something else
	 */
	static void requirePicture(HttpResponse<byte[]> response, int width, int rgb) throws WrongAnswerException {
		BufferedImage image = Pictures.decode(response.body());
		if (image.getWidth() != width) {
			throw wrong(response, "expected a width of %d but was %d".formatted(width, image.getWidth()));
		}
		int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
		if (Arrays.stream(pixels).anyMatch((pixel) -> (pixel & 0xffffff) != rgb)) {
			throw wrong(response, "expected only pixels of color %06x".formatted(rgb));
		}
	}

	static WrongAnswerException wrong(HttpResponse<byte[]> response, String expected) {
		String body = text(response);
		return new WrongAnswerException("%s, but %s was answered with %d: %s".formatted(expected, response.uri(),
				response.statusCode(), body.substring(0, Math.min(LONGEST_SHOWN, body.length()))));
	}

	/**
	 * An answer that must not be.
	 */
	@SuppressWarnings("serial")
	static final class WrongAnswerException extends Exception {

		WrongAnswerException(String message) {
			super(message);
		}

	}

}
