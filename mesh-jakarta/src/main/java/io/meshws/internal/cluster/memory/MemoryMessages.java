package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.spi.KeptMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The messages of the {@link MemoryChannels} that aren't saved yet. A channel's lock is taken before that of this. Thread-safe. */
final class MemoryMessages implements UnsavedMessages {
    private final MemoryChannels channels;
    private final Due due;

    MemoryMessages(MemoryChannels channels, LongSupplier nanos) {
        this.channels = channels;
        this.due = new Due(nanos);
    }

    synchronized void note(String channel, long delayMillis) {
        due.add(channel, delayMillis);
    }

    synchronized void clear() {
        due.clear();
    }

    @Override
    public synchronized CompletionStage<Taken> take(int limit, Duration ahead) {
        return CompletableFuture.completedFuture(due.take(limit, ahead));
    }

    @Override
    public synchronized CompletionStage<Void> putOff(Collection<String> names, Duration time) {
        due.putOff(names, time);
        return CompletableFuture.completedFuture(null);
    }

    private synchronized void remove(String channel) {
        due.remove(channel);
    }

    @Override
    public CompletionStage<Void> empty(String channel) {
        return channels.with(channel, log -> {
            if (log.unsaved().isEmpty()) {
                remove(channel);
                return CompletableFuture.completedFuture(null);
            }
            return putOff(List.of(channel), Duration.ZERO);
        });
    }

    @Override
    public CompletionStage<List<KeptMessage>> after(String channel, long offset, int limit) {
        return read(channel, limit, all -> all.tailMap(offset, false));
    }

    @Override
    public CompletionStage<List<KeptMessage>> before(String channel, long offset, int limit) {
        return read(channel, limit, all -> all.headMap(offset, false).descendingMap());
    }

    private CompletionStage<List<KeptMessage>> read(
            String channel,
            int limit,
            Function<NavigableMap<Long, KeptMessage>, NavigableMap<Long, KeptMessage>> part) {
        return channels.with(channel, log -> {
            List<KeptMessage> some = new ArrayList<>();
            long characters = 0;
            for (KeptMessage one : part.apply(log.unsaved()).values()) {
                if (some.size() == limit || characters > MAX_CHARACTERS) {
                    break;
                }
                characters += one.content().length();
                some.add(one);
            }
            return CompletableFuture.completedFuture(some);
        });
    }

    @Override
    public CompletionStage<Void> saved(String channel, List<KeptMessage> messages) {
        return channels.with(channel, log -> {
            messages.forEach(one -> log.unsaved().remove(one.offset()));
            return CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public CompletionStage<Void> resume(String channel, long offset) {
        return channels.with(channel, log -> {
            log.resume(offset, channels.now());
            return CompletableFuture.completedFuture(null);
        });
    }
}
