package io.github.workerthreads.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Media types of what a worker tells, and of the reason why it does not.
 */
enum DiagnosisMediaType implements Producible<DiagnosisMediaType> {

	/**
	 * A problem.
	 */
	JSON(MimeTypeUtils.APPLICATION_JSON),

	/**
	 * A thread dump.
	 */
	TEXT(MimeTypeUtils.TEXT_PLAIN),

	/**
	 * A heap dump or a recording.
	 */
	BINARY(MimeTypeUtils.APPLICATION_OCTET_STREAM);

	@SuppressWarnings("ImmutableEnumChecker") // it is immutable, without saying so
	private final MimeType mimeType;

	DiagnosisMediaType(MimeType mimeType) {
		this.mimeType = mimeType;
	}

	static MimeType of(String action) {
		return ((WorkerDiagnosis.of(action) == WorkerDiagnosis.THREAD_DUMP) ? TEXT : BINARY).getProducedMimeType();
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.mimeType;
	}

}
