package io.github.workerthreads.runtime.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
		List<Object> flat = new ArrayList<>();
		for (Source source : this.sources) {
			flat.add(source.name());
			flat.add(FrameFields.write(source.properties().keySet(), source.properties().values()));
		}
		return FrameFields.write(this.activeProfiles, this.defaultProfiles, flat);
	}

	static BeanEnvironment of(byte[] bytes) throws ProtocolException {
		FrameFields fields = FrameFields.read(new Frame(FrameType.CONFIGURE, 0, 0, bytes));
		List<String> activeProfiles = fields.nextList(String.class);
		List<String> defaultProfiles = fields.nextList(String.class);
		List<Object> flat = fields.nextList(Object.class);
		List<Source> sources = new ArrayList<>();
		for (int i = 0; i + 1 < flat.size(); i += 2) {
			sources.add(new Source((String) flat.get(i), properties((byte[]) flat.get(i + 1))));
		}
		return new BeanEnvironment(activeProfiles, defaultProfiles, sources);
	}

	private static Map<String, String> properties(byte[] bytes) throws ProtocolException {
		FrameFields fields = FrameFields.read(new Frame(FrameType.CONFIGURE, 0, 0, bytes));
		List<String> keys = fields.nextList(String.class);
		List<String> values = fields.nextList(String.class);
		Map<String, String> properties = new LinkedHashMap<>();
		for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
			properties.put(keys.get(i), values.get(i));
		}
		return properties;
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
