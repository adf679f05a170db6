package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ChannelEntry;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.internal.cluster.memory.MemoryChannel.Held;
import io.meshws.internal.serial.Attempt;
import io.meshws.spi.KeptMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final long MICROS_PER_MILLI = 1000;
    private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();

    private final Function<ClusterMessage, CompletionStage<Boolean>> deliver;
    private final long ttlNanos;
    private final LongSupplier nanos;
    private final LongSupplier millis;
    private final ConcurrentHashMap<String, MemoryChannel> channels = new ConcurrentHashMap<>();
    /** The ticket of this instance's subscription, by channel. */
    private final ConcurrentHashMap<String, Long> tickets = new ConcurrentHashMap<>();

    private final AtomicLong lastSweep;
    private final MemoryMessages unsaved;

    /** @param deliver passes a message to this instance's receiver; fails if it isn't running */
    MemoryChannels(
            Function<ClusterMessage, CompletionStage<Boolean>> deliver,
            Duration ttl,
            LongSupplier nanos,
            LongSupplier millis) {
        this.deliver = deliver;
        this.ttlNanos = ttl.toNanos();
        this.nanos = nanos;
        this.millis = millis;
        this.lastSweep = new AtomicLong(nanos.getAsLong());
        this.unsaved = new MemoryMessages(this, nanos);
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message, int keep, Optional<Keep> elsewhere) {
        sweep(nanos.getAsLong());
        return with(channel, log -> {
            if (!log.held().isEmpty() || elsewhere.isPresent() && log.isForgotten()) {
                CompletableFuture<Long> result = new CompletableFuture<>();
                boolean isFirst = log.held().isEmpty();
                log.held().add(new Held(() -> append(log, channel, message, keep, elsewhere), result));
                if (isFirst) {
                    Attempt.of(elsewhere.orElseThrow().last())
                            .whenComplete((offset, failure) -> resume(channel, offset, failure));
                }
                return result;
            }
            return append(log, channel, message, keep, elsewhere);
        });
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Does something with the channel under its lock. */
    <T> T with(String channel, Function<MemoryChannel, T> action) {
        while (true) {
            MemoryChannel log = channels.computeIfAbsent(channel, MemoryChannel::new);
            synchronized (log) {
                if (channels.get(channel) == log) {
                    log.forgetIfBefore(nanos.getAsLong() - ttlNanos);
                    return action.apply(log);
                }
            }
        }
    }

    private CompletionStage<Long> append(
            MemoryChannel log, String channel, String message, int keep, Optional<Keep> elsewhere) {
        Optional<Keep> kept = elsewhere.filter(it -> it.maxUnsaved() > 0);
        if (kept.isPresent() && log.unsaved().size() >= kept.get().maxUnsaved()) {
            return UnsavedMessages.tooMany();
        }
        Published published = log.append(message, keep, nanos.getAsLong());
        long offset = published.place().offset();
        if (kept.isPresent()) {
            log.unsaved()
                    .put(
                            offset,
                            new KeptMessage(
                                    channel,
                                    published.place().epoch(),
                                    offset,
                                    millis.getAsLong() * MICROS_PER_MILLI,
                                    ChannelEntry.content(message)));
            unsaved.note(channel, kept.get().delayMillis());
        }
        CompletionStage<Boolean> delivered =
                tickets.containsKey(channel) ? deliver.apply(published) : CompletableFuture.completedFuture(false);
        return delivered.thenApply(done -> offset);
    }

    /** Publishes the held messages, now that the offset at which the channel continues is known; if that stays unknown, they fail. */
    private void resume(String channel, Long offset, Throwable failure) {
        List<Runnable> results = with(channel, log -> {
            if (failure == null) {
                log.resume(offset, nanos.getAsLong());
            }
            List<Runnable> all = new ArrayList<>();
            for (Held next : log.held()) {
                CompletionStage<Long> published = failure == null
                        ? Attempt.of(next.publication())
                        : CompletableFuture.failedFuture(Attempt.causeOf(failure));
                all.add(() -> Attempt.of(() -> published, next.result()));
            }
            log.held().clear();
            return all;
        });
        results.forEach(Runnable::run);
    }

    MemoryMessages unsaved() {
        return unsaved;
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
        unsaved.clear();
        tickets.clear();
    }

    private void sweep(long now) {
        long last = lastSweep.get();
        if (now - last > Math.min(SWEEP_NANOS, ttlNanos) && lastSweep.compareAndSet(last, now)) {
            channels.forEach((name, log) -> {
                synchronized (log) {
                    log.forgetIfBefore(now - ttlNanos);
                    if (log.isEmpty()) {
                        channels.remove(name, log);
                    }
                }
            });
        }
    }
}
