package io.github.workerthreads.sample.soak;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Call whose caller closes the connection within its request or before it has the answer.
 * Thread-safe.
 *
 * @param ledger gets to know that there may be a result that nobody is told
 */
record HangUp(Ledger ledger) implements Call {

	private static final int SHORTEST_ANSWER = 1;

	@Override
	public String make(Desk desk, RandomGenerator random) throws Exception {
		byte[] request = (random.nextBoolean()) ? thumbnail(random) : markdown();
		int sent = (random.nextBoolean()) ? request.length : random.nextInt(request.length);
		this.ledger.sentWithoutResult("images");
		this.ledger.sentWithoutResult("markdown");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), desk.port())) {
			socket.setSoLinger(random.nextBoolean(), 0);
			OutputStream output = socket.getOutputStream();
			output.write(request, 0, sent);
			output.flush();
			if (sent == request.length && random.nextBoolean()) {
				// The answer has begun, or the application has ended
				socket.getInputStream().readNBytes(SHORTEST_ANSWER);
				return "hang-up: within the answer";
			}
			return (sent == request.length) ? "hang-up: before the answer" : "hang-up: within the request";
		}
	}

	private static byte[] thumbnail(RandomGenerator random) {
		byte[] picture = Calls.picture(random.nextInt(1 << 24));
		byte[] head = head("/thumbnails?width=16", "application/octet-stream", picture.length);
		byte[] request = new byte[head.length + picture.length];
		System.arraycopy(head, 0, request, 0, head.length);
		System.arraycopy(picture, 0, request, head.length, picture.length);
		return request;
	}

	private static byte[] markdown() {
		String text = "{{fibonacci 20}}";
		return (new String(head("/markdown", "text/plain", text.length()), StandardCharsets.US_ASCII) + text)
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] head(String path, String type, int length) {
		return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
			.formatted(path, type, length)
			.getBytes(StandardCharsets.US_ASCII);
	}

}
