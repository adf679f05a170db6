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
    private final BusListener listener = new BusListener(receiver, name -> false, task -> {});

    private static String text(String from, long number) {
        return MessageCodec.encode(
                new MessageCodec.Envelope(from, number, new Delivery(Audience.everyone(), from + number)));
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
        listener.arrived("from the future");
        listener.arrived("{\"from\":\"a\",\"n\":1,\"kind\":\"newer\"}");
        listener.arrived(text("a", 2));
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
        BusListener failingInbox = new BusListener(failing, name -> false, task -> {});
        failingInbox.arrived(text("a", 1));
        failingInbox.arrived(text("a", 2));
        assertEquals("a1", next());
        assertEquals("a2", next());
    }
}
