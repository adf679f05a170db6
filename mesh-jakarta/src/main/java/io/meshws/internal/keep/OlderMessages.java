package io.meshws.internal.keep;

import io.meshws.internal.cluster.ChannelEntry;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.protocol.Json;
import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.KeptMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Reads messages of a channel that are older than others, newest first: those that aren't saved, which were read before, and those of
 * the keeper, in batches. A message may be among both. Used once, on a worker. Not thread-safe.
 */
final class OlderMessages {
    private final ChannelKeeper keeper;
    private final int batch;
    private final String channel;
    private final Deque<KeptMessage> unsaved;
    private final Deque<KeptMessage> rows = new ArrayDeque<>();
    private final List<Published> page = new ArrayList<>();
    /** The offset before which the keeper is asked for messages next. */
    private long asked;

    private boolean exhausted;

    OlderMessages(Keeping<ChannelKeeper, ?> keeping, String channel, long before, Collection<KeptMessage> unsaved) {
        this.keeper = keeping.keeper();
        this.batch = keeping.options().batch();
        this.channel = channel;
        this.asked = before;
        this.unsaved = new ArrayDeque<>(unsaved);
    }

    /**
     * @param epoch given to all messages: that of the whole reading
     * @param maxBytes of all messages together
     * @param atLeastOne whether the first is read regardless of its length
     */
    List<Published> read(String epoch, int limit, int maxBytes, boolean atLeastOne) throws Exception {
        long bytes = 0;
        KeptMessage last = null;
        while (page.size() < limit) {
            KeptMessage next = next(limit);
            if (next == null) {
                break;
            }
            if (last != null && next.offset() == last.offset() && next.epoch().equals(last.epoch())) {
                continue;
            }
            last = next;
            String entry = ChannelEntry.ofContent(next.content());
            bytes += Json.utf8Length(entry);
            if (bytes > maxBytes && !(atLeastOne && page.isEmpty())) {
                break;
            }
            page.add(new Published(channel, new ChannelPlace(epoch, next.offset(), next.timeMicros()), entry));
        }
        return page;
    }

    private KeptMessage next(int limit) throws Exception {
        if (rows.isEmpty() && !exhausted) {
            int wanted = Math.min(batch, limit - page.size());
            List<KeptMessage> more = keeper.load(channel, asked, wanted);
            rows.addAll(more);
            exhausted = more.size() < wanted;
            asked = more.isEmpty() ? asked : more.get(more.size() - 1).offset();
        }
        KeptMessage waiting = unsaved.peek();
        KeptMessage row = rows.peek();
        return row == null || waiting != null && waiting.offset() >= row.offset() ? unsaved.poll() : rows.poll();
    }
}
