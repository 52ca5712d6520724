package io.github.workerthreads.worker;

import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MessageChannel} and {@link MessagePort}.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class MessagePortTests {

	private final Realms realms;

	private final MessagePort port1;

	private final MessagePort port2;

	private final BlockingQueue<ReceivedMessage> received = new LinkedBlockingQueue<>();

	MessagePortTests(Realms realms) {
		MessageChannel channel = realms.channel();
		this.realms = realms;
		this.port1 = channel.port1();
		this.port2 = channel.port2();
	}

	@Test
	void messageArrivesAtTheOtherPort() throws Exception {
		receiveOn(this.port2);
		this.port1.postMessage("hello");
		assertThat(next()).isEqualTo("hello");
	}

	@Test
	void nullIsAMessage() throws Exception {
		receiveOn(this.port2);
		this.port1.postMessage(null);
		assertThat(next()).isNull();
	}

	@Test
	void bothDirectionsWorkAtOnce() throws Exception {
		this.port2.onMessage((message) -> this.port2.postMessage("echo of " + message));
		receiveOn(this.port1);
		this.port1.postMessage("a");
		assertThat(next()).isEqualTo("echo of a");
	}

	@Test
	void messageIsAsItWasWhenItWasPosted() throws Exception {
		List<Integer> message = new ArrayList<>(List.of(1));
		this.port1.postMessage(message);
		message.add(2);
		receiveOn(this.port2);
		assertThat(next()).isEqualTo(List.of(1)).isNotSameAs(message);
	}

	@Test
	void messageThatCannotBeClonedIsRefusedAtTheSender() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.port1.postMessage(Map.of("in", new ByteArrayInputStream(new byte[0]))))
			.withMessageContaining("message[\"in\"]");
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	void messagesWaitForAListener() throws Exception {
		IntStream.range(0, 10).forEach(this.port1::postMessage);
		receiveOn(this.port2);
		for (int i = 0; i < 10; i++) {
			assertThat(next()).isEqualTo(i);
		}
	}

	@Test
	void receiveMessageTakesOneInOrderWithoutAListener() {
		assertThat(this.port2.receiveMessage()).isNull();
		this.port1.postMessage("a");
		this.port1.postMessage(null);
		assertThat(this.port2.receiveMessage()).isEqualTo(new ReceivedMessage("a"));
		assertThat(this.port2.receiveMessage()).isEqualTo(new ReceivedMessage(null));
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	void receiveMessageWaitsForOne() throws Exception {
		CompletableFuture<Void> posted = CompletableFuture.runAsync(() -> this.port1.postMessage("late"));
		assertThat(this.port2.receiveMessage(Duration.ofSeconds(30))).isEqualTo(new ReceivedMessage("late"));
		assertThat(this.port2.receiveMessage(Duration.ofMillis(1))).isNull();
		posted.join();
	}

	@Test
	void portSaysWhetherItIsOpen() {
		MessageChannel moved = MessageChannel.create();
		assertThat(moved.port2()).hasToString("MessagePort[open]");
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		assertThat(moved.port2()).hasToString("MessagePort[transferred]");
		this.port1.close();
		assertThat(this.port1).hasToString("MessagePort[closed]");
	}

	@Test
	void receiveMessageReturnsWhenTheChannelIsClosed() throws Exception {
		CompletableFuture<ReceivedMessage> message = new CompletableFuture<>();
		Thread receiver = new Thread(() -> {
			try {
				message.complete(this.port2.receiveMessage(Duration.ofMinutes(1)));
			}
			catch (InterruptedException ex) {
				message.completeExceptionally(ex);
			}
		});
		receiver.start();
		Awaitility.await().until(() -> receiver.getState() == Thread.State.TIMED_WAITING);
		this.port1.close();
		assertThat(message.get(30, TimeUnit.SECONDS)).isNull();
		assertThat(this.port2.isClosed()).isTrue();
	}

	@Test
	void startWithoutAListenerDropsMessages() throws Exception {
		this.port2.start();
		CountDownLatch closed = new CountDownLatch(1);
		this.port2.onClose(closed::countDown);
		this.port1.postMessage("lost");
		this.port1.close();
		assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	@Tag("rounds")
	void allMessagesBeforeCloseArrive() throws Exception {
		for (int round = 0; round < 10_000; round++) {
			MessageChannel own = this.realms.channel();
			CompletableFuture<Integer> count = new CompletableFuture<>();
			AtomicInteger messages = new AtomicInteger();
			own.port2().onClose(() -> count.complete(messages.get()));
			own.port2().onMessage((message) -> messages.incrementAndGet());
			own.port1().postMessage(1);
			own.port1().postMessage(2);
			own.port1().close();
			assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(2);
		}
	}

	@Test
	void messagesThatWaitAreDeliveredAlthoughTheReceiverCloses() throws Exception {
		this.port1.postMessage("a");
		this.port1.postMessage("b");
		CompletableFuture<Boolean> ended = new CompletableFuture<>();
		this.port2.onClose(() -> ended.complete(true));
		this.port2.onMessage((message) -> {
			this.received.add(new ReceivedMessage(message));
			this.port2.close();
		});
		assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.received).containsExactly(new ReceivedMessage("a"), new ReceivedMessage("b"));
	}

	@Test
	void closeIsHeardByBothPortsAndMaySafelyBeRepeated() throws Exception {
		CountDownLatch closed = new CountDownLatch(2);
		this.port1.onClose(closed::countDown).onMessage((message) -> {
		});
		this.port2.onClose(closed::countDown).onMessage((message) -> {
		});
		this.port1.close();
		this.port1.close();
		this.port2.close();
		assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.port1.isClosed()).isTrue();
		assertThat(this.port2.isClosed()).isTrue();
	}

	@Test
	void messageOnAClosedPortIsDropped() {
		this.port2.close();
		this.port1.postMessage("lost");
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	void whatMovesWithAMessageThatIsDroppedIsClosed() {
		MessageChannel moved = MessageChannel.create();
		TransferableBuffer buffer = TransferableBuffer.allocate(1);
		this.port2.close();
		this.port1.postMessage("lost", TransferList.of(moved.port2(), buffer));
		assertThat(moved.port2().isDetached()).isTrue();
		assertThat(buffer.isDetached()).isTrue();
		assertThat(moved.port1().isClosed()).isTrue();
	}

	@Test
	void whatMovesIsClosedIfTheChannelIsClosedWhileItIsSent() {
		MessageChannel moved = MessageChannel.create();
		PortEnds ends = this.port1.ends();
		assertThat(ends.outgoing().reserve()).isTrue();
		PostedMessage posted = ends.send("lost", TransferList.of(moved.port2()));
		this.port2.close();
		ends.outgoing().add(posted);
		assertThat(moved.port1().isClosed()).isTrue();
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	void endlessExchangeDoesNotStarveOtherPorts() throws Exception {
		this.port2.onMessage(this.port2::postMessage);
		this.port1.onMessage(this.port1::postMessage);
		for (int i = 0; i < 100; i++) {
			this.port1.postMessage(i);
		}
		MessageChannel other = this.realms.channel();
		other.port2().onMessage((message) -> this.received.add(new ReceivedMessage(message)));
		other.port1().postMessage("through");
		assertThat(next()).isEqualTo("through");
		this.port1.close();
	}

	@Test
	void listenerThatFailsGetsTheNextMessageAllTheSame() throws Exception {
		this.port2.onMessage((message) -> {
			this.received.add(new ReceivedMessage(message));
			throw new IllegalStateException("listener");
		});
		this.port1.postMessage(1);
		this.port1.postMessage(2);
		assertThat(next()).isEqualTo(1);
		assertThat(next()).isEqualTo(2);
	}

	@Test
	void listenerRunsWhereItIsToldTo() throws Exception {
		BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
		this.port2.onMessage((message) -> this.received.add(new ReceivedMessage(message)), turns::add);
		this.port1.postMessage("here");
		Runnable turn = turns.poll(30, TimeUnit.SECONDS);
		assertThat(this.received).isEmpty();
		turn.run();
		assertThat(this.received).containsExactly(new ReceivedMessage("here"));
	}

	@Test
	void listenerHasTheContextClassLoaderOfWhoSetItWhoeverSends() throws Exception {
		CompletableFuture<ClassLoader> found = new CompletableFuture<>();
		MessageChannel channel = MessageChannel.create();
		channel.port2().onMessage((message) -> found.complete(Thread.currentThread().getContextClassLoader()));
		Thread sender = new Thread(() -> channel.port1().postMessage("from elsewhere"));
		sender.setContextClassLoader(new URLClassLoader(new URL[0], getClass().getClassLoader()));
		sender.start();
		assertThat(found.get(30, TimeUnit.SECONDS)).isSameAs(Thread.currentThread().getContextClassLoader());
	}

	@Test
	void messageThatTheReceiverCannotReadIsAMessageErrorAndTheNextOneArrives() throws Exception {
		this.port2.onMessageError((failure) -> this.received.add(new ReceivedMessage(failure.getPath())));
		receiveOn(this.port2);
		this.port1.postMessage(List.of(this.realms.ofAnUnknownClass()));
		this.port1.postMessage("next");
		if (this.realms == Realms.TWO) {
			assertThat(next()).isEqualTo("message[0]");
		}
		else {
			assertThat(next()).asString().contains("made.up.Value");
		}
		assertThat(next()).isEqualTo("next");
	}

	@Test
	void messageThatCannotBeReadIsToldToWhoTakesItAndWhatMovedIsClosed() {
		MessageChannel moved = this.realms.channel();
		this.port1.postMessage(this.realms.ofAnUnknownClass(), TransferList.of(moved.port2()));
		if (this.realms == Realms.TWO) {
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(this.port2::receiveMessage)
				.withMessageContaining("made.up.Value");
		}
		else {
			assertThat(this.port2.receiveMessage()).isNotNull();
		}
		assertThat(moved.port1().isClosed()).isEqualTo(this.realms == Realms.TWO);
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	void fastSenderIsHeldBackUntilThereIsRoom() throws Exception {
		MessageChannel small = this.realms.channel(2, Duration.ofSeconds(30));
		AtomicInteger sent = new AtomicInteger();
		CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 100; i++) {
				small.port1().postMessage(i);
				sent.incrementAndGet();
			}
		});
		for (int i = 0; i < 100; i++) {
			assertThat(small.port2().receiveMessage(Duration.ofSeconds(30))).isEqualTo(new ReceivedMessage(i));
			assertThat(sent.get()).isLessThanOrEqualTo(i + 3);
		}
		sender.get(30, TimeUnit.SECONDS);
	}

	@Test
	void messageThatCannotBeClonedTakesNoRoom() {
		MessageChannel small = this.realms.channel(1, Duration.ZERO);
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> small.port1().postMessage(Thread.currentThread()));
		small.port1().postMessage("fits");
		assertThat(small.port2().receiveMessage()).isEqualTo(new ReceivedMessage("fits"));
	}

	@Test
	void roomThatASenderIsAboutToFillIsNotGivenToAnother() {
		PortQueue queue = this.realms.channel(2, Duration.ZERO).port1().ends().outgoing();
		assertThat(queue.reserve()).isTrue();
		assertThat(queue.reserve()).isTrue();
		assertThatExceptionOfType(PortSaturatedException.class).isThrownBy(queue::reserve);
		queue.release();
		assertThat(queue.reserve()).isTrue();
	}

	@Test
	void roomThatASenderGivesBackIsTheNextOnes() throws Exception {
		PortQueue queue = this.realms.channel(1, Duration.ofMinutes(1)).port1().ends().outgoing();
		assertThat(queue.reserve()).isTrue();
		Thread next = new Thread(queue::reserve);
		next.start();
		Awaitility.await().until(() -> next.getState() == Thread.State.TIMED_WAITING);
		queue.release();
		next.join(30_000);
		assertThat(next.isAlive()).isFalse();
	}

	@Test
	void senderThatWaitsTooLongIsToldAndNothingMoves() {
		MessageChannel small = this.realms.channel(1, Duration.ofMillis(10));
		TransferableBuffer buffer = TransferableBuffer.allocate(1);
		small.port1().postMessage("fills it");
		assertThatExceptionOfType(PortSaturatedException.class)
			.isThrownBy(() -> small.port1().postMessage(buffer, TransferList.of(buffer)))
			.withMessageContaining("1 messages")
			.withMessageContaining("PT0.01S");
		assertThat(buffer.isDetached()).isFalse();
	}

	@Test
	void senderThatWaitsIsFreedByClose() throws Exception {
		MessageChannel small = this.realms.channel(1, Duration.ofSeconds(60));
		small.port1().postMessage("fills it");
		Thread sender = new Thread(() -> small.port1().postMessage("waits"));
		sender.start();
		Awaitility.await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
		small.port2().close();
		sender.join(30_000);
		assertThat(sender.isAlive()).isFalse();
	}

	@Test
	void receiverThatFillsItsOwnMailboxIsToldAtOnce() throws Exception {
		MessageChannel small = this.realms.channel(1, Duration.ofSeconds(60));
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		small.port2().onMessage((message) -> {
			try {
				small.port1().postMessage("one");
				small.port1().postMessage("two");
			}
			catch (PortSaturatedException ex) {
				small.port1().close();
				failure.complete(ex);
			}
		});
		small.port1().postMessage("start");
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(PortSaturatedException.class);
	}

	@Test
	void impossibleChannelsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageChannel.create(0, Duration.ZERO))
			.withMessage("'capacity' must be at least 1 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> MessageChannel.create(1, Duration.ofSeconds(-1)))
			.withMessage("'maxWait' must not be negative but was PT-1S");
	}

	@Test
	void portOutsideAWorkerKeepsNothingAlive() {
		this.port1.onMessage((message) -> {
		});
		this.port1.ref();
		assertThat(this.port1.hasRef()).isFalse();
	}

	@Test
	void transferredPortTakesItsMessagesAlong() throws Exception {
		MessageChannel moved = MessageChannel.create();
		moved.port1().postMessage("before");
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		moved.port1().postMessage("after");
		MessagePort arrived = (MessagePort) this.port2.receiveMessage(Duration.ofSeconds(30)).message();
		assertThat(arrived.receiveMessage()).isEqualTo(new ReceivedMessage("before"));
		assertThat(arrived.receiveMessage()).isEqualTo(new ReceivedMessage("after"));
		arrived.postMessage("back");
		assertThat(moved.port1().receiveMessage()).isEqualTo(new ReceivedMessage("back"));
	}

	@Test
	void transferredPortCannotBeUsedByItsSender() {
		MessageChannel moved = MessageChannel.create();
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		assertThat(moved.port2().isDetached()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> moved.port2().postMessage("x"))
			.withMessageContaining("belongs to the receiver");
		assertThatIllegalStateException().isThrownBy(moved.port2()::receiveMessage);
		assertThatIllegalStateException().isThrownBy(() -> moved.port2().onMessage((message) -> {
		}));
		moved.port2().close();
		assertThat(moved.port1().isClosed()).isFalse();
	}

	@Test
	void listenerOfATransferredPortHearsNoMore() throws Exception {
		MessageChannel moved = MessageChannel.create();
		moved.port2().onMessage((message) -> this.received.add(new ReceivedMessage("old listener")));
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		MessagePort arrived = (MessagePort) this.port2.receiveMessage(Duration.ofSeconds(30)).message();
		moved.port1().postMessage("x");
		assertThat(arrived.receiveMessage(Duration.ofSeconds(30))).isEqualTo(new ReceivedMessage("x"));
		assertThat(this.received).isEmpty();
	}

	@Test
	void portThatMovedSpeaksTheClassesOfItsReceiver() {
		MessageChannel moved = MessageChannel.create();
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		MessagePort arrived = (MessagePort) this.port2.receiveMessage().message();
		moved.port1().postMessage(this.realms.ofAnUnknownClass());
		if (this.realms == Realms.TWO) {
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(arrived::receiveMessage);
		}
		else {
			assertThat(arrived.receiveMessage().message()).asString().startsWith("made.up.Value");
		}
	}

	@Test
	void messageThatWaitsIsReadWithTheClassesThatItsReceiverTurnsOutToHave() {
		MessageChannel waiting = MessageChannel.create();
		MessageChannel moved = MessageChannel.create();
		waiting.port1().postMessage("first");
		waiting.port1().postMessage(null);
		waiting.port1().postMessage(List.of(moved.port2()), TransferList.of(moved.port2()));
		waiting.port2().enter(this.realms.other());
		assertThat(waiting.port2().receiveMessage()).isEqualTo(new ReceivedMessage("first"));
		assertThat(waiting.port2().receiveMessage()).isEqualTo(new ReceivedMessage(null));
		MessagePort arrived = (MessagePort) ((List<?>) waiting.port2().receiveMessage().message()).get(0);
		moved.port1().postMessage("through");
		assertThat(arrived.receiveMessage()).isEqualTo(new ReceivedMessage("through"));
	}

	@Test
	void whatMovesWithAMessageThatWaitsIsClosedWithAReceiverThatHasEnded() {
		MessageChannel moved = MessageChannel.create();
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		this.port2.closeForEver();
		assertThat(moved.port1().isClosed()).isTrue();
		assertThat(this.port1.isClosed()).isTrue();
		assertThat(this.port2.receiveMessage()).isNull();
	}

	@Test
	void transferredPortLeavesItsListenerAndItsLoop() throws Exception {
		MessageChannel moved = MessageChannel.create();
		EventLoop loop = new EventLoop();
		moved.port2().onMessage((message) -> this.received.add(new ReceivedMessage(message)), loop);
		this.port1.postMessage(moved.port2(), TransferList.of(moved.port2()));
		moved.port1().postMessage("x");
		loop.run();
		assertThat(moved.port2().hasRef()).isFalse();
		assertThat(this.received).isEmpty();
	}

	@Test
	void portWithAListenerKeepsItsLoopRunningUntilItIsClosed() throws Exception {
		EventLoop loop = new EventLoop();
		this.port2.onMessage((message) -> this.port2.close(), loop);
		assertThat(this.port2.hasRef()).isTrue();
		this.port1.postMessage("close");
		loop.run();
		assertThat(this.port2.hasRef()).isFalse();
	}

	@Test
	void unreferencedPortDoesNotKeepItsLoopRunning() throws Exception {
		EventLoop loop = new EventLoop();
		this.port2.onMessage((message) -> this.received.add(new ReceivedMessage(message)), loop);
		this.port2.unref();
		assertThat(this.port2.hasRef()).isFalse();
		this.port2.ref();
		assertThat(this.port2.hasRef()).isTrue();
		this.port2.unref();
		this.port1.postMessage("delivered all the same");
		loop.run();
		assertThat(this.received).hasSize(1);
	}

	@Test
	void portInAMessageHasToBeInTheTransferList() {
		MessageChannel moved = MessageChannel.create();
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.port1.postMessage(List.of(moved.port2())))
			.withMessageContaining("message[0]")
			.withMessageContaining("TransferList");
		assertThat(moved.port2().isDetached()).isFalse();
	}

	@Test
	void portCannotBeSentThroughItself() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.port1.postMessage("x", TransferList.of(this.port1)))
			.withMessageContaining("through itself");
		assertThat(this.port1.isDetached()).isFalse();
	}

	@Test
	void portSentToItsOwnPeerLosesTheChannelWhileTheRestIsTransferred() {
		TransferableBuffer buffer = TransferableBuffer.allocate(1);
		MessageChannel moved = MessageChannel.create();
		this.port1.postMessage("x", TransferList.of(this.port2, buffer, moved.port2()));
		assertThat(buffer.isDetached()).isTrue();
		assertThat(this.port2.isDetached()).isTrue();
		assertThat(this.port1.isClosed()).isTrue();
		assertThat(moved.port1().isClosed()).isTrue();
	}

	private void receiveOn(MessagePort port) {
		port.onMessage((message) -> this.received.add(new ReceivedMessage(message)));
	}

	private @Nullable Object next() throws InterruptedException {
		ReceivedMessage message = this.received.poll(30, TimeUnit.SECONDS);
		assertThat(message).as("a message").isNotNull();
		return message.message();
	}

}
