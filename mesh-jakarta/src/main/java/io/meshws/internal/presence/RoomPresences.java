package io.meshws.internal.presence;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.host.Environment;
import io.meshws.internal.serial.Attempt;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The rooms that clients of this instance subscribed to. Thread-safe. */
public final class RoomPresences {
    private final PresenceDirectory directory;
    private final PresenceSweep sweep;
    private final LongReplies replies;
    private final Environment environment;
    private final ConcurrentHashMap<String, RoomPresence> rooms = new ConcurrentHashMap<>();

    RoomPresences(PresenceDirectory directory, PresenceSweep sweep, LongReplies replies, Environment environment) {
        this.directory = directory;
        this.sweep = sweep;
        this.replies = replies;
        this.environment = environment;
    }

    /**
     * Subscribes a client if it may. Unsubscribing in the meantime wins.
     *
     * @param guard asked whether the client may subscribe
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
                Attempt.of(guard), () -> replies.make(replied, () -> subscribe(topic, connection, by)), replied);
    }

    private CompletionStage<Optional<PresenceSubscription>> subscribe(
            Topic<PresenceSubscription> topic, Connection connection, Grouping by) {
        return rooms.computeIfAbsent(topic.name(), this::room)
                .subscribe(topic, connection, by, () -> subscribe(topic, connection, by));
    }

    private RoomPresence room(String name) {
        return new RoomPresence(name, directory, sweep, environment, retired -> rooms.remove(name, retired));
    }

    /** Returns whether it was subscribed, or about to be. */
    CompletionStage<Boolean> unsubscribe(Connection connection, String room) {
        Topic<PresenceSubscription> topic = connection.topics().end(RoomPresence.ROOMS, room);
        return topic == null
                ? CompletableFuture.completedStage(false)
                : leave(topic).thenApply(done -> true);
    }

    /** Takes away the subscriptions to these rooms. */
    void take(Connection connection, Predicate<String> names) {
        connection.topics().take(RoomPresence.ROOMS, names).forEach(topic -> leave(topic)
                .thenRun(topic::taken));
    }

    void closed(Connection connection) {
        connection.topics().endAll(RoomPresence.ROOMS).forEach(this::leave);
    }

    private CompletionStage<Void> leave(Topic<PresenceSubscription> topic) {
        RoomPresence room = rooms.get(topic.name());
        return room == null ? CompletableFuture.completedStage(null) : room.unsubscribe(topic);
    }

    /** A member joined, left or changed its state in a room that this instance watches. */
    public void received(PresenceChange change) {
        RoomPresence room = rooms.get(change.room());
        if (room != null) {
            room.received(change);
        }
    }

    Set<String> names() {
        return rooms.keySet();
    }

    /** Calls {@link RoomPresence#tick}. */
    void tick(long now) {
        rooms.values().forEach(room -> room.tick(now));
    }

    /** Calls {@link RoomPresence#catchUp}. */
    void catchUp() {
        rooms.values().forEach(RoomPresence::catchUp);
    }

    /** Calls {@link RoomPresence#rejoined}. */
    void rejoined(long patientUntil) {
        rooms.values().forEach(room -> room.rejoined(patientUntil));
    }
}
