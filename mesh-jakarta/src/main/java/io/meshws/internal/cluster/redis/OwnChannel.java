package io.meshws.internal.cluster.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.redisson.api.RTopic;
import org.redisson.api.listener.MessageListener;
import org.redisson.api.listener.StatusListener;

/**
 * A channel that this instance alone listens to, and sends probes to, which show whether it still works. Belongs to {@code
 * mesh-redis}; futures complete on Redisson's threads.
 */
final class OwnChannel {
    /** Real messages are never empty. */
    private static final String PROBE = "";

    private final RTopic topic;
    private final Duration timeout;
    private final List<Integer> listeners = new ArrayList<>();

    /** When the oldest probe was sent since which nothing arrived, by {@code System.nanoTime}; 0 if none is awaited. */
    private final AtomicLong probeSince = new AtomicLong();

    private volatile boolean listening;

    /**
     * @param timeout within which Redis answers
     */
    OwnChannel(RTopic topic, Duration timeout) {
        this.topic = topic;
        this.timeout = timeout;
    }

    /**
     * Returns once the channel works.
     *
     * @param arrived receives the messages, in order, on a thread of Redisson
     * @param resubscribed called when Redisson has lost the subscription and re-established it
     * @throws Exception if that didn't succeed in time; then nothing listens
     */
    void listen(Consumer<Arrival> arrived, Runnable resubscribed) throws Exception {
        MessageListener<Arrival> messages = (channel, arrival) -> {
            // Any message shows that the channel works; under load the probe itself comes late.
            probeSince.set(0);
            if (!arrival.text().equals(PROBE)) {
                arrived.accept(arrival);
            }
        };
        StatusListener status = new StatusListener() {
            @Override
            public void onSubscribe(String channel) {
                // Redisson also reports the subscription that is being made here.
                if (listening) {
                    resubscribed.run();
                }
            }

            @Override
            public void onUnsubscribe(String channel) {}
        };
        try {
            add(topic.addListenerAsync(status).toCompletableFuture());
            add(topic.addListenerAsync(Arrival.class, messages).toCompletableFuture());
        } catch (Exception e) {
            unlisten();
            throw e;
        }
        listening = true;
    }

    private void add(CompletableFuture<Integer> listener) throws Exception {
        try {
            listeners.add(listener.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            // The application's client would keep one that comes late, and this application with it.
            listener.thenAccept(topic::removeListenerAsync);
            throw e;
        }
    }

    /** @return whether the channel has a listener */
    CompletableFuture<Boolean> probe() {
        probeSince.compareAndSet(0, System.nanoTime() | 1);
        return topic.publishAsync(PROBE).toCompletableFuture().thenApply(receivers -> receivers > 0);
    }

    /** Whether a probe has not come back within the time. */
    boolean isDeaf(Duration patience) {
        long since = probeSince.get();
        return since != 0 && System.nanoTime() - since > patience.toNanos();
    }

    /** Ends the subscription, without waiting for that. */
    void unlisten() {
        listening = false;
        if (!listeners.isEmpty()) {
            topic.removeListenerAsync(listeners.toArray(new Integer[0]));
        }
    }
}
