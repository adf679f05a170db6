package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UndertowInboxTest {
    private static final int MANY = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Queue<Runnable> worker = new ArrayDeque<>();
    private final AtomicBoolean suspended = new AtomicBoolean();
    private final UndertowInbox inbox =
            new UndertowInbox(worker::add, () -> suspended.set(true), () -> suspended.set(false));
    private final List<Integer> done = new ArrayList<>();

    private void read(int messages) {
        IntStream.range(0, messages).forEach(i -> inbox.execute(() -> done.add(i)));
    }

    @Test
    void nothingIsReadFromManyWaitingMessagesUntilFewAreLeft() {
        read(31);
        assertFalse(suspended.get());
        read(1);
        assertTrue(suspended.get());

        IntStream.range(0, 23).forEach(i -> worker.remove().run());
        assertTrue(suspended.get());
        worker.remove().run();
        assertFalse(suspended.get());
        assertEquals(24, done.size());
    }

    @Test
    void messagesOfOneNetworkBufferMayBeMore() {
        read(1000);
        assertTrue(suspended.get());
        worker.forEach(Runnable::run);
        assertFalse(suspended.get());
        assertEquals(IntStream.range(0, 1000).boxed().toList(), done);
    }

    @Test
    void aMessageThatFailsIsDone() {
        read(31);
        inbox.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        while (!worker.isEmpty()) {
            try {
                worker.remove().run();
            } catch (IllegalStateException expected) {
                assertTrue(suspended.get() || done.size() >= 24);
            }
        }
        assertFalse(suspended.get());
    }

    @Test
    void aMessageThatTheWorkerRefusesDoesNotWait() {
        UndertowInbox refused = new UndertowInbox(
                task -> {
                    throw new RejectedExecutionException("on purpose");
                },
                () -> suspended.set(true),
                () -> suspended.set(false));
        IntStream.range(0, 100)
                .forEach(i -> assertThrows(RejectedExecutionException.class, () -> refused.execute(() -> {})));
        assertFalse(suspended.get());
    }

    /** Otherwise Undertow would read before it has the endpoint's handlers, and drop what it reads. */
    @Test
    void untilUndertowReadsNothingIsSuspendedOrResumed() {
        AtomicInteger calls = new AtomicInteger();
        UndertowInbox opening = new UndertowInbox(worker::add, calls::incrementAndGet, calls::incrementAndGet);
        opening.pause();
        opening.resume();
        opening.pause();
        assertEquals(0, calls.get());

        opening.execute(() -> {});
        assertEquals(1, calls.get());
        opening.resume();
        assertEquals(2, calls.get());
    }

    @Test
    void aPauseThatBeganBeforeUndertowReadDoesNotKeepItFromBeingBounded() {
        inbox.pause();
        suspended.set(false);
        read(1);
        assertTrue(suspended.get());
    }

    @Test
    void nothingIsReadWhileItIsPausedOrMessagesWait() {
        read(1);
        worker.remove().run();
        inbox.pause();
        assertTrue(suspended.get());
        read(32);
        inbox.resume();
        assertTrue(suspended.get());
        worker.forEach(Runnable::run);
        assertFalse(suspended.get());

        worker.clear();
        read(32);
        inbox.pause();
        worker.forEach(Runnable::run);
        assertTrue(suspended.get());
        inbox.resume();
        assertFalse(suspended.get());
    }

    @Test
    void readingGoesOnHoweverTheWorkerAndTheReaderRace() {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        AtomicInteger ran = new AtomicInteger();
        UndertowInbox raced = new UndertowInbox(thread, () -> suspended.set(true), () -> suspended.set(false));
        int read = 0;
        long begun = System.nanoTime();
        while (read < MANY && System.nanoTime() - begun < PATIENCE.toNanos()) {
            if (suspended.get()) {
                Thread.yield();
            } else {
                raced.execute(ran::incrementAndGet);
                read++;
            }
        }
        thread.shutdown();
        assertEquals(MANY, read);
        Eventually.equal("all are handled", MANY, ran::get);
    }
}
