package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.client.MeshClientException;
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
    private final Way way;
    private final String channel;
    private final String name;
    private final int messages;
    private final Thread thread = new Thread(this::run);
    private volatile Throwable fault;

    /** How it publishes a text. */
    interface Way {
        /** @return the offset */
        long publish(String channel, String text);
    }

    ChannelPublisher(Way way, String channel, String name, int messages) {
        this.way = way;
        this.channel = channel;
        this.name = name;
        this.messages = messages;
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
                offsets.put(way.publish(channel, text), text);
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
