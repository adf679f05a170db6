package io.meshws.internal.cluster;

import io.meshws.ChannelHistory;
import io.meshws.ChannelPosition;
import io.meshws.Channels;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages of the channels. Each has the next offset of its channel; appending it to what the channel keeps and
 * publishing it to the subscribed instances are one atomic step, and so are subscribing and reading: an instance is told of
 * exactly the messages after {@link ChannelHistory#last()}, as {@link ClusterMessage.Published} through {@link
 * Receiver#received}, the publishing instance like any other.
 *
 * <p>A message is any text to the log. Those of clients are JSON string literals, so that what is counted is what is sent,
 * and nobody encodes them again.
 *
 * <p>Delivery is at most once and, but for what is lost with a connection to the store, complete and in the order of the
 * offsets, so that a receiver knows a gap when it sees one. It may come before the stage of the subscription or
 * publication completes, and, of messages from before {@code last()}, also after it.
 */
public interface ChannelLog {

    /**
     * Appends and publishes. Calls for one channel take effect in their order.
     *
     * @param keep as how many of the channel's last messages the message and those before it are kept; 0 keeps it not,
     *     and forgets none
     * @return the message's offset
     */
    CompletionStage<Long> publish(String channel, String message, int keep);

    /**
     * Subscribes this instance, whether it was or not, and reads.
     *
     * @param ticket goes up with each call of {@code subscribe} and {@link #unsubscribe} for the channel: whichever comes
     *     last in the order of the tickets prevails, in whatever order they arrive
     */
    CompletionStage<ChannelHistory> subscribe(String channel, long ticket, Query query);

    /** Ends the subscription of this instance, if it has one with a lower ticket. */
    CompletionStage<Void> unsubscribe(String channel, long ticket);

    CompletionStage<ChannelHistory> read(String channel, Query query);

    /**
     * What to read.
     *
     * @param limit how many of the last messages at most, where there is no {@code since}, or it cannot be had
     * @param since where everything after it is wanted; its epoch may be {@link #ANY_EPOCH}
     * @param maxBytes how long all messages together may be, in UTF-8; if there is no {@code since}, the newest is read
     *     however long it is
     */
    record Query(int limit, Optional<ChannelPosition> since, int maxBytes) {
        /** Whatever epoch the channel has; no text that is an epoch. */
        public static final String ANY_EPOCH = "*";

        private static final int MAX_BYTES = 4 << 20;

        public Query(int limit, Optional<ChannelPosition> since) {
            this(limit, since, MAX_BYTES);
        }

        public static Query last(int limit) {
            return new Query(limit, Optional.empty());
        }

        public Query within(int bytes) {
            return new Query(limit, since, bytes);
        }

        /** Whether there can be messages in the answer. */
        public boolean readsMessages() {
            return limit > 0 || since.isPresent();
        }

        /** All after the position; all that is kept where that cannot be had. */
        public static Query since(ChannelPosition position) {
            return new Query(Channels.MAX_HISTORY, Optional.of(position));
        }
    }
}
