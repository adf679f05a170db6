package io.meshws.internal.presence;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.connection.Connection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The boards of the rooms that clients of this instance subscribed to. Thread-safe. */
final class RoomPresences {
    private final PresenceDirectory directory;
    private final Sweep sweep;
    private final ConcurrentHashMap<String, RoomPresence> boards = new ConcurrentHashMap<>();

    RoomPresences(PresenceDirectory directory, Sweep sweep) {
        this.directory = directory;
        this.sweep = sweep;
    }

    CompletionStage<PresenceSubscription> subscribe(Connection connection, String room, Grouping by) {
        RoomPresence board = boards.compute(room, (name, old) -> {
            RoomPresence found = old == null ? new RoomPresence(name, directory, sweep) : old;
            found.reserve();
            return found;
        });
        return board.subscribe(connection, by).thenApply(subscription -> {
            // It may have closed while the store was asked.
            if (!connection.isOpen()) {
                closed(connection);
            }
            return subscription;
        });
    }

    /** Whether it was subscribed. */
    CompletionStage<Boolean> unsubscribe(Connection connection, String room) {
        RoomPresence board = boards.get(room);
        return board == null ? CompletableFuture.completedStage(false) : board.unsubscribe(connection);
    }

    void closed(Connection connection) {
        RoomPresence.of(connection).forEach(board -> board.unsubscribe(connection));
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
