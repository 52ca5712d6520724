package io.github.workerthreads.runtime.protocol;

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
		return FrameFields.write(this.values.keySet(), this.values.values());
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no context
	 */
	public static CallContext of(Frame frame) throws ProtocolException {
		return new CallContext(FrameFields.read(frame).nextTexts());
	}

}
