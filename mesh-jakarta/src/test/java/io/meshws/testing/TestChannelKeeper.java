package io.meshws.testing;

import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.KeptMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database in memory that can be away, or refuse messages. Thread-safe. */
public final class TestChannelKeeper implements ChannelKeeper {
    /** By epoch, offset and channel. */
    public final Map<String, KeptMessage> rows = new ConcurrentHashMap<>();
    /** The channel and limit of each reading. */
    public final List<String> loads = new CopyOnWriteArrayList<>();
    /** The size of each batch. */
    public final List<Integer> batches = new CopyOnWriteArrayList<>();

    public volatile boolean away;
    /** A part of the messages that the database refuses; null if it takes all. */
    public volatile String refused;
    /** Runs before a batch is written. */
    public volatile Runnable beforeSave = () -> {};

    @Override
    public void save(List<KeptMessage> batch) {
        batches.add(batch.size());
        beforeSave.run();
        check();
        for (KeptMessage one : batch) {
            if (refused != null && one.content().contains(refused)) {
                throw new IllegalArgumentException("The database refuses this");
            }
        }
        batch.forEach(one -> rows.putIfAbsent(one.epoch() + " " + one.offset() + " " + one.channel(), one));
    }

    private void check() {
        if (away) {
            throw new IllegalStateException("The database is away");
        }
    }

    @Override
    public List<KeptMessage> load(String channel, long beforeOffset, int limit) {
        loads.add(channel + " " + limit);
        check();
        return rows.values().stream()
                .filter(one -> one.channel().equals(channel) && one.offset() < beforeOffset)
                .sorted(Comparator.comparingLong(KeptMessage::offset)
                        .thenComparing(KeptMessage::timeMicros)
                        .reversed())
                .limit(limit)
                .toList();
    }

    /** The kept messages of a channel, oldest first, each with its offset. */
    public List<String> of(String channel) {
        return rows.values().stream()
                .filter(one -> one.channel().equals(channel))
                .sorted(Comparator.comparingLong(KeptMessage::offset))
                .map(one -> one.offset() + " " + one.content())
                .toList();
    }
}
