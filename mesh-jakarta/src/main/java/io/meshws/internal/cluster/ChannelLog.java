package io.meshws.internal.cluster;

import io.meshws.ChannelHistory;
import io.meshws.ChannelMessage;
import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.internal.cluster.ClusterMessage.Published;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages of the channels. Each has the next offset of its channel; appending it to what the channel keeps and
 * publishing it to the subscribed instances are one atomic step, and so are subscribing and reading: an instance is told of
 * exactly the messages after {@link Reading#last()}, as {@link ClusterMessage.Published} through {@link
 * Receiver#received}, the publishing instance like any other.
 *
 * <p>A message is any text to the log. Those of clients are JSON string literals, so that what is counted is what is sent,
 * and nobody encodes them again.
 *
 * <p>Delivery is at most once and, but for what is lost with a connection to the store, complete and in the order of the
 * offsets, so that a receiver knows a gap when it sees one. It may come before the stage of the subscription or
 * publication completes, and, of messages from before {@code last()}, also after it.
 *
 * <p>A store can go back to an earlier state. Then the channel goes on in another epoch, at the latest when somebody publishes
 * or asks who knows of more than there is; its offsets go on above what is known. If messages were published before that, with
 * offsets that were used already, a receiver sees it by their {@linkplain ChannelPlace#contradicts times}, and asks.
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
    CompletionStage<Reading> subscribe(String channel, long ticket, Query query);

    /** Ends the subscription of this instance, if it has one with a lower ticket. */
    CompletionStage<Void> unsubscribe(String channel, long ticket);

    CompletionStage<Reading> read(String channel, Query query);

    /**
     * What to read.
     *
     * @param limit how many of the last messages at most, if there is neither {@code since} nor {@code heard}, or what
     *     follows {@code since} cannot be had
     * @param since if everything after it is wanted; its epoch may be {@link #ANY_EPOCH}
     * @param heard if everything is wanted that this instance did not hear, which heard all up to here
     * @param contradicted whether something that it heard contradicts that
     * @param maxBytes how long all messages together may be, in UTF-8; if there is no {@code since}, the newest is read
     *     however long it is
     */
    record Query(
            int limit,
            Optional<ChannelPosition> since,
            Optional<ChannelPlace> heard,
            boolean contradicted,
            int maxBytes) {
        /** Whatever epoch the channel has; no text that is an epoch. */
        public static final String ANY_EPOCH = "*";

        private static final int MAX_BYTES = 4 << 20;

        public static Query last(int limit) {
            return new Query(limit, Optional.empty(), Optional.empty(), false, MAX_BYTES);
        }

        /** All after the position; else as many of the last as the limit says. */
        public static Query since(int limit, Optional<ChannelPosition> position) {
            return new Query(limit, position, Optional.empty(), false, MAX_BYTES);
        }

        public Query within(int bytes) {
            return new Query(limit, since, heard, contradicted, bytes);
        }

        /** Whether there can be messages in the answer. */
        public boolean readsMessages() {
            return limit > 0 || since.isPresent();
        }

        /** As much as is kept of what this instance did not hear. */
        public static Query after(ChannelPlace heard, boolean contradicted) {
            return new Query(
                    Channels.MAX_HISTORY, Optional.of(heard.position()), Optional.of(heard), contradicted, MAX_BYTES);
        }
    }

    /**
     * What was read.
     *
     * @param last where the channel stood; {@link ChannelPlace#NOTHING_PUBLISHED} if nothing was published
     * @param recovered whether the messages are all that follow the place that was asked for
     * @param messages oldest first if recovered, else newest first; in the epoch of {@code last}
     */
    record Reading(ChannelPlace last, boolean recovered, List<Published> messages) {
        /** As clients are told. */
        public ChannelHistory history() {
            return new ChannelHistory(
                    last.position(),
                    recovered,
                    messages.stream()
                            .map(each -> new ChannelMessage(each.place().offset(), each.message()))
                            .toList());
        }
    }
}
