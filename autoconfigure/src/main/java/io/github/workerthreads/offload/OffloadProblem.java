package io.github.workerthreads.offload;

/**
 * One reason why a method cannot be offloaded as it is annotated.
 *
 * @param location the class or method, such as {@code com.acme.Thumbnails.scale(byte[])}
 * @param reason what is wrong, as a sentence whose subject is the location
 * @param remedy what to do about it, as a sentence
 */
public record OffloadProblem(String location, String reason, String remedy) {

	@Override
	public String toString() {
		return "%s %s. %s".formatted(this.location, this.reason, this.remedy);
	}

}
