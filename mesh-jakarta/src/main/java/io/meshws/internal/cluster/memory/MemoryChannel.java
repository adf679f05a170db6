package io.meshws.internal.cluster.memory;

import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.protocol.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The messages that one channel keeps. Not thread-safe. */
final class MemoryChannel {
    /** Newest first. */
    private final Deque<Published> kept = new ArrayDeque<>();

    private final String name;
    private ChannelPlace last = ChannelPlace.NOTHING_PUBLISHED;
    private long lastPublished;

    MemoryChannel(String name) {
        this.name = name;
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
        return last.offset() == 0;
    }

    Reading read(Query query) {
        Optional<List<Published>> missed = query.since().flatMap(since -> after(since, query.maxBytes()));
        return missed.map(messages -> new Reading(last, true, messages))
                .orElseGet(() -> new Reading(last, false, newest(query.limit(), query.maxBytes())));
    }

    /** All messages after the position, oldest first; empty if not all are kept, or if they are too many. */
    private Optional<List<Published>> after(ChannelPosition since, int maxBytes) {
        long missed = last.offset() - since.offset();
        if (!isOfThisEpoch(since) || missed < 0 || missed > Channels.MAX_HISTORY) {
            return Optional.empty();
        }
        List<Published> messages = newest((int) missed, maxBytes);
        // Offsets only decrease: if there are as many as were missed, they are all of them.
        boolean complete = messages.size() == missed
                && (missed == 0 || messages.get((int) missed - 1).place().offset() == since.offset() + 1);
        Collections.reverse(messages);
        return complete ? Optional.of(messages) : Optional.empty();
    }

    private boolean isOfThisEpoch(ChannelPosition since) {
        return since.epoch().equals(last.epoch())
                || since.epoch().equals(Query.ANY_EPOCH)
                || since.equals(ChannelPosition.NOTHING_PUBLISHED);
    }

    private List<Published> newest(int limit, int maxBytes) {
        List<Published> messages = new ArrayList<>();
        long size = 0;
        Iterator<Published> newestFirst = kept.iterator();
        while (newestFirst.hasNext() && messages.size() < limit) {
            Published message = newestFirst.next();
            size += Json.utf8Length(message.message());
            if (size > maxBytes && !messages.isEmpty()) {
                break;
            }
            messages.add(message);
        }
        return messages;
    }
}
