package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Audience;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.Receiver;
import io.meshws.testing.RecordingReceiver;
import org.junit.jupiter.api.Test;

class BusListenerTest {
    private final RecordingReceiver receiver = new RecordingReceiver();
    private final BusListener inbox = new BusListener(receiver);

    private static String text(String from, long number) {
        return MessageCodec.encode(
                new MessageCodec.Envelope(from, number, new Delivery(Audience.everyone(), from + number)));
    }

    private String next() {
        return ((Delivery) receiver.next()).frame();
    }

    @Test
    void dropsWhatComesTwice() {
        inbox.arrived(text("a", 1));
        inbox.arrived(text("a", 2));
        inbox.arrived(text("a", 1));
        inbox.arrived(text("a", 2));
        inbox.arrived(text("a", 3));
        assertEquals("a1", next());
        assertEquals("a2", next());
        assertEquals("a3", next());
        assertEquals(0, receiver.waiting());
    }

    @Test
    void dropsWhatWasOvertaken() {
        inbox.arrived(text("a", 5));
        inbox.arrived(text("a", 4));
        assertEquals("a5", next());
        assertEquals(0, receiver.waiting());
    }

    @Test
    void countsForEachSenderAlone() {
        inbox.arrived(text("a", 5));
        inbox.arrived(text("b", 1));
        assertEquals("a5", next());
        assertEquals("b1", next());
    }

    @Test
    void goesOnAfterWhatItDoesNotUnderstand() {
        inbox.arrived("from the future");
        inbox.arrived("{\"from\":\"a\",\"n\":1,\"kind\":\"newer\"}");
        inbox.arrived(text("a", 2));
        assertEquals("a2", next());
    }

    @Test
    void goesOnAfterAReceiverThatFails() {
        Receiver failing = new Receiver() {
            @Override
            public void received(ClusterMessage message) {
                receiver.received(message);
                throw new IllegalStateException("a defect of the receiver, thrown by a test");
            }

            @Override
            public void rejoined() {}
        };
        BusListener failingInbox = new BusListener(failing);
        failingInbox.arrived(text("a", 1));
        failingInbox.arrived(text("a", 2));
        assertEquals("a1", next());
        assertEquals("a2", next());
    }
}
