package io.github.workerthreads.message;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK whose instances are constructed from their parts.
 */
final class JdkImmutables {

	private static final Map<Class<?>, NodePlan> PLANS = new HashMap<>();

	static {
		optional();
		lists();
		sets();
		maps();
		entries();
	}

	private JdkImmutables() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		return PLANS.get(type);
	}

	private static void optional() {
		PLANS.put(Optional.class, new ImmutablePlan<Optional<?>>(
				(optional) -> optional.map((value) -> new @Nullable Object[] { value }).orElse(NodePlan.NO_PARTS),
				(parts) -> Optional.ofNullable(first(parts)), ".value"));
	}

	private static void lists() {
		NodePlan list = new ImmutablePlan<List<?>>((original) -> new Object[] { takesNull(original) },
				Collection::toArray, JdkImmutables::list);
		for (List<?> sample : List.of(List.of(1), List.of(1, 2, 3), List.of(1, 2, 3).subList(0, 2))) {
			PLANS.put(sample.getClass(), list);
		}
		PLANS.put(Collections.singletonList(1).getClass(),
				new ImmutablePlan<List<?>>(Collection::toArray, (parts) -> Collections.singletonList(parts[0])));
		PLANS.put(Collections.nCopies(2, 1).getClass(), new CopiesPlan());
	}

	@SuppressWarnings("NullAway") // takes none where there is a null
	private static List<?> list(@Nullable Object[] head, @Nullable Object[] parts) {
		boolean takesNull = ValueForms.element(head, 0, Boolean.class) || Arrays.asList(parts).contains(null);
		return takesNull ? Arrays.stream(parts).toList() : List.of(parts);
	}

	private static Boolean takesNull(List<?> list) {
		// copyOf returns the list itself unless that takes null as an argument
		return Arrays.asList(list.toArray()).contains(null) || List.copyOf(list) != list;
	}

	private static @Nullable Object first(@Nullable Object[] parts) {
		return (parts.length > 0) ? parts[0] : null;
	}

	@SuppressWarnings("NullAway") // those sets have no null to begin with
	private static void sets() {
		NodePlan set = new ImmutableSetPlan(Set::of);
		PLANS.put(Set.of(1).getClass(), set);
		PLANS.put(Set.of(1, 2, 3).getClass(), set);
		PLANS.put(Collections.singleton(1).getClass(),
				new ImmutablePlan<Set<?>>(Collection::toArray, (parts) -> Collections.singleton(parts[0])));
	}

	private static void maps() {
		NodePlan map = new ImmutableMapPlan(Map::ofEntries);
		PLANS.put(Map.of(1, 1).getClass(), map);
		PLANS.put(Map.of(1, 1, 2, 2).getClass(), map);
		PLANS.put(Collections.singletonMap(1, 1).getClass(), new ImmutableMapPlan(
				(entries) -> Collections.singletonMap(entries[0].getKey(), entries[0].getValue())));
	}

	private static void entries() {
		entry(Map.entry(1, 1).getClass(), (parts) -> Map.entry(parts[0], parts[1]));
		entry(SimpleImmutableEntry.class, (parts) -> new SimpleImmutableEntry<>(parts[0], parts[1]));
	}

	private static void entry(Class<?> type, Function<@Nullable Object[], Object> build) {
		PLANS.put(type, new ImmutablePlan<Map.Entry<?, ?>>(
				(entry) -> new @Nullable Object[] { entry.getKey(), entry.getValue() }, build, ".key", ".value"));
	}

}
