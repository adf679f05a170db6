package io.meshws.internal.presence;

import io.meshws.internal.cluster.Instances.DeadConnectionListener;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.room.RoomObserver;
import io.meshws.internal.security.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Makes members of tracked rooms present: this instance's clients while they are members. Those that a dead instance left
 * behind leave. Thread-safe.
 */
public final class TrackedMemberships implements RoomObserver, DeadConnectionListener {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    /** The setting is the time to live of members. */
    private final Exposure<Duration> tracked;

    private final Users users;
    private final LocalMembers members;
    private final PresenceDirectory directory;

    TrackedMemberships(Exposure<Duration> tracked, Users users, LocalMembers members, PresenceDirectory directory) {
        this.tracked = tracked;
        this.users = users;
        this.members = members;
        this.directory = directory;
    }

    @Override
    public CompletionStage<Void> joined(Connection connection, String room) {
        return tracked.settingOf(room)
                .map(time -> users.userOf(connection)
                        .thenCompose(user -> members.joined(connection, user, room, time))
                        .thenCompose(done -> tracked.covers(room) ? DONE : members.left(connection, room)))
                .orElse(DONE);
    }

    @Override
    public CompletionStage<Void> left(Connection connection, String room) {
        return members.left(connection, room);
    }

    /** Members of these rooms are no longer present, although they stay in them. */
    void leave(Collection<Connection> connections, Predicate<String> rooms) {
        for (Connection connection : connections) {
            members.roomsOf(connection, rooms)
                    .forEach(room -> connection.stored().change(() -> members.left(connection, room)));
        }
    }

    @Override
    public CompletionStage<Void> died(Map<String, Set<String>> rooms) {
        Map<String, List<String>> dead = new HashMap<>();
        rooms.forEach((id, all) -> all.stream().filter(tracked::covers).forEach(room -> dead.computeIfAbsent(
                        room, name -> new ArrayList<>())
                .add(id)));
        return CompletableFuture.allOf(dead.entrySet().stream()
                .map(room -> directory.leave(room.getKey(), room.getValue()).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
