package io.meshws.internal.cluster;

import io.meshws.ChannelHistory;
import io.meshws.ChannelMessage;
import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.internal.cluster.ClusterMessage.Published;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The messages of the channels. Each message has the next offset of its channel. Appending a message to those that the
 * channel keeps and publishing it to the subscribed instances is one atomic step, and so is subscribing and reading. An
 * instance is therefore told of exactly the messages after {@link Reading#last()}, as {@link ClusterMessage.Published}
 * through {@link Receiver#received}, including the ones that it published itself.
 *
 * <p>To the log, a message is any text. Clients' messages are JSON string literals, so the length that is counted is the length
 * that is sent, and they aren't encoded again.
 *
 * <p>Delivery is at most once, in the order of the offsets, and complete except for messages lost with a connection to
 * the store; so a receiver detects a gap when it sees one. Delivery may happen before the stage of the subscription or
 * publication completes; messages up to {@code last()} may also be delivered after it.
 *
 * <p>A store can go back to an earlier state. The channel then continues in another epoch, at the latest when somebody
 * who knows of more messages than there are publishes or asks. Its offsets continue above the known ones. If messages
 * were published before that, with offsets that had already been used, a receiver notices it by their {@linkplain
 * ChannelPlace#contradicts times}, and asks.
 */
public interface ChannelLog {

    /**
     * Appends and publishes. Calls for one channel take effect in their order.
     *
     * @param keep how many of the channel's last messages are kept, this one included; with 0 it isn't kept, and no
     *     other is forgotten
     * @return the message's offset
     */
    default CompletionStage<Long> publish(String channel, String message, int keep) {
        return publish(channel, message, keep, Optional.empty());
    }

    /**
     * Appends and publishes, and notes the message as {@linkplain UnsavedMessages unsaved}, in one step.
     *
     * @param elsewhere how the messages of the channel are kept elsewhere, if they are
     */
    CompletionStage<Long> publish(String channel, String message, int keep, Optional<Keep> elsewhere);

    /**
     * How messages of a channel are kept elsewhere.
     *
     * @param maxUnsaved how many of the channel may be unsaved; beyond that nothing is published. 0 if this message isn't kept
     *     elsewhere, but others are
     * @param delayMillis for how long a channel without unsaved messages is left to the publisher
     * @param last asks for the offset of the last message that's kept elsewhere, 0 for none. Called if the store doesn't have the
     *     channel, or may have lost messages: it goes on above that
     */
    record Keep(int maxUnsaved, long delayMillis, Supplier<CompletionStage<Long>> last) {}

    /**
     * Subscribes this instance, whether or not it was subscribed, and reads.
     *
     * @param ticket increases with each call of {@code subscribe} and {@link #unsubscribe} for the channel: the call with the
     *     highest ticket wins, regardless of the order in which the calls arrive
     */
    CompletionStage<Reading> subscribe(String channel, long ticket, Query query);

    /** Ends the subscription of this instance, if it has one with a lower ticket. */
    CompletionStage<Void> unsubscribe(String channel, long ticket);

    CompletionStage<Reading> read(String channel, Query query);

    /**
     * A range of messages to read.
     *
     * @param limit the most messages to read, from the newest back, if there is neither {@code since} nor {@code
     *     heard}, or if the messages after {@code since} aren't available
     * @param since set to read everything after this position; its epoch may be {@link #ANY_EPOCH}
     * @param heard set to read everything that this instance missed, which heard everything up to here
     * @param contradicted whether another message that it heard contradicts {@code heard}
     * @param before only messages with lower offsets are read, if there is neither {@code since} nor {@code heard}
     * @param maxBytes the maximum length of all messages together, in UTF-8; without {@code since}, the newest message is read
     *     regardless of its length
     */
    record Query(
            int limit,
            Optional<ChannelPosition> since,
            Optional<ChannelPlace> heard,
            boolean contradicted,
            long before,
            int maxBytes) {
        /** Stands for the channel's current epoch; never a real epoch. */
        public static final String ANY_EPOCH = "*";

        private static final int MAX_BYTES = 4 << 20;

        public static Query last(int limit) {
            return before(limit, Long.MAX_VALUE);
        }

        /** The last messages before the one with this offset. */
        public static Query before(int limit, long offset) {
            return new Query(limit, Optional.empty(), Optional.empty(), false, offset, MAX_BYTES);
        }

        /** Everything after the position; otherwise the last messages, up to the limit. */
        public static Query since(int limit, Optional<ChannelPosition> position) {
            return new Query(limit, position, Optional.empty(), false, Long.MAX_VALUE, MAX_BYTES);
        }

        public Query within(int bytes) {
            return new Query(limit, since, heard, contradicted, before, bytes);
        }

        /** Whether the answer can contain messages. */
        public boolean readsMessages() {
            return limit > 0 || since.isPresent();
        }

        /** Everything that this instance missed, as far as it's kept. */
        public static Query after(ChannelPlace heard, boolean contradicted) {
            return new Query(
                    Channels.MAX_HISTORY,
                    Optional.of(heard.position()),
                    Optional.of(heard),
                    contradicted,
                    Long.MAX_VALUE,
                    MAX_BYTES);
        }
    }

    /**
     * The result of reading.
     *
     * @param last the channel's position; {@link ChannelPlace#NOTHING_PUBLISHED} if nothing was published
     * @param recovered whether the messages are all those after the requested position
     * @param missedAfter if not recovered: the offset after which messages are missing, if the requested position is certain and at
     *     most {@link Channels#MAX_HISTORY} messages ago; otherwise {@link #UNKNOWN}
     * @param messages oldest first if recovered, else newest first; in the epoch of {@code last}
     */
    record Reading(ChannelPlace last, boolean recovered, long missedAfter, List<Published> messages) {
        public static final long UNKNOWN = -1;

        public Reading(ChannelPlace last, boolean recovered, List<Published> messages) {
            this(last, recovered, UNKNOWN, messages);
        }

        /** The history in the form that clients are told. */
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
