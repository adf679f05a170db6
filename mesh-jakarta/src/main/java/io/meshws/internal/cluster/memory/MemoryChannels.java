package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Published;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The channels of this JVM. A publication holds its channel's lock until it is delivered, which preserves the order;
 * the receiver only enqueues. Thread-safe.
 */
final class MemoryChannels implements ChannelLog {
    private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();

    private final Function<ClusterMessage, CompletionStage<Boolean>> deliver;
    private final long ttlNanos;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, MemoryChannel> channels = new ConcurrentHashMap<>();
    /** The ticket of this instance's subscription, by channel. */
    private final ConcurrentHashMap<String, Long> tickets = new ConcurrentHashMap<>();

    private final AtomicLong lastSweep;

    /** @param deliver passes a message to this instance's receiver; fails if it isn't running */
    MemoryChannels(Function<ClusterMessage, CompletionStage<Boolean>> deliver, Duration ttl, LongSupplier nanos) {
        this.deliver = deliver;
        this.ttlNanos = ttl.toNanos();
        this.nanos = nanos;
        this.lastSweep = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message, int keep) {
        long now = nanos.getAsLong();
        sweep(now);
        MemoryChannel log = channels.computeIfAbsent(channel, MemoryChannel::new);
        synchronized (log) {
            if (channels.get(channel) != log) {
                return publish(channel, message, keep);
            }
            log.forgetIfBefore(now - ttlNanos);
            Published published = log.append(message, keep, now);
            CompletionStage<Boolean> delivered =
                    tickets.containsKey(channel) ? deliver.apply(published) : CompletableFuture.completedFuture(false);
            return delivered.thenApply(done -> published.place().offset());
        }
    }

    @Override
    public CompletionStage<Reading> subscribe(String channel, long ticket, Query query) {
        tickets.merge(channel, ticket, Math::max);
        return read(channel, query);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel, long ticket) {
        tickets.computeIfPresent(channel, (name, held) -> held < ticket ? null : held);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Reading> read(String channel, Query query) {
        MemoryChannel log = channels.getOrDefault(channel, new MemoryChannel(channel));
        synchronized (log) {
            log.forgetIfBefore(nanos.getAsLong() - ttlNanos);
            return CompletableFuture.completedFuture(log.read(query));
        }
    }

    void clear() {
        channels.clear();
        tickets.clear();
    }

    private void sweep(long now) {
        long last = lastSweep.get();
        if (now - last > Math.min(SWEEP_NANOS, ttlNanos) && lastSweep.compareAndSet(last, now)) {
            channels.forEach((name, log) -> {
                synchronized (log) {
                    log.forgetIfBefore(now - ttlNanos);
                    if (log.isForgotten()) {
                        channels.remove(name, log);
                    }
                }
            });
        }
    }
}
