package io.meshws.internal.cluster.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.MessageListener;
import org.redisson.api.listener.StatusListener;
import org.redisson.api.options.OptionalOptions;
import org.redisson.api.options.PlainOptions;

/**
 * A time during which Redis is reached without a break, as far as is known: a connected Redisson that listens to this
 * instance's channel. {@code mesh-redis} opens, uses and closes it; futures complete on Redisson's threads.
 */
final class Session implements Scripts {
    /** What an instance sends itself to see whether its channel still works. No message is empty. */
    private static final String PROBE = "";

    private final RedissonClient client;
    private final RScript scripts;
    private final RTopic ownChannel;
    private final BatchOptions batchOptions;
    private final boolean cluster;
    private final List<Integer> listeners = new ArrayList<>();

    /** When the oldest probe was sent since which nothing arrived, by {@code System.nanoTime}; 0 where none is awaited. */
    private final AtomicLong probeSince = new AtomicLong();

    private volatile boolean listening;

    private Session(RedissonClient client, String channel, Duration timeout) {
        this.client = client;
        this.cluster = client.getConfig().isClusterConfig();
        this.scripts = client.getScript(OptionalOptions.defaults()
                .codec(TextCodec.INSTANCE)
                .timeout(timeout)
                .retryAttempts(0));
        this.ownChannel = client.getTopic(PlainOptions.name(channel)
                .codec(TextCodec.INSTANCE)
                .timeout(timeout)
                .retryAttempts(0));
        this.batchOptions = BatchOptions.defaults()
                .responseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .retryAttempts(0);
    }

    /**
     * Listens to the channel, and returns when it does.
     *
     * @param arrived receives the messages, in order, on a thread of Redisson's
     * @param resubscribed to be called when Redisson had lost the subscription and has it again
     * @throws Exception where that did not succeed in time
     */
    static Session open(
            RedissonClient client, String channel, Duration timeout, Consumer<String> arrived, Runnable resubscribed)
            throws Exception {
        Session session = new Session(client, channel, timeout);
        session.listen(timeout, arrived, resubscribed);
        return session;
    }

    private void listen(Duration timeout, Consumer<String> arrived, Runnable resubscribed) throws Exception {
        MessageListener<String> messages = (channel, text) -> {
            // Whatever arrives shows that the channel works; under load the probe itself comes late.
            probeSince.set(0);
            if (!text.equals(PROBE)) {
                arrived.accept(text);
            }
        };
        StatusListener status = new StatusListener() {
            @Override
            public void onSubscribe(String channel) {
                // It also tells of the subscription that is being made here.
                if (listening) {
                    resubscribed.run();
                }
            }

            @Override
            public void onUnsubscribe(String channel) {}
        };
        long millis = timeout.toMillis();
        listeners.add(ownChannel.addListenerAsync(status).toCompletableFuture().get(millis, TimeUnit.MILLISECONDS));
        listeners.add(ownChannel
                .addListenerAsync(String.class, messages)
                .toCompletableFuture()
                .get(millis, TimeUnit.MILLISECONDS));
        listening = true;
    }

    /** Whether keys are spread over several masters. */
    boolean isCluster() {
        return cluster;
    }

    RedissonClient client() {
        return client;
    }

    @Override
    public <T> CompletableFuture<T> eval(Script script, List<String> keys, List<String> arguments) {
        return scripts.<T>evalAsync(
                        RScript.Mode.READ_WRITE,
                        script.text(),
                        script.returnType(),
                        List.copyOf(keys),
                        arguments.toArray())
                .toCompletableFuture();
    }

    /**
     * Publishes in the given order. Channels of one instance are in one slot, so that also in Redis Cluster one node gets
     * all that an instance is to hear, over one connection.
     *
     * @return how many listened to each
     */
    CompletableFuture<List<?>> publish(List<Publication> publications) {
        RBatch batch = client.createBatch(batchOptions);
        for (Publication publication : publications) {
            batch.getTopic(publication.channel(), TextCodec.INSTANCE).publishAsync(publication.text());
        }
        return batch.executeAsync().toCompletableFuture().thenApply(result -> result.getResponses());
    }

    /** @return whether the channel has a listener */
    CompletableFuture<Boolean> probe() {
        probeSince.compareAndSet(0, System.nanoTime() | 1);
        return ownChannel.publishAsync(PROBE).toCompletableFuture().thenApply(receivers -> receivers > 0);
    }

    /** Whether a probe has not come back within the time. */
    boolean isDeaf(Duration patience) {
        long since = probeSince.get();
        return since != 0 && System.nanoTime() - since > patience.toNanos();
    }

    /** Ends the subscription, without waiting for it. */
    void unlisten() {
        listening = false;
        ownChannel.removeListenerAsync(listeners.toArray(new Integer[0]));
    }

    /** A text for a channel. */
    record Publication(String channel, String text) {}
}
