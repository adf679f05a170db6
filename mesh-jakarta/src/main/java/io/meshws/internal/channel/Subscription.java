package io.meshws.internal.channel;

import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.follow.ReplyGate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One client's subscription to one channel. It begins, gets the channel's position, and becomes live when the client
 * has been told. Methods not marked thread-safe are for its {@link Feed}, under the feed's lock.
 */
final class Subscription {
    private final Connection connection;
    private final String channel;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private volatile boolean ended;

    private ChannelPlace last = ChannelPlace.NOTHING_PUBLISHED;
    private final ReplyGate<Message> gate;

    private record Message(ChannelPlace place, String frame) {}

    Subscription(Connection connection, String channel) {
        this.connection = connection;
        this.channel = channel;
        this.gate = new ReplyGate<>(connection, this::send);
    }

    Connection connection() {
        return connection;
    }

    String channel() {
        return channel;
    }

    /** Completes when the subscription is live, or ended without becoming live: whether it's live. Thread-safe. */
    CompletionStage<Boolean> settled() {
        return settled;
    }

    /** Thread-safe; not under the feed's lock, because it runs the code that waits for {@link #settled}. */
    void settle(boolean isLive) {
        settled.complete(isLive);
    }

    /** From now on it ignores everything; called before it leaves its feed. Thread-safe. */
    void end() {
        ended = true;
    }

    /** Thread-safe. */
    boolean isEnded() {
        return ended;
    }

    /** The channel's position when the log was asked; only later messages belong to this subscription. */
    void startAt(ChannelPlace place) {
        last = place;
    }

    /** From now on messages are sent; first those that came since the log was asked. */
    void goLive() {
        gate.open();
    }

    void offer(Published message, String frame) {
        gate.tell(new Message(message.place(), frame));
    }

    private void send(Message message) {
        ChannelPlace place = message.place();
        if (!place.isOfEpoch(last) || place.offset() > last.offset()) {
            last = place;
            connection.sendShared(message.frame());
        }
    }
}
