package io.meshws.internal.channel;

import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.connection.Connection;
import io.meshws.protocol.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One client's subscription to one channel: it begins, is told where the channel stood, and becomes live when the client
 * was told. What is not said to be thread-safe is for its {@link Feed}, under the feed's lock.
 */
final class Subscription {
    /** The client did not get its reply for longer than so many messages: it cannot keep up. */
    private static final int MAX_HELD = 16_384;

    private final Connection connection;
    private final String channel;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private volatile boolean ended;

    private boolean live;
    private ChannelPlace last = ChannelPlace.NOTHING_PUBLISHED;
    private List<Held> held = new ArrayList<>();

    private record Held(Published message, String frame) {}

    Subscription(Connection connection, String channel) {
        this.connection = connection;
        this.channel = channel;
    }

    Connection connection() {
        return connection;
    }

    String channel() {
        return channel;
    }

    /** Completes when the subscription is live, or ended without having been: whether it is live. Thread-safe. */
    CompletionStage<Boolean> settled() {
        return settled;
    }

    /** Thread-safe; not under the feed's lock, for it runs what waits for {@link #settled}. */
    void settle(boolean isLive) {
        settled.complete(isLive);
    }

    /** It takes part in nothing any more; before it leaves its feed. Thread-safe. */
    void end() {
        ended = true;
    }

    /** Thread-safe. */
    boolean isEnded() {
        return ended;
    }

    /** Where the channel stood when the log was asked; what is not later is not this subscription's. */
    void startAt(ChannelPlace place) {
        last = place;
    }

    /** From now on messages go out; first those that came since the log was asked. */
    void goLive() {
        // Whoever is told may turn out to be gone, and whoever hears of that may publish: it is held too.
        for (int i = 0; i < held.size(); i++) {
            send(held.get(i).message(), held.get(i).frame());
        }
        live = true;
        held = List.of();
    }

    void offer(Published message, String frame) {
        if (live) {
            send(message, frame);
        } else if (held.size() < MAX_HELD) {
            held.add(new Held(message, frame));
        } else {
            connection.close(CloseCode.SLOW_CONSUMER);
        }
    }

    private void send(Published message, String frame) {
        ChannelPlace place = message.place();
        if (!place.isOfEpoch(last) || place.offset() > last.offset()) {
            last = place;
            connection.sendFrame(frame);
        }
    }
}
