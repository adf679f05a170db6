package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Audience;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.Receiver;
import io.meshws.testing.RecordingReceiver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BusListenerTest {
    private static final Duration LATE = Duration.ofMillis(5);

    private final RecordingReceiver receiver = new RecordingReceiver();
    private final BusListener listener = new BusListener(receiver, name -> false, task -> {}, LATE);

    /** Passes everything on. */
    private class Forwarding implements Receiver {
        @Override
        public void received(ClusterMessage message) {
            receiver.received(message);
        }

        @Override
        public void late(ClusterMessage message, Duration waited) {
            receiver.late(message, waited);
        }

        @Override
        public void rejoined() {
            receiver.rejoined();
        }
    }

    private static Arrival text(String from, long number) {
        return text(from, number, Duration.ZERO);
    }

    private static Arrival text(String from, long number, Duration waited) {
        return new Arrival(
                MessageCodec.encode(
                        new MessageCodec.Envelope(from, number, new Delivery(Audience.everyone(), from + number))),
                System.nanoTime() - waited.toNanos());
    }

    private String next() {
        return ((Delivery) receiver.next()).frame();
    }

    @Test
    void dropsRepeatedMessages() {
        listener.arrived(text("a", 1));
        listener.arrived(text("a", 2));
        listener.arrived(text("a", 1));
        listener.arrived(text("a", 2));
        listener.arrived(text("a", 3));
        assertEquals("a1", next());
        assertEquals("a2", next());
        assertEquals("a3", next());
        assertEquals(0, receiver.waiting());
    }

    @Test
    void dropsOvertakenMessages() {
        listener.arrived(text("a", 5));
        listener.arrived(text("a", 4));
        assertEquals("a5", next());
        assertEquals(0, receiver.waiting());
    }

    @Test
    void countsForEachSenderAlone() {
        listener.arrived(text("a", 5));
        listener.arrived(text("b", 1));
        assertEquals("a5", next());
        assertEquals("b1", next());
    }

    @Test
    void goesOnAfterAMessageThatItDoesNotUnderstand() {
        listener.arrived(Arrival.now("from the future"));
        listener.arrived(Arrival.now("{\"from\":\"a\",\"n\":1,\"kind\":\"newer\"}"));
        listener.arrived(text("a", 2));
        assertEquals("a2", next());
    }

    @Test
    void tellsOfMessagesThatWaitedForLong() {
        listener.arrived(text("a", 1, Duration.ofHours(-1)));
        assertEquals(0, receiver.late());
        listener.arrived(text("a", 2, LATE.plusMillis(1)));
        listener.reportIfLate();
        assertEquals(1, receiver.late());
        assertEquals("a1", next());
        assertEquals("a2", next());
    }

    @Test
    void tellsOfAMessageThatTakesLong() {
        AtomicReference<BusListener> busy = new AtomicReference<>();
        Receiver slow = new Forwarding() {
            @Override
            public void received(ClusterMessage message) {
                long end = System.nanoTime() + LATE.multipliedBy(2).toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                busy.get().reportIfLate();
                receiver.received(message);
            }
        };
        busy.set(new BusListener(slow, name -> false, task -> {}, LATE));
        // On time, by far.
        busy.get().arrived(text("a", 1, LATE.negated()));
        assertEquals(1, receiver.late());
        assertEquals("a1", next());
    }

    @Test
    void goesOnAfterAReportThatFails() {
        Receiver failing = new Forwarding() {
            @Override
            public void late(ClusterMessage message, Duration waited) {
                throw new IllegalStateException("a defect of the receiver, thrown by a test");
            }
        };
        new BusListener(failing, name -> false, task -> {}, LATE).arrived(text("a", 1, LATE.plusMillis(1)));
        assertEquals("a1", next());
    }

    @Test
    void goesOnAfterAReceiverThatFails() {
        Receiver failing = new Forwarding() {
            @Override
            public void received(ClusterMessage message) {
                receiver.received(message);
                throw new IllegalStateException("a defect of the receiver, thrown by a test");
            }
        };
        BusListener failingInbox = new BusListener(failing, name -> false, task -> {}, LATE);
        failingInbox.arrived(text("a", 1));
        failingInbox.arrived(text("a", 2));
        assertEquals("a1", next());
        assertEquals("a2", next());
    }
}
