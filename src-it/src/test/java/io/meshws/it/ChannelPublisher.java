package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.live.LiveData.Publication;
import io.meshws.protocol.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Publishes numbers in a channel, one after the other, until the given number is published or its connection is gone.
 */
final class ChannelPublisher {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<Long, String> offsets = new ConcurrentSkipListMap<>();
    private final MeshClient client;
    private final String channel;
    private final String name;
    private final int messages;
    private final Thread thread = new Thread(this::run);
    private volatile Throwable fault;

    ChannelPublisher(MeshClient client, String channel, String name, int messages) {
        this.client = client;
        this.channel = channel;
        this.name = name;
        this.messages = messages;
    }

    static long publish(MeshClient client, String channel, String text) {
        return client.commandSync("publish", new Publication(channel, text), long.class);
    }

    void start() {
        thread.start();
    }

    /** The texts that were confirmed, by offset. */
    Map<Long, String> offsets() {
        return offsets;
    }

    private void run() {
        try {
            for (int i = 1; i <= messages; i++) {
                String text = name + " " + i;
                offsets.put(publish(client, channel, text), text);
            }
        } catch (MeshClientException e) {
            if (!e.is(ErrorCode.EGONE) && !e.is(ErrorCode.EUNKNOWN)) {
                fault = e;
            }
        } catch (RuntimeException | AssertionError e) {
            fault = e;
        }
    }

    void awaitDone() {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertFalse(thread.isAlive(), name + " does not end");
        if (fault != null) {
            throw new AssertionError(name, fault);
        }
    }
}
