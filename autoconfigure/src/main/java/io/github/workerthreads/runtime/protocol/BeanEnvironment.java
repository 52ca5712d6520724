package io.github.workerthreads.runtime.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Environment of an application, as it goes to the beans of a worker in another process.
 *
 * @param activeProfiles the profiles that are active
 * @param defaultProfiles the profiles that are active if no others are
 * @param sources the sources of properties, the first of which come before later ones
 */
public record BeanEnvironment(List<String> activeProfiles, List<String> defaultProfiles, List<Source> sources) {

	byte[] toBytes() {
		List<Object> fields = new ArrayList<>(List.of(this.activeProfiles, this.defaultProfiles));
		for (Source source : this.sources) {
			fields.add(source.name());
			fields.add(source.properties().keySet());
			fields.add(source.properties().values());
		}
		return FrameFields.write(fields.toArray());
	}

	static BeanEnvironment of(byte[] bytes) throws ProtocolException {
		FrameFields fields = FrameFields.read(new Frame(FrameType.CONFIGURE, 0, 0, bytes));
		List<String> activeProfiles = fields.nextList(String.class);
		List<String> defaultProfiles = fields.nextList(String.class);
		List<Source> sources = new ArrayList<>();
		while (fields.hasNext()) {
			sources.add(new Source(fields.next(String.class), fields.nextTexts()));
		}
		return new BeanEnvironment(activeProfiles, defaultProfiles, sources);
	}

	/**
	 * Properties from one place.
	 *
	 * @param name the name of the place
	 * @param properties the properties, whose placeholders are not resolved
	 */
	public record Source(String name, Map<String, String> properties) {

	}

}
