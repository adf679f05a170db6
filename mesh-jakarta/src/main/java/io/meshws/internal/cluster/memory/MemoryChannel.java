package io.meshws.internal.cluster.memory;

import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.protocol.Json;
import io.meshws.spi.KeptMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The messages that one channel keeps, and those that aren't saved elsewhere yet. Not thread-safe. */
final class MemoryChannel {
    /** Newest first. */
    private final Deque<Published> kept = new ArrayDeque<>();

    private final String name;
    /** By offset. */
    private final TreeMap<Long, KeptMessage> unsaved = new TreeMap<>();
    /** Publications that wait until it's known where the channel goes on. */
    private final Deque<Held> held = new ArrayDeque<>();

    private ChannelPlace last = ChannelPlace.NOTHING_PUBLISHED;
    private long lastPublished;

    MemoryChannel(String name) {
        this.name = name;
    }

    /** @param publication run under the channel's lock */
    record Held(Supplier<CompletionStage<Long>> publication, CompletableFuture<Long> result) {}

    Deque<Held> held() {
        return held;
    }

    TreeMap<Long, KeptMessage> unsaved() {
        return unsaved;
    }

    /** Lets a forgotten channel go on above this offset. */
    void resume(long offset, long now) {
        if (isForgotten()) {
            long above = unsaved.isEmpty() ? offset : Math.max(offset, unsaved.lastKey());
            last = new ChannelPlace(ConnectionId.newInstanceId(), above, above);
            lastPublished = now;
        }
    }

    Published append(String message, int keep, long now) {
        String epoch = isForgotten() ? ConnectionId.newInstanceId() : last.epoch();
        long offset = last.offset() + 1;
        // Nothing goes back here, so any time that increases will do.
        last = new ChannelPlace(epoch, offset, offset);
        lastPublished = now;
        Published published = new Published(name, last, message);
        if (keep > 0) {
            kept.addFirst(published);
            while (kept.size() > keep) {
                kept.removeLast();
            }
        }
        return published;
    }

    void forgetIfBefore(long time) {
        if (!isForgotten() && lastPublished - time < 0) {
            kept.clear();
            last = ChannelPlace.NOTHING_PUBLISHED;
        }
    }

    boolean isForgotten() {
        return last.epoch().isEmpty();
    }

    /** Whether there's nothing to remember of the channel. */
    boolean isEmpty() {
        return isForgotten() && unsaved.isEmpty() && held.isEmpty();
    }

    Reading read(Query query) {
        Optional<List<Published>> missed = query.since().flatMap(since -> after(since, query.maxBytes()));
        return missed.map(messages -> new Reading(last, true, messages))
                .orElseGet(() -> new Reading(
                        last,
                        false,
                        query.since()
                                .filter(this::isCertain)
                                .map(ChannelPosition::offset)
                                .orElse(Reading.UNKNOWN),
                        newest(query.limit(), query.before(), query.maxBytes())));
    }

    /** All messages after the position, oldest first; empty if not all are kept, or if they are too many. */
    private Optional<List<Published>> after(ChannelPosition since, int maxBytes) {
        if (!isCertain(since)) {
            return Optional.empty();
        }
        long missed = last.offset() - since.offset();
        List<Published> messages = newest((int) missed, Long.MAX_VALUE, maxBytes);
        // Offsets only decrease: if there are as many as were missed, they are all of them.
        boolean complete = messages.size() == missed
                && (missed == 0 || messages.get((int) missed - 1).place().offset() == since.offset() + 1);
        Collections.reverse(messages);
        return complete ? Optional.of(messages) : Optional.empty();
    }

    /** Whether everything after the position can be told, as far as it's kept. */
    private boolean isCertain(ChannelPosition since) {
        long missed = last.offset() - since.offset();
        return isOfThisEpoch(since) && missed >= 0 && missed <= Channels.MAX_HISTORY;
    }

    private boolean isOfThisEpoch(ChannelPosition since) {
        return since.epoch().equals(last.epoch())
                || since.epoch().equals(Query.ANY_EPOCH)
                || since.equals(ChannelPosition.NOTHING_PUBLISHED);
    }

    private List<Published> newest(int limit, long before, int maxBytes) {
        List<Published> messages = new ArrayList<>();
        long size = 0;
        Iterator<Published> newestFirst = kept.iterator();
        while (newestFirst.hasNext() && messages.size() < limit) {
            Published message = newestFirst.next();
            if (message.place().offset() >= before) {
                continue;
            }
            size += Json.utf8Length(message.message());
            if (size > maxBytes && !messages.isEmpty()) {
                break;
            }
            messages.add(message);
        }
        return messages;
    }
}
