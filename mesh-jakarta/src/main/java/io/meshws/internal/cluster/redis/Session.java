package io.meshws.internal.cluster.redis;

import io.meshws.internal.serial.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
import org.redisson.client.RedisNoScriptException;

/**
 * A period during which, as far as is known, Redis is reachable without a break: a connected Redisson that listens to
 * this instance's channel. {@code mesh-redis} opens, uses and closes it; futures complete on Redisson's threads.
 */
final class Session implements Scripts {
    /** An instance sends this to itself to see whether its channel still works. Real messages are never empty. */
    private static final String PROBE = "";

    private final RedissonClient client;
    private final RScript scripts;
    private final Duration timeout;
    private final RTopic ownChannel;
    private final Consumer<String> arrived;
    /** The listener of each further channel. */
    private final Map<String, CompletableFuture<Integer>> further = new ConcurrentHashMap<>();

    private final BatchOptions batchOptions;
    private final boolean cluster;
    private final List<Integer> listeners = new ArrayList<>();

    /** When the oldest probe was sent since which nothing arrived, by {@code System.nanoTime}; 0 if none is awaited. */
    private final AtomicLong probeSince = new AtomicLong();

    private volatile boolean listening;

    private Session(RedissonClient client, String channel, Duration timeout, Consumer<String> arrived) {
        this.client = client;
        this.timeout = timeout;
        this.arrived = arrived;
        this.cluster = client.getConfig().isClusterConfig();
        this.scripts = client.getScript(OptionalOptions.defaults()
                .codec(TextCodec.INSTANCE)
                .timeout(timeout)
                .retryAttempts(0));
        this.ownChannel = topic(channel);
        this.batchOptions = BatchOptions.defaults()
                .responseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .retryAttempts(0);
    }

    /**
     * Listens to the channel, and returns once that works.
     *
     * @param arrived receives the messages, in order, on a thread of Redisson
     * @param resubscribed called when Redisson has lost the subscription and re-established it
     * @throws Exception if that didn't succeed in time
     */
    static Session open(
            RedissonClient client, String channel, Duration timeout, Consumer<String> arrived, Runnable resubscribed)
            throws Exception {
        Session session = new Session(client, channel, timeout, arrived);
        session.listen(resubscribed);
        return session;
    }

    private RTopic topic(String channel) {
        return client.getTopic(PlainOptions.name(channel)
                .codec(TextCodec.INSTANCE)
                .timeout(timeout)
                .retryAttempts(0));
    }

    private void listen(Runnable resubscribed) throws Exception {
        MessageListener<String> messages = (channel, text) -> {
            // Any message shows that the channel works; under load the probe itself comes late.
            probeSince.set(0);
            if (!text.equals(PROBE)) {
                arrived.accept(text);
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
        List<Object> scriptKeys = List.copyOf(keys);
        Object[] values = arguments.toArray();
        return scripts.<T>evalShaAsync(
                        RScript.Mode.READ_WRITE, script.digest(), script.returnType(), scriptKeys, values)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> Attempt.causeOf(failure) instanceof RedisNoScriptException
                        // A Redis that started since doesn't have it any more.
                        ? scripts.<T>evalAsync(
                                        RScript.Mode.READ_WRITE, script.text(), script.returnType(), scriptKeys, values)
                                .toCompletableFuture()
                        : CompletableFuture.failedFuture(failure));
    }

    /**
     * Publishes in the given order. All channels of one instance are in one slot, so even in Redis Cluster one node
     * gets everything for an instance, over one connection.
     *
     * @return how many listeners each publication had
     */
    CompletableFuture<List<?>> publish(List<ChannelText> publications) {
        RBatch batch = client.createBatch(batchOptions);
        for (ChannelText publication : publications) {
            batch.getTopic(publication.channel(), TextCodec.INSTANCE).publishAsync(publication.text());
        }
        return batch.executeAsync().toCompletableFuture().thenApply(result -> result.getResponses());
    }

    /** Listens to one more channel, unless it already does; of each channel, messages arrive in order. */
    CompletableFuture<Void> subscribe(String channel) {
        CompletableFuture<Integer> listener = further.computeIfAbsent(channel, name -> topic(name)
                .addListenerAsync(String.class, (from, text) -> arrived.accept(text))
                .toCompletableFuture());
        return listener.<Void>thenApply(id -> null).whenComplete((done, failure) -> {
            if (failure != null) {
                further.remove(channel, listener);
            }
        });
    }

    CompletableFuture<Void> unsubscribe(String channel) {
        CompletableFuture<Integer> listener = further.remove(channel);
        return listener == null
                ? CompletableFuture.completedFuture(null)
                : listener.thenCompose(id -> topic(channel).removeListenerAsync(id));
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

    /** Ends the subscriptions, without waiting for that. */
    void unlisten() {
        listening = false;
        further.keySet().forEach(this::unsubscribe);
        ownChannel.removeListenerAsync(listeners.toArray(new Integer[0]));
    }

    /** A text for a channel. */
    record ChannelText(String channel, String text) {}
}
