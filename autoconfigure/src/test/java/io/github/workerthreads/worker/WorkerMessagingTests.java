package io.github.workerthreads.worker;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.WorkerMessagingException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerMessaging} and {@link MessageRoute}: messages by number that
 * come from another process or go there.
 */
@Timeout(60)
class WorkerMessagingTests {

	private static final long NOBODY = 999_999;

	private static final MessageRealm OWN = MessageRealm.of(WorkerMessagingTests.class.getClassLoader());

	private final RecordingRoute parent = new RecordingRoute();

	private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

	private final MessageChannel carried = MessageChannel.create();

	@AfterEach
	void forget() {
		MessageRoute.toParent(null);
		WorkerMessaging.onMessage(null);
	}

	@Test
	void messageForAWorkerThatThisProcessDoesNotHaveGoesToTheParent() throws Exception {
		MessageRoute.toParent(this.parent);
		CompletableFuture<?> posted = WorkerMessaging.postMessageToWorker(NOBODY, "hello", TransferList.nothing(),
				Duration.ofSeconds(30));
		assertThat(this.parent.posted).containsExactly("hello from 0 to 999999");
		assertThat(posted).isNotDone();
		this.parent.delivered.complete(null);
		posted.get(30, TimeUnit.SECONDS);
	}

	@Test
	void messageThatTheParentLosesFailsInTime() {
		MessageRoute.toParent(this.parent);
		assertFails(WorkerMessaging.postMessageToWorker(NOBODY, "hello", TransferList.nothing(), Duration.ofMillis(1)),
				Reason.TIMEOUT, "the receiver's listener had not run within PT0.001S");
	}

	@Test
	void messageFromElsewhereReachesWhoListens() throws Exception {
		WorkerMessaging.onMessage((message, source) -> this.received.add(message + " from " + source));
		deliver(encoded("hello"), false).get(30, TimeUnit.SECONDS);
		assertThat(this.received).containsExactly("hello from 7");
	}

	@Test
	void listenerOutsideHasTheContextClassLoaderOfWhoSetIt() throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader previous = thread.getContextClassLoader();
		ClassLoader own = new URLClassLoader(new URL[0], previous);
		thread.setContextClassLoader(own);
		try {
			WorkerMessaging
				.onMessage((message, source) -> this.received.add(Thread.currentThread().getContextClassLoader()));
		}
		finally {
			thread.setContextClassLoader(previous);
		}
		deliver(encoded("hello"), false).get(30, TimeUnit.SECONDS);
		WorkerMessaging
			.onMessage((message, source) -> this.received.add(Thread.currentThread().getContextClassLoader()));
		deliver(encoded("hello"), false).get(30, TimeUnit.SECONDS);
		assertThat(this.received).containsExactly(own, previous);
	}

	@Test
	void messageFromAChildForSomebodyElseGoesOnToTheParentButNeverBack() {
		MessageRoute.toParent(this.parent);
		MessageRoute.deliver(7, NOBODY, encoded("goes on"), true);
		assertThat(this.parent.posted).containsExactly("goes on from 7 to 999999");
		assertFails(MessageRoute.deliver(7, NOBODY, encoded("comes from there"), false), Reason.FAILED,
				"there is no worker 999999");
		assertThat(this.parent.posted).hasSize(1);
	}

	@Test
	void messageForNobodyClosesWhatItCarries() {
		assertFails(MessageRoute.deliver(7, NOBODY, carrying(), true), Reason.FAILED, "there is no worker 999999");
		assertThat(this.carried.port1().isClosed()).isTrue();
	}

	@Test
	void messageForWhoDoesNotListenClosesWhatItCarries() {
		assertFails(deliver(carrying(), false), Reason.FAILED, "the receiver does not listen");
		assertThat(this.carried.port1().isClosed()).isTrue();
	}

	@Test
	void messageThatTheReceiverCannotReadFailsAndTheListenerIsNotCalled() {
		WorkerMessaging.onMessage((message, source) -> this.received.add("called"));
		assertFails(deliver(new EncodedMessage(new byte[] { -1, -1, -1 }, List.of()), false), Reason.FAILED,
				"the receiver cannot read the message");
		assertThat(this.received).isEmpty();
	}

	@Test
	void messageWhoseListenerFailsHasErred() {
		WorkerMessaging.onMessage((message, source) -> {
			throw new IllegalStateException("listener");
		});
		assertFails(deliver(encoded("hello"), false), Reason.ERRORED, "the receiver's listener failed");
	}

	private static CompletableFuture<?> deliver(EncodedMessage message, boolean fromChild) {
		return MessageRoute.deliver(7, WorkerMessaging.OUTSIDE, message, fromChild);
	}

	private EncodedMessage carrying() {
		return new EncodedMessage(new byte[4], List.of(this.carried.port2()));
	}

	private static EncodedMessage encoded(Object message) {
		return OWN.encode("message", message, Map.of(), null);
	}

	private static void assertFails(CompletableFuture<?> posted, Reason reason, String message) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> posted.get(30, TimeUnit.SECONDS))
			.havingCause()
			.withMessageStartingWith(WorkerMessagingException.PREFIX + message)
			.isInstanceOfSatisfying(WorkerMessagingException.class,
					(failure) -> assertThat(failure.getReason()).isEqualTo(reason));
	}

	private static final class RecordingRoute implements MessageRoute {

		private final List<String> posted = new ArrayList<>();

		private final CompletableFuture<@Nullable Void> delivered = new CompletableFuture<>();

		private final MessageRealm realm = new RealmElsewhere();

		@Override
		public MessageRealm realm() {
			return this.realm;
		}

		@Override
		public CompletableFuture<@Nullable Void> post(long source, long target, EncodedMessage message) {
			this.posted.add("%s from %d to %d".formatted(OWN.decode("message", message), source, target));
			return this.delivered;
		}

	}

}
