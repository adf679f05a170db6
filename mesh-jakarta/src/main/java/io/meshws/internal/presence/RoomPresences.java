package io.meshws.internal.presence;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.serial.Attempt;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The boards of the rooms that clients of this instance subscribed to. Thread-safe. */
final class RoomPresences {
    private final PresenceDirectory directory;
    private final Sweep sweep;
    private final LongReplies replies;
    private final ConcurrentHashMap<String, RoomPresence> boards = new ConcurrentHashMap<>();

    RoomPresences(PresenceDirectory directory, Sweep sweep, LongReplies replies) {
        this.directory = directory;
        this.sweep = sweep;
        this.replies = replies;
    }

    /**
     * Subscribes a client, if it may. Whoever unsubscribes meanwhile prevails.
     *
     * @param guard asked whether the client may
     * @param replied completes when the client has its reply
     * @return empty if it may not, or was unsubscribed
     */
    CompletionStage<Optional<PresenceSubscription>> subscribe(
            Connection connection,
            String room,
            Grouping by,
            Supplier<CompletionStage<Boolean>> guard,
            CompletionStage<Boolean> replied) {
        Topic<PresenceSubscription> topic = connection.topics().request(RoomPresence.ROOMS, room);
        return topic.answer(
                Attempt.of(guard)
                        .thenCompose(allowed -> allowed
                                ? replies.make(replied, () -> reserved(room).subscribe(topic, connection, by))
                                : CompletableFuture.completedStage(Optional.<PresenceSubscription>empty())),
                replied);
    }

    private RoomPresence reserved(String room) {
        return boards.compute(room, (name, old) -> {
            RoomPresence board = old == null ? new RoomPresence(name, directory, sweep) : old;
            board.reserve();
            return board;
        });
    }

    /** Whether it was subscribed, or about to be. */
    CompletionStage<Boolean> unsubscribe(Connection connection, String room) {
        Topic<PresenceSubscription> topic = connection.topics().end(RoomPresence.ROOMS, room);
        return topic == null
                ? CompletableFuture.completedStage(false)
                : leave(topic).thenApply(done -> true);
    }

    /** What these rooms' subscribers have is taken away. */
    void take(Connection connection, Predicate<String> rooms) {
        connection.topics().take(RoomPresence.ROOMS, rooms).forEach(topic -> leave(topic)
                .thenRun(topic::taken));
    }

    void closed(Connection connection) {
        connection.topics().endAll(RoomPresence.ROOMS).forEach(this::leave);
    }

    private CompletionStage<Void> leave(Topic<PresenceSubscription> topic) {
        RoomPresence board = boards.get(topic.name());
        return board == null ? CompletableFuture.completedStage(null) : board.unsubscribe(topic);
    }

    void received(PresenceChange change) {
        RoomPresence board = boards.get(change.room());
        if (board != null) {
            board.received(change);
        }
    }

    Set<String> rooms() {
        return boards.keySet();
    }

    void tick(long now) {
        for (String room : boards.keySet()) {
            RoomPresence left = boards.computeIfPresent(room, (name, board) -> board.isIdle() ? null : board);
            if (left == null) {
                // A new board may have begun to watch before this ended it.
                directory.unwatch(room).whenComplete((done, failure) -> unwatched(room));
            } else {
                left.tick(now);
            }
        }
    }

    private void unwatched(String room) {
        RoomPresence board = boards.get(room);
        if (board != null) {
            board.watchMayHaveEnded();
        }
    }

    /** As {@link RoomPresence#catchUp}. */
    void catchUp() {
        boards.values().forEach(RoomPresence::catchUp);
    }

    /** As {@link RoomPresence#rejoined}. */
    void rejoined(long patientUntil) {
        boards.values().forEach(board -> board.rejoined(patientUntil));
    }
}
