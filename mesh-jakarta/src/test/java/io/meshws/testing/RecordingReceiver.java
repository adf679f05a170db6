package io.meshws.testing;

import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Receiver;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the messages that it receives. Thread-safe. */
public final class RecordingReceiver implements Receiver {
    private final LinkedBlockingQueue<ClusterMessage> messages = new LinkedBlockingQueue<>();
    private final AtomicInteger rejoins = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    @Override
    public void received(ClusterMessage message) {
        messages.add(message);
    }

    @Override
    public void late(ClusterMessage message, Duration waited) {
        late.incrementAndGet();
    }

    @Override
    public void rejoined() {
        rejoins.incrementAndGet();
    }

    /** How often a message was said to have waited for long. */
    public int late() {
        return late.get();
    }

    public int rejoins() {
        return rejoins.get();
    }

    /** Waits for the next message. */
    public ClusterMessage next() {
        try {
            ClusterMessage message = messages.poll(2, TimeUnit.MINUTES);
            if (message == null) {
                throw new AssertionError("no message");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many messages haven't been taken yet. */
    public int waiting() {
        return messages.size();
    }
}
