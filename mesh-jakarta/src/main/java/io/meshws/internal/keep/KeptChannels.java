package io.meshws.internal.keep;

import io.meshws.Channels;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.protocol.Json;
import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.KeptMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The store's channels, and behind them the messages that keepers have. Channels that aren't kept go straight to the store.
 * Thread-safe.
 */
public final class KeptChannels extends Kept<ChannelKeeper, Long> implements ChannelLog {
    private final ChannelLog store;
    private final UnsavedMessages unsaved;

    public KeptChannels(Cluster cluster, Environment environment, AppStages stages, FailureLog failures) {
        super(
                Kind.CHANNEL,
                cluster,
                cluster.unsavedMessages(),
                environment,
                stages,
                failures,
                (keepings, executor, log) ->
                        new MessageSaver(cluster.unsavedMessages(), keepings, executor, environment.nanos(), log));
        this.store = cluster.channels();
        this.unsaved = cluster.unsavedMessages();
    }

    /** The last offset of each channel. */
    @Override
    Map<String, Long> loaded(ChannelKeeper keeper, Set<String> channels) throws Exception {
        Map<String, Long> last = new HashMap<>();
        for (String channel : channels) {
            for (KeptMessage newest : keeper.load(channel, Long.MAX_VALUE, 1)) {
                last.put(channel, newest.offset());
            }
        }
        return last;
    }

    /**
     * Publishes, and waits for the keeper if that's how the channel is kept.
     *
     * @param isKept whether the message is kept elsewhere if its channel is
     */
    public CompletionStage<Long> publish(String channel, String message, int keep, boolean isKept) {
        Optional<Keeping<ChannelKeeper, Long>> found = keeping(channel);
        if (found.isEmpty()) {
            return store.publish(channel, message, keep);
        }
        Keeping<ChannelKeeper, Long> keeping = found.get();
        Supplier<CompletionStage<Long>> last =
                () -> keeping.loader().load(channel).thenApply(offset -> offset.orElse(0L));
        if (!isKept) {
            return publish(channel, message, keep, Optional.of(new Keep(0, 0, last)));
        }
        Keep elsewhere = new Keep(keeping.options().maxUnsaved(), keeping.delayMillis(), last);
        // The store has the last message in any case, so that its messages are the last ones kept.
        return publish(channel, message, Math.max(1, keep), Optional.of(elsewhere))
                .thenCompose(offset -> {
                    keeping.loader().written(channel);
                    return keeping.isAwaited()
                            ? saver.saved(List.of(channel), List.of(MessageSaver.item(channel, offset)))
                                    .thenApply(saved -> offset)
                            : CompletableFuture.completedStage(offset);
                });
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message, int keep, Optional<Keep> elsewhere) {
        return store.publish(channel, message, keep, elsewhere);
    }

    @Override
    public CompletionStage<Reading> subscribe(String channel, long ticket, Query query) {
        return read(channel, query, () -> store.subscribe(channel, ticket, query));
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel, long ticket) {
        return store.unsubscribe(channel, ticket);
    }

    @Override
    public CompletionStage<Reading> read(String channel, Query query) {
        return read(channel, query, () -> store.read(channel, query));
    }

    private CompletionStage<Reading> read(String channel, Query query, Supplier<CompletionStage<Reading>> reading) {
        return reading.get().thenCompose(found -> keeping(channel)
                .map(keeping -> resumed(keeping, channel, query, found, reading)
                        .thenCompose(read -> filled(keeping, channel, query, read)))
                .orElse(CompletableFuture.completedStage(found)));
    }

    /** The reading; another one if the store didn't have the channel, and now it goes on. */
    private CompletionStage<Reading> resumed(
            Keeping<ChannelKeeper, Long> keeping,
            String channel,
            Query query,
            Reading found,
            Supplier<CompletionStage<Reading>> reading) {
        if (!found.last().epoch().isEmpty() || query.heard().isPresent() || !query.readsMessages()) {
            return CompletableFuture.completedStage(found);
        }
        return keeping.loader()
                .load(channel)
                .thenCompose(last -> last.isEmpty()
                        ? CompletableFuture.completedStage(found)
                        : unsaved.resume(channel, last.get()).thenCompose(done -> reading.get()));
    }

