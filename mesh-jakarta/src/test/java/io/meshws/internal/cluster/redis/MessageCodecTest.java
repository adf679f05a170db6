package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Audience;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.ClusterMessage.CallResult;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.ClusterMessage.Fired;
import io.meshws.internal.cluster.ClusterMessage.NameChange;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.internal.cluster.redis.MessageCodec.Envelope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final String FRAME = "{\"command\":\"say\",\"payload\":\"line\\n🚀 \\\"\"}\n second line";

    private static ClusterMessage roundTrip(ClusterMessage message) {
        Envelope envelope = MessageCodec.decode(MessageCodec.encode(new Envelope("me", 1L << 40, message)))
                .orElseThrow();
        assertEquals("me", envelope.from());
        assertEquals(1L << 40, envelope.number());
        return envelope.message();
    }

    static List<Audience> audiences() {
        return List.of(
                Audience.everyone(),
                Audience.room("a {room}, \"quoted\" ü"),
                Audience.connections("a.1", "b.2"),
                Audience.connections(List.of()),
                Audience.everyone().except("a.1"),
                Audience.room("r").except("a.1", "b.2"),
                Audience.connections("a.1").except("a.1"));
    }

    @ParameterizedTest
    @MethodSource("audiences")
    void carriesDeliveries(Audience audience) {
        Delivery read = assertInstanceOf(Delivery.class, roundTrip(new Delivery(audience, FRAME)));
        assertEquals(FRAME, read.frame());
        assertEquals(audience.room(), read.audience().room());
        assertEquals(audience.connections(), read.audience().connections());
        assertEquals(audience.excluded(), read.audience().excluded());
    }

    @Test
    void carriesReportsOfLateness() {
        ClusterMessage.Late late = new ClusterMessage.Late(List.of("channel \"ü\"", "everyone"), 1L << 40);
        assertEquals(late, roundTrip(late));
    }

    @ParameterizedTest
    @EnumSource
    void carriesCalls(OwnerOperation operation) {
        Call full = new Call("id 1", "me", operation, "me.1", "an \"argument\"\n", FRAME);
        assertEquals(full, roundTrip(full));
        Call bare = new Call("id 1", "me", operation, "me.1", null, null);
        assertEquals(bare, roundTrip(bare));
    }

    @Test
    void carriesOutcomes() {
        for (CallResult outcome : List.of(
                new CallResult("1", "null", null),
                new CallResult("1", "\"a\\nb\"", null),
                new CallResult("1", null, null),
                new CallResult("1", null, "{\"error\":\"no\"}"))) {
            assertEquals(outcome, roundTrip(outcome));
        }
    }

    @Test
    void carriesEventsWithThoseThatTheyComeAfter() {
        Fired event = new Fired("me", "price \"1\"\n", "{}");
        for (Map<String, Long> after : List.of(Map.<String, Long>of(), Map.of("é\"}\n", 1L << 40, "stock", 2L))) {
            Envelope envelope = new Envelope("me", 7, event, after);
            assertEquals(Optional.of(envelope), MessageCodec.decode(MessageCodec.encode(envelope)));
        }
    }

    @Test
    void readsChangesOfNames() {
        assertEquals(
                new NameChange(new NameEntry("till \"1\"", "me.1", "a b  ü", true, 1764200000000L, State.AWAY, 7)),
                MessageCodec.decode(
                                "{\"kind\":\"name\",\"name\":\"till \\\"1\\\"\"}\n7 1764200000000 away host me.1 a b  ü")
                        .orElseThrow()
                        .message());
    }

    @Test
    void carriesTheFrameAsItIs() {
        String text = MessageCodec.encode(new Envelope("me", 7, new Delivery(Audience.room("r"), FRAME)));
        assertEquals("{\"from\":\"me\",\"n\":7,\"kind\":\"delivery\",\"room\":\"r\"}\n" + FRAME, text);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String text = "{\"from\":\"me\",\"n\":7,\"kind\":\"delivery\",\"urgent\":true,\"x\":{\"y\":1}}\n{}";
        assertTrue(MessageCodec.decode(text).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "x",
                "{",
                "[]",
                "{}",
                "null\n{}",
                "{\"from\":\"a\",\"n\":1,\"kind\":\"newer\"}\n{}",
                "{\"from\":\"a\",\"n\":1,\"kind\":\"delivery\"}",
                "{\"from\":\"a\",\"n\":\"1\",\"kind\":\"delivery\"}\n{}",
                "{\"n\":1,\"kind\":\"delivery\"}\n{}",
                "{\"from\":\"a\",\"n\":1.5,\"kind\":\"delivery\"}\n{}",
                "{\"from\":\"a\",\"n\":1,\"kind\":\"delivery\",\"to\":[1]}\n{}",
                "{\"from\":\"a\",\"n\":1,\"kind\":\"delivery\",\"room\":\"\"}\n{}",
                "{\"from\":\"a\",\"n\":1,\"kind\":\"call\",\"id\":\"1\",\"op\":\"FLY\"}",
                "{\"kind\":\"name\",\"name\":\"till\"}",
                "{\"kind\":\"name\",\"name\":\"till\"}\n7 1 lost host me.1 x",
                "{\"kind\":\"name\",\"name\":\"till\"}\n7 1 away host",
                "{\"from\":\"a\",\"n\":1,\"kind\":\"error\",\"id\":\"1\"}"
            })
    void understandsNothingElse(String text) {
        assertEquals(Optional.empty(), MessageCodec.decode(text));
    }
}
