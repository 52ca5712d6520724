package io.github.workerthreads.runtime.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Context that comes before a call.
 *
 * @param values values by key
 */
public record CallContext(Map<String, String> values) {

	/**
	 * Return the body of a frame that says so.
	 * @return the body
	 */
	public byte[] toBytes() {
		List<String> keys = new ArrayList<>();
		List<String> texts = new ArrayList<>();
		this.values.forEach((key, text) -> {
			keys.add(key);
			texts.add(text);
		});
		return FrameFields.write(keys, texts);
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no context
	 */
	public static CallContext of(Frame frame) throws ProtocolException {
		FrameFields fields = FrameFields.read(frame);
		List<String> keys = fields.nextList(String.class);
		List<String> texts = fields.nextList(String.class);
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < Math.min(keys.size(), texts.size()); i++) {
			values.put(keys.get(i), texts.get(i));
		}
		return new CallContext(values);
	}

}
