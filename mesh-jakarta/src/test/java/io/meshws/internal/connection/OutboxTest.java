package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.ManualTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest extends OutboxSetting {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void sendsOneFrameAtATimeInOrder() {
        transport.hold();
        Outbox outbox = outbox(100, 1000);
        outbox.add("a");
        outbox.add("b");
        outbox.add("c");
        assertEquals(List.of("a"), transport.sent());

        transport.release();
        assertEquals(List.of("a", "b"), transport.sent());
        transport.release();
        transport.release();
        assertEquals(List.of("a", "b", "c"), transport.sent());
        assertEquals(1, transport.mostAtOnce());
        assertEquals(0, outbox.waiting());
    }

    @Test
    void saysWhenMoreThanABurstWaits() {
        transport.hold();
        Outbox outbox = outbox(160, 1600);
        outbox.add("x".repeat(1000));
        assertFalse(outbox.isFilling());
        outbox.add("y");
        assertTrue(outbox.isFilling());
        transport.release();
        assertFalse(outbox.isFilling());
        for (int i = 0; i < 10; i++) {
            outbox.add("z");
        }
        assertTrue(outbox.isFilling());
    }

    @Test
    void doesNotRecurseIfSendsEndAtOnce() {
        Outbox outbox = outbox(1_000_000, 10_000_000);
        transport.hold();
        IntStream.range(0, 100_000).forEach(i -> outbox.add("x"));
        ManualTransport same = transport;
        while (same.sent().size() < 3) {
            same.release();
        }
        assertEquals(1, transport.mostAtOnce());
    }

    @Test
    void keepsTheOrderOfEachSenderAmongMany() throws InterruptedException {
        Outbox outbox = outbox(1_000_000, 100_000_000);
        addFromMany(outbox::add);
        assertSentFromMany();
        assertEquals(1, transport.mostAtOnce());
    }

    @Test
    void overflowsOnceByNumberAndAcceptsNoMore() {
        transport.hold();
        Outbox outbox = outbox(3, 1000);
        assertTrue(outbox.add("1"));
        assertTrue(outbox.add("2"));
        assertTrue(outbox.add("3"));
        assertFalse(outbox.add("4"));
        assertFalse(outbox.add("5"));
        assertEquals(List.of("mesh.outbox.max-messages"), trouble);
    }

    @Test
    void overflowsBySizeUnlessTheFrameIsAlone() {
        transport.hold();
        Outbox outbox = outbox(100, 10);
        assertTrue(outbox.add("longer than ten"));
        assertFalse(outbox.add("x"));
        assertEquals(List.of("mesh.outbox.max-size"), trouble);
    }

    @Test
    void overflowsByAgeOfTheFrameThatIsBeingSent() {
        transport.hold();
        Outbox outbox = outbox(100, 1000);
        outbox.add("stuck");
        for (int i = 0; i < 10; i++) {
            second(outbox);
        }
        assertEquals(List.of(), trouble);
        second(outbox);
        second(outbox);
        assertEquals(List.of("mesh.outbox.max-age"), trouble);
    }

    @Test
    void eachFrameHasItsOwnAge() {
        transport.hold();
        Outbox outbox = outbox(100, 1000);
        for (int i = 0; i < 30; i++) {
            outbox.add("slow");
        }
        for (int i = 0; i < 30; i++) {
            second(outbox);
            transport.release();
        }
        assertEquals(List.of(), trouble);
    }

    @Test
    void aPauseOfTheInstanceIsNotItsClientsAge() {
        transport.hold();
        Outbox outbox = outbox(100, 1000);
        outbox.add("sent before the pause");
        clock.advance(Duration.ofMinutes(5));
        outbox.checkAge(SECOND.toNanos());
        assertEquals(List.of(), trouble);
    }

    private void second(Outbox outbox) {
        clock.advance(SECOND);
        outbox.checkAge(SECOND.toNanos());
    }

    @Test
    void isNeverTooOldWhileNothingWaits() {
        Outbox outbox = outbox(100, 1000);
        outbox.add("sent at once");
        clock.advance(Duration.ofHours(1));
        outbox.checkAge(Duration.ofHours(1).toNanos());
        assertEquals(List.of(), trouble);
    }

    @Test
    void reportsASendThatFailed() {
        transport.hold();
        Outbox outbox = outbox(100, 1000);
        outbox.add("a");
        outbox.add("b");
        transport.release(new IOException("gone"));
        assertEquals(List.of("broken"), trouble);
        assertFalse(outbox.add("c"));
        assertEquals(List.of("a"), transport.sent());
    }

    @Test
    void reportsAContainerThatThrows() {
        Error error = new NoClassDefFoundError("on purpose");
        Transport throwing = new Transport() {
            @Override
            public void send(String frame, Done done) {
                throw error;
            }

            @Override
            public void close(int code, String reason) {}
        };
        Outbox outbox = outbox(throwing, 100, 1000);
        outbox.add("a");
        assertEquals(List.of("broken"), trouble);
        assertFalse(outbox.add("b"));
    }

    @Test
    void closesAfterMessagesAcceptedBefore() {
        transport.hold();
        Outbox outbox = outbox(100, 1000);
        outbox.add("a");
        outbox.add("b");
        List<String> closed = new ArrayList<>();
        outbox.closeWhenSent(() -> closed.addAll(transport.sent()));
        assertFalse(outbox.add("late"));
        transport.release();
        assertEquals(List.of(), closed);
        transport.release();
        assertEquals(List.of("a", "b"), closed);
    }

    @Test
    void closesAtOnceIfNothingWaits() {
        List<String> closed = new ArrayList<>();
        outbox(100, 1000).closeWhenSent(() -> closed.add("now"));
        assertEquals(List.of("now"), closed);
    }
}
