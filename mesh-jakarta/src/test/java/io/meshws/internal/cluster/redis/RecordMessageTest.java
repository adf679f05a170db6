package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.redis.MessageCodec.Envelope;
import io.meshws.testing.RecordingReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes of records, which travel outside their sender's order. */
class RecordMessageTest {
    private static final RecordChange CHANGE = new RecordChange(
            "a \"b\" \n 日本",
            new Version("e.1", "w.1", Long.MAX_VALUE - 3),
            new Version("e.1", "w.2", Long.MAX_VALUE),
            List.of(new RecordStep("[]", null), new RecordStep(null, "\"\\n\""), RecordStep.DELETED));

    @Test
    void changesAreReadAsTheyWereWritten() {
        Envelope envelope = Envelope.unnumbered(CHANGE);
        assertFalse(envelope.isNumbered());
        assertEquals(Optional.of(envelope), MessageCodec.decode(MessageCodec.encode(envelope)));
    }

    @Test
    void changesOfSeveralRecordsAreReadAsTheScriptPutsThemTogether() {
        RecordChange other =
                new RecordChange("b", Version.NONE, new Version("e", "w.2", 1), List.of(new RecordStep(null, "1")));
        String text = MessageCodec.RECORDS_HEAD
                + MessageCodec.encode(Envelope.unnumbered(CHANGE))
                + '\u001e'
                + MessageCodec.encode(Envelope.unnumbered(other));
        assertEquals(
                Optional.of(Envelope.unnumbered(new ClusterMessage.RecordChanges(List.of(CHANGE, other)))),
                MessageCodec.decode(text));
        assertTrue(
                MessageCodec.decode(text.substring(0, text.lastIndexOf('\n'))).isEmpty());
        assertTrue(MessageCodec.decode(MessageCodec.RECORDS_HEAD.trim()).isEmpty());
    }

    @Test
    void aTruncatedMessageIsNotUnderstood() {
        String text = MessageCodec.encode(Envelope.unnumbered(CHANGE));
        assertTrue(MessageCodec.decode(text.substring(0, text.indexOf('\n'))).isEmpty());
        assertTrue(
                MessageCodec.decode(text.substring(0, text.lastIndexOf('\n'))).isEmpty());
    }

    @Test
    void theyPassTheInboxBetweenNumberedMessages() {
        RecordingReceiver receiver = new RecordingReceiver();
        BusListener listener = new BusListener(receiver, name -> false, task -> {}, Duration.ofDays(1));
        ClusterMessage numbered = new ClusterMessage.CallResult("1", "null", null);
        listener.arrived(Arrival.now(MessageCodec.encode(new Envelope("I", 5, numbered))));
        listener.arrived(Arrival.now(MessageCodec.encode(Envelope.unnumbered(CHANGE))));
        listener.arrived(Arrival.now(MessageCodec.encode(new Envelope("I", 5, numbered))));
        listener.arrived(Arrival.now(MessageCodec.encode(new Envelope("I", 6, numbered))));
        assertEquals(numbered, receiver.next());
        assertEquals(CHANGE, receiver.next());
        assertEquals(numbered, receiver.next());
        assertEquals(0, receiver.waiting());
    }
}