    /** The reading, with the messages that the store doesn't have. */
    private CompletionStage<Reading> filled(
            Keeping<ChannelKeeper, Long> keeping, String channel, Query query, Reading found) {
        if (found.recovered() || found.last().epoch().isEmpty()) {
            return CompletableFuture.completedStage(found);
        }
        if (query.heard().isPresent()) {
            return caughtUp(keeping, channel, query, found);
        }
        if (found.missedAfter() == Reading.UNKNOWN) {
            return page(keeping, channel, query, found);
        }
        ChannelPlace last = found.last();
        int missed = (int) (last.offset() - found.missedAfter());
        return older(keeping, channel, last, last.offset() + 1, missed, query.maxBytes(), true)
                .thenCompose(messages -> {
                    if (!isComplete(messages, last.offset(), missed)) {
                        return page(keeping, channel, query, found);
                    }
                    Collections.reverse(messages);
                    return CompletableFuture.completedStage(new Reading(last, true, messages));
                });
    }

    private static boolean isComplete(List<Published> newestFirst, long last, int number) {
        long expected = last;
        for (Published message : newestFirst) {
            if (message.place().offset() != expected--) {
                return false;
            }
        }
        return newestFirst.size() == number;
    }

    private CompletionStage<Reading> page(
            Keeping<ChannelKeeper, Long> keeping, String channel, Query query, Reading found) {
        List<Published> newest = found.messages();
        int more = Math.min(query.limit(), Channels.MAX_HISTORY) - newest.size();
        long before = newest.isEmpty() ? Math.min(query.before(), found.last().offset() + 1) : oldest(newest);
        return more <= 0 || before <= 1
                ? CompletableFuture.completedStage(found)
                : more(keeping, channel, query, found, before, more);
    }

    private static long oldest(List<Published> newestFirst) {
        return newestFirst.get(newestFirst.size() - 1).place().offset();
    }

    /** The messages that an instance missed; without the keeper, those that the store has. */
    private CompletionStage<Reading> caughtUp(
            Keeping<ChannelKeeper, Long> keeping, String channel, Query query, Reading found) {
        ChannelPlace last = found.last();
        long after = found.missedAfter();
        if (after == Reading.UNKNOWN || !query.heard().orElseThrow().isOfEpoch(last)) {
            return CompletableFuture.completedStage(found);
        }
        long before = found.messages().isEmpty() ? last.offset() + 1 : oldest(found.messages());
        int more = (int) (before - 1 - after);
        return more <= 0
                ? CompletableFuture.completedStage(found)
                : more(keeping, channel, query, found, before, more)
                        .thenApply(read -> new Reading(
                                last,
                                false,
                                read.messages().stream()
                                        .filter(message -> message.place().offset() > after)
                                        .toList()))
                        .exceptionally(failure -> found);
    }

    /** The reading, and after it the older messages. */
    private CompletionStage<Reading> more(
            Keeping<ChannelKeeper, Long> keeping, String channel, Query query, Reading found, long before, int number) {
        List<Published> newest = found.messages();
        long bytes = newest.stream()
                .mapToLong(message -> Json.utf8Length(message.message()))
                .sum();
        int left = (int) Math.max(0, query.maxBytes() - bytes);
        return older(keeping, channel, found.last(), before, number, left, newest.isEmpty())
                .thenApply(messages -> {
                    List<Published> all = new ArrayList<>(newest);
                    all.addAll(messages);
                    return new Reading(found.last(), false, all);
                });
    }

    /**
     * Reads the unsaved messages first, so that those that are saved in the meantime are found at the keeper.
     *
     * @param last gives all messages its epoch
     * @param atLeastOne whether the first is read regardless of its length
     */
    private CompletionStage<List<Published>> older(
            Keeping<ChannelKeeper, Long> keeping,
            String channel,
            ChannelPlace last,
            long before,
            int limit,
            int maxBytes,
            boolean atLeastOne) {
        return unsaved.before(channel, before, limit)
                .thenCompose(waiting -> keeping.loader().read(() -> new OlderMessages(keeping, channel, before, waiting)
                        .read(last.epoch(), limit, maxBytes, atLeastOne)));
    }
}
