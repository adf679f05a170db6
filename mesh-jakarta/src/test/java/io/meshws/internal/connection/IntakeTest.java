package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a client isn't read because of what waits for it. */
class IntakeTest extends OutboxSetting {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final int MAX_MESSAGES = 3200;
    private static final int MAX_SIZE = 320_000;

    private final Outbox outbox = outbox(MAX_MESSAGES, MAX_SIZE);

    private void add(int frames, int length) {
        IntStream.range(0, frames).forEach(i -> outbox.add("x".repeat(length)));
    }

    /** By a client that takes nothing. */
    private void pause() {
        transport.hold();
        add(200, 1);
        clock.advance(MOMENT);
        add(1, 1);
        assertTrue(transport.isPaused());
    }

    @Test
    void aClientThatTakesNothingForAMomentIsNotReadUntilItTakesAFrame() {
        transport.hold();
        add(100, 1);
        clock.advance(MOMENT);
        assertFalse(transport.isPaused());

        add(1, 1);
        assertTrue(transport.isPaused());
        add(100, 1);
        assertTrue(transport.isPaused());

        transport.release();
        assertFalse(transport.isPaused());
        add(100, 1);
        assertFalse(transport.isPaused());
        clock.advance(MOMENT);
        add(1, 1);
        assertTrue(transport.isPaused());
        assertEquals(List.of(), trouble);
    }

    @Test
    void charactersCountToo() {
        transport.hold();
        add(1, 50_000);
        clock.advance(MOMENT);
        add(1, 10_000);
        assertFalse(transport.isPaused(), "a long frame that is on its way is no reason");
        add(1, 10_000);
        assertTrue(transport.isPaused());
    }

    @Test
    void aClientThatTakesFramesIsNotReadFromAQuarterOfTheLimitsToAnEighth() {
        transport.hold();
        for (int i = 0; i < 799; i++) {
            add(2, 1);
            transport.release();
            clock.advance(MOMENT.dividedBy(2));
        }
        add(1, 1);
        assertFalse(transport.isPaused());
        add(1, 1);
        assertTrue(transport.isPaused());
        transport.release(400);
        assertTrue(transport.isPaused());
        transport.release();
        assertFalse(transport.isPaused());
        add(1, 1);
        assertFalse(transport.isPaused());
    }

    @Test
    void toTakeFramesIsASignOfLifeWhileNothingIsRead() {
        transport.hold();
        add(1000, 1);
        pulse.asked(clock.getAsLong(), true);
        assertTrue(transport.isPaused());
        transport.release();
        assertTrue(transport.isPaused());
        assertEquals(0, pulse.unanswered());

        transport.release(999);
        assertFalse(transport.isPaused());
        pulse.asked(clock.getAsLong(), true);
        add(1, 1);
        transport.release();
        assertEquals(1, pulse.unanswered());
    }

    @Test
    void aClosedOutboxDoesNotKeepTheContainerFromReadingTheEnd() {
        pause();
        outbox.close();
        assertFalse(transport.isPaused());
    }

    @Test
    void noMoreThanWhatWasAcceptedKeepsAClientThatIsToBeClosedFromBeingRead() {
        pause();
        outbox.closeWhenSent(() -> {});
        assertFalse(transport.isPaused());
        add(1, 1);
        assertFalse(transport.isPaused());
    }

    @Test
    void aClientThatTookEverythingIsReadWhateverCameAtTheSameTime() throws InterruptedException {
        transport.hold();
        Outbox contended = outbox(SENT_FROM_MANY, MAX_SIZE);
        Thread client = new Thread(() -> {
            while (transport.sent().size() < SENT_FROM_MANY || contended.waiting() > 0) {
                transport.release(8);
            }
        });
        client.start();
        addFromMany(contended::add);
        client.join();
        assertSentFromMany();
        assertFalse(transport.isPaused());
    }
}
