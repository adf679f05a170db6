package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.MeshClient;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A subscriber of a channel that keeps the messages that it gets. */
final class ChannelListener {
    private final ConcurrentLinkedQueue<JsonObject> told = new ConcurrentLinkedQueue<>();
    private final long start;
    private volatile long last;
    private volatile int size;

    ChannelListener(MeshClient client, String channel) {
        client.on("mesh/subscription-message", message -> {
            told.add(message.asJsonObject());
            size++;
            last = message.asJsonObject().getJsonNumber("offset").longValue();
        });
        client.connectSync();
        start = client.commandSync("mesh/subscribe-channel", Map.of("channel", channel), JsonObject.class)
                .getJsonNumber("offset")
                .longValue();
    }

    long last() {
        return last;
    }

    int size() {
        return size;
    }

    /**
     * Checks that it got all messages from the beginning of its subscription to the last one; confirmed ones with the
     * published text.
     */
    void assertSaw(Map<Long, String> confirmed, long end) {
        long expected = start;
        for (JsonObject message : told) {
            expected++;
            assertEquals(expected, message.getJsonNumber("offset").longValue());
            assertEquals(confirmed.getOrDefault(expected, message.getString("message")), message.getString("message"));
        }
        assertEquals(end, expected);
    }
}
