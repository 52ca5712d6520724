package io.github.workerthreads.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.MessageCloner;
import io.github.workerthreads.worker.Shareable;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TypeCloner;

/**
 * Copies messages by the rules of structured clone carried to Java objects.
 * <ul>
 * <li>Deeply immutable values are shared: sharing them can't be told from copying them
 * but by identity and locking.</li>
 * <li>All else is copied, with the cycles and identities inside the message. An object
 * keeps its class and all its fields, private and {@code final} ones too, and no
 * constructor of its class runs but that of a record. {@code transient} fields are copied
 * as well: they say how to serialize, and a copy on the heap is never hollow.</li>
 * <li>Wrappers of {@link java.util.Collections} and views of a map stay connected to what
 * they show if the message has that too. A view alone, such as {@code subList}, becomes a
 * collection of its own. A byte buffer is copied with all its content, apart from others
 * on the same bytes.</li>
 * <li>Instances of classes that are {@link Shareable} are shared, and a
 * {@link TypeCloner} may clone values of its type in its own way.</li>
 * <li>What cannot be copied, such as a stream, a lock or a lambda, is refused with the
 * path to it.</li>
 * </ul>
 * Nobody may change a message while it is copied; a change that shows is told. Depth is
 * bounded by memory only. Thread-safe.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/structured-data.html#safe-passing-of-structured-data">Safe
 * passing of structured data</a>
 */
public final class StructuredClone implements MessageCloner {

	private final TypePlans plans;

	/**
	 * Create a structured clone by the rules alone.
	 */
	public StructuredClone() {
		this(List.of());
	}

	/**
	 * Create a structured clone.
	 * @param cloners clone values of their types, before any rule; of two for the same
	 * type the first does
	 */
	public StructuredClone(Collection<? extends TypeCloner<?>> cloners) {
		this.plans = new TypePlans(BackEnd.COPY, new TypeCloners(cloners));
	}

	/**
	 * Copy a message.
	 * @param <T> the type of the message
	 * @param name what the message is called in paths, such as {@code order}
	 * @param value the message
	 * @return the copy, or the message itself if it can't change
	 * @throws DataCloneException if a value in it cannot be cloned
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // only null is copied to null
	public <T extends @Nullable Object> T clone(String name, T value) {
		if (value == null) {
			return value;
		}
		TypePlan plan = this.plans.of(value.getClass());
		return this.plans.shares(value, plan) ? value : (T) new Copier(this.plans, plan).copy(name, value, plan);
	}

	@Override
	public @Nullable Object clone(String name, @Nullable Object message, Map<Object, Object> replacements) {
		if (message == null || replacements.isEmpty()) {
			return (message != null) ? clone(name, message) : null;
		}
		TypePlan plan = this.plans.of(message.getClass());
		Copier copier = new Copier(this.plans, plan);
		replacements.forEach(copier::replace);
		return copier.copy(name, message, plan);
	}

	/**
	 * Rule out that an object is ever cloned: a message that has it is refused.
	 * Counterpart of Node's {@code markAsUncloneable}. Without effect on values that
	 * can't change, which are never copied.
	 * @param object the object
	 */
	public static void markAsUncloneable(Object object) {
		Copier.MARKS.add(object);
	}

	/**
	 * Copy the arguments of one call as one message: what two arguments share, their
	 * copies share.
	 * @param names what the arguments are called in paths
	 * @param transferred for each argument whether it is handed over as is
	 * @param arguments the arguments
	 * @return a new array with the copies
	 * @throws DataCloneException if a value in them cannot be cloned
	 */
	public @Nullable Object[] cloneArguments(String[] names, boolean[] transferred, @Nullable Object[] arguments) {
		@Nullable Object[] copies = arguments.clone();
		replaceArguments(names, transferred, copies);
		return copies;
	}

	/**
	 * Copy the arguments of one call as {@link #cloneArguments} does, into the array that
	 * has them.
	 * @param names what the arguments are called in paths
	 * @param transferred for each argument whether it is handed over as is
	 * @param arguments the arguments, which their copies replace
	 * @throws DataCloneException if a value in them cannot be cloned; some may have been
	 * replaced
	 */
	public void replaceArguments(String[] names, boolean[] transferred, @Nullable Object[] arguments) {
		Copier copier = null;
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (argument == null || transferred[i]) {
				continue;
			}
			TypePlan plan = this.plans.of(argument.getClass());
			if (!this.plans.shares(argument, plan)) {
				copier = (copier != null) ? copier : copier(transferred, arguments, plan);
				arguments[i] = copier.copy(names[i], argument, plan);
			}
		}
	}

	@Override
	public void discard(@Nullable Object clone) {
		discardArguments(new boolean[1], clone);
	}

	/**
	 * Close the handles of shared memory that the copies of a call's arguments have,
	 * since nobody will receive them. What a {@link TypeCloner} rebuilt is not looked
	 * into.
	 * @param transferred for each argument whether it was handed over as is, and is the
	 * sender's still
	 * @param copies the copies
	 */
	public void discardArguments(boolean[] transferred, @Nullable Object... copies) {
		if (!this.plans.haveMet(SharedMemory.class)) {
			return;
		}
		SharedHandles handles = new SharedHandles(this.plans);
		for (int i = 0; i < copies.length; i++) {
			if (transferred[i] && copies[i] != null) {
				handles.leave(copies[i]);
			}
		}
		handles.close(copies);
	}

	private Copier copier(boolean[] transferred, @Nullable Object[] arguments, TypePlan first) {
		Copier copier = new Copier(this.plans, first);
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (transferred[i] && argument != null) {
				copier.replace(argument, argument);
			}
		}
		return copier;
	}

	/**
	 * Copy a failure with its class, message, stack trace, causes, suppressed exceptions
	 * and fields. A failure must always be delivered, so one that cannot be copied is
	 * handed over as it is.
	 * @param <T> the type of the failure
	 * @param failure the failure
	 * @return the copy, or the failure itself if it cannot be copied
	 */
	public <T extends Throwable> T cloneThrowable(T failure) {
		try {
			return clone("failure", failure);
		}
		catch (DataCloneException | LinkageError | VirtualMachineError ex) {
			return failure;
		}
	}

	/**
	 * Tell whether values of a type can never be cloned, whatever they hold. Made for
	 * checks at start-up: a type that passes may still have values that are refused.
	 * @param type the type of a parameter or result
	 * @return the reason, or {@code null} if values of the type may be cloneable
	 */
	public @Nullable String whyNeverCloneable(Class<?> type) {
		return this.plans.whyNeverCloneable(type);
	}

}
