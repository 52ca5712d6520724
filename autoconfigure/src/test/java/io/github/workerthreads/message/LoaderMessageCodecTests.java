package io.github.workerthreads.message;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.message.PlanLifetimeTests.IsolatedLoader;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.EncodedMessage;
import io.github.workerthreads.worker.MessageRealm;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferableBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LoaderMessageCodec} and {@link LoaderRealm}.
 */
class LoaderMessageCodecTests {

	private static final String[] NAMES = { "first", "second", "third", "fourth", "fifth" };

	private final LoaderMessageCodec codec = new LoaderMessageCodec(getClass().getClassLoader(), List.of());

	@Test
	void transferredArgumentsOfTheJdkAndOfThisLibraryAreHandedOverAndOthersCloned() {
		Object[] arguments = { new ArrayList<>(List.of("a")), new byte[] { 1 }, TransferableBuffer.allocate(1),
				new Probe(1), new Probe[] { new Probe(2) } };
		boolean[] all = { true, true, true, true, true };
		Object[] received = this.codec.decodeArguments(NAMES, this.codec.encodeArguments(NAMES, all, arguments));
		assertThat(received[0]).isSameAs(arguments[0]);
		assertThat(received[1]).isSameAs(arguments[1]);
		assertThat(received[2]).isSameAs(arguments[2]);
		assertThat(received[3]).isEqualTo(arguments[3]).isNotSameAs(arguments[3]);
		assertThat(received[4]).isEqualTo(arguments[4]).isNotSameAs(arguments[4]);
		arguments[4] = null;
		boolean[] last = { false, false, false, true, true };
		received = this.codec.decodeArguments(NAMES, this.codec.encodeArguments(NAMES, last, arguments));
		assertThat(received[0]).isEqualTo(arguments[0]).isNotSameAs(arguments[0]);
		assertThat(received[1]).isEqualTo(arguments[1]).isNotSameAs(arguments[1]);
		assertThat(received[4]).isNull();
	}

	@Test
	void handlesOfAMessageThatIsRefusedAreClosedButNotWhatWasHandedOver() {
		SharedMemory memory = SharedMemory.allocate(8);
		SharedMemory handedOver = SharedMemory.allocate(8);
		Path file = Path.of(memory.handle().file());
		Object[] arguments = { handedOver, Arrays.asList(memory, handedOver, new Thread()) };
		boolean[] first = { true, false };
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.codec.encodeArguments(NAMES, first, arguments));
		memory.close();
		assertThat(file).doesNotExist();
		assertThat(handedOver.isClosed()).isFalse();
		handedOver.close();
	}

	@Test
	void sharedMemoryCrossesOverAndIsOneWhereverItIs() {
		try (SharedMemory memory = SharedMemory.allocate(8)) {
			EncodedMessage message = this.codec.encode("list", Arrays.asList(memory, "a", memory));
			assertThat(message.carried()).hasSize(1);
			List<?> received = (List<?>) this.codec.decode("list", message);
			try (SharedMemory opened = (SharedMemory) received.get(0)) {
				assertThat(received.get(2)).isSameAs(opened);
				assertThat(opened).isNotSameAs(memory);
				memory.putInt(0, 42);
				assertThat(opened.getInt(0)).isEqualTo(42);
			}
		}
	}

	@Test
	void closedOrMarkedMemoryIsRefusedButMarksDoNotHoldBackWhatIsHandedOver() {
		SharedMemory memory = SharedMemory.allocate(8);
		StructuredClone.markAsUncloneable(memory);
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.codec.encode("memory", memory))
			.withMessageContaining("marked as uncloneable");
		List<Object> list = new ArrayList<>();
		StructuredClone.markAsUncloneable(list);
		assertThat(this.codec.clone("list", list, Map.of(list, "instead")).carried()).containsExactly("instead");
		memory.close();
		SharedMemory closed = SharedMemory.allocate(8);
		closed.close();
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.codec.encode("memory", closed))
			.withMessageContaining("closed");
	}

	@Test
	void valueThatDidNotComeWithTheBytesIsMalformed() {
		EncodedMessage message = this.codec.clone("list", List.of(1L), Map.of(1L, "a"));
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.codec.decode("list", new EncodedMessage(message.bytes(), List.of())))
			.withMessageContaining("value 0 did not come with the bytes");
	}

	@Test
	void failureIsRebuiltOfTheClassesOfTheReceiver() throws Exception {
		try (IsolatedLoader loader = new IsolatedLoader()) {
			LoaderMessageCodec receiver = new LoaderMessageCodec(loader, List.of());
			Throwable received = receiver
				.decodeFailure(this.codec.encodeFailure(new PlanLifetimeTests.ForeignException()));
			assertThat(received.getClass().getName()).isEqualTo(PlanLifetimeTests.ForeignException.class.getName());
			assertThat(received.getClass().getClassLoader()).isSameAs(loader);
		}
	}

	@Test
	void realmIsThatOfItsClassLoader() throws Exception {
		MessageRealm.Factory factory = new LoaderRealm.Factory();
		MessageRealm realm = factory.of(getClass().getClassLoader());
		try (IsolatedLoader loader = new IsolatedLoader()) {
			assertThat(realm).isEqualTo(factory.of(getClass().getClassLoader()))
				.hasSameHashCodeAs(factory.of(getClass().getClassLoader()))
				.isNotEqualTo(factory.of(loader))
				.isNotEqualTo("realm");
			assertThat(realm.toString()).isEqualTo("LoaderRealm[%s]", getClass().getClassLoader());
			List<Object> original = List.of(new Probe(1));
			assertThat(realm.clone("list", original, Map.of())).isEqualTo(original).isNotSameAs(original);
			PlanLifetimeTests.ForeignBean bean = new PlanLifetimeTests.ForeignBean();
			Object received = factory.of(loader).decode("bean", realm.encode("bean", bean, Map.of(), null));
			assertThat(received.getClass().getClassLoader()).isSameAs(loader);
		}
	}

	@Test
	void realmFollowsTheRulesOfAnotherProcess() {
		MessageRealm realm = new LoaderRealm.Factory().of(getClass().getClassLoader());
		ProcessRules rules = new ProcessRules(AllowedTypes.ofJdk(), List.of(), MessageLimits.defaults());
		EncodedMessage message = realm.encode("list", new ArrayList<>(List.of(1)), Map.of(), rules);
		assertThat(realm.decode("list", message)).isEqualTo(List.of(1));
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> realm.encode("probe", new Probe(1), Map.of(), rules));
		EncodedMessage free = realm.encode("probe", new Probe(1), Map.of(), null);
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> realm.decode("probe", new EncodedMessage(free.bytes(), List.of(), rules)));
	}

}
