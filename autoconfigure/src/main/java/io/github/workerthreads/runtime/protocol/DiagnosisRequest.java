package io.github.workerthreads.runtime.protocol;

import java.nio.file.Path;
import java.time.Duration;

import io.github.workerthreads.runtime.Diagnosis;

/**
 * Has the process of a worker write a {@link Diagnosis}.
 *
 * @param diagnosis what to write
 */
public record DiagnosisRequest(Diagnosis diagnosis) {

	/**
	 * Return the body of a frame that says so.
	 * @return the body
	 */
	public byte[] toBytes() {
		return FrameFields.write(this.diagnosis.kind().name(), this.diagnosis.duration().toNanos(),
				this.diagnosis.file().toString());
	}

	/**
	 * Read a frame.
	 * @param frame the frame
	 * @return what it says
	 * @throws ProtocolException if it is no such request
	 */
	public static DiagnosisRequest of(Frame frame) throws ProtocolException {
		FrameFields fields = FrameFields.read(frame);
		try {
			return new DiagnosisRequest(new Diagnosis(Diagnosis.Kind.valueOf(fields.next(String.class)),
					Duration.ofNanos(fields.next(Long.class)), Path.of(fields.next(String.class))));
		}
		catch (IllegalArgumentException ex) {
			throw new ProtocolException("A request for a diagnosis cannot be read", ex);
		}
	}

}
